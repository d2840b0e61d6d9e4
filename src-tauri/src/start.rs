//! Starting: arguments, the vault's folder, the plugins, the window.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use tauri::{Manager as _, RunEvent, WindowEvent};

use crate::desk::Desk;
use crate::shelf::Shelf;
use crate::window::Replacing;
use crate::{commands, demo, locking, process, window};

/// What the command line asks for.
#[derive(Default, PartialEq, Eq, Debug)]
struct Asked {
    vault: Option<PathBuf>,
    demo: bool,
}

fn asked(arguments: impl IntoIterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--demo" => asked.demo = true,
            "--vault" => {
                let dir = arguments.next().ok_or("--vault DIR: no folder named")?;
                asked.vault = Some(dir.into());
            }
            _ => {
                return Err(format!(
                    "unknown argument; usage: {} [--vault DIR] [--demo]",
                    "kartotek-desktop"
                ));
            }
        }
    }
    Ok(asked)
}

/// Runs the window until it is closed.
pub(crate) fn run() -> ExitCode {
    process::harden();
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(usage) => {
            process::say(&usage);
            return ExitCode::from(2);
        }
    };
    let contract = commands::contract();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::focus(app);
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_opener::Builder::new()
                .open_js_links_on_click(false)
                .build(),
        )
        .invoke_handler(contract.invoke_handler())
        .setup(move |app| {
            contract.mount_events(app);
            let app = app.handle();
            app.manage(Replacing::default());
            let desk = match (&asked.vault, asked.demo) {
                (_, true) => demo::desk(app, window::Look::default().language)?,
                (Some(dir), _) => Desk::new(app.clone(), dir.clone()),
                (None, _) => match std::env::var_os("KARTOTEK_VAULT") {
                    Some(dir) if !dir.is_empty() => Desk::new(app.clone(), dir.into()),
                    _ => Desk::with_shelf(app.clone(), shelf(app)?),
                },
            };
            app.manage(desk);
            locking::start(app);
            window::open(app)
        })
        .build(tauri::generate_context!());
    let Ok(app) = built else {
        process::say("the window cannot be opened; is there a display?");
        return ExitCode::FAILURE;
    };
    app.run(|app, event| match event {
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if app.try_state::<Desk>().is_some_and(|desk| desk.is_open()) => {
            api.prevent_close();
            if let Some(window) = app.get_webview_window(&label) {
                let _ = window.hide();
            }
            locking::end(app);
        }
        RunEvent::WindowEvent {
            event: WindowEvent::Destroyed,
            ..
        } if replacing(app) => {
            let _ = window::open(app);
        }
        RunEvent::ExitRequested {
            api, code: None, ..
        } if app.state::<Replacing>().0.swap(false, Ordering::SeqCst) => {
            api.prevent_exit();
        }
        RunEvent::Exit => {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.leave();
                desk.discard();
            }
        }
        _ => {}
    });
    ExitCode::SUCCESS
}

fn replacing(app: &tauri::AppHandle) -> bool {
    app.state::<Replacing>().0.load(Ordering::SeqCst)
}

/// The vaults known to whoever is logged in.
fn shelf(app: &tauri::AppHandle) -> tauri::Result<Shelf> {
    let usual = app.path().app_data_dir()?.join("vault");
    Ok(Shelf::new(&app.path().app_config_dir()?, usual))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Asked, String> {
        asked(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_command_line_is_short() {
        assert_eq!(words(""), Ok(Asked::default()));
        assert!(words("--demo").is_ok_and(|asked| asked.demo));
        assert_eq!(
            words("--vault a").map(|asked| asked.vault),
            Ok(Some("a".into()))
        );
        assert!(words("--vault").is_err());
        assert!(words("file.csv").is_err());
    }
}
