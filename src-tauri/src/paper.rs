//! Handing the page to the system's print dialog. A build for the journeys prints into a file instead.

use std::sync::mpsc;

use kartotek_core::Code;
use tauri::{AppHandle, Manager as _};

use crate::fault::Answer;
use crate::window::LABEL;

/// How a print ended.
enum End {
    Printed,
    Cancelled,
    Failed,
}

/// Prints what the page holds for paper; whether it was printed, or the dialog closed. Call it off the main thread: it
/// waits until the printer has taken the last page.
pub(crate) fn print(app: &AppHandle) -> Answer<bool> {
    let window = app.get_webview_window(LABEL).ok_or(Code::Internal)?;
    let (tell, told) = mpsc::channel();
    window
        .with_webview(move |view| order(&view, tell))
        .map_err(|_| Code::Internal)?;
    match told.recv() {
        Ok(End::Printed) => Ok(true),
        // The window went while its dialog was open: nothing was printed.
        Ok(End::Cancelled) | Err(_) => Ok(false),
        Ok(End::Failed) => Err(Code::NotPrinted.into()),
    }
}

#[cfg(target_os = "linux")]
fn order(view: &tauri::webview::PlatformWebview, tell: mpsc::Sender<End>) {
    use gtk::glib::object::CastNone as _;
    use gtk::prelude::WidgetExt as _;
    use webkit2gtk::{PrintOperation, PrintOperationExt as _, PrintOperationResponse};

    let view = view.inner();
    let operation = PrintOperation::new(&view);
    let (failed, finished) = (tell.clone(), tell.clone());
    operation.connect_failed(move |_, _| drop(failed.send(End::Failed)));
    operation.connect_finished(move |_| drop(finished.send(End::Printed)));
    #[cfg(feature = "automation")]
    if let Some(answer) = crate::dialogs::answer() {
        match answer {
            Some(file) => into_file(&operation, &file),
            None => drop(tell.send(End::Cancelled)),
        }
        return;
    }
    let window = view.toplevel().and_downcast::<gtk::Window>();
    if operation.run_dialog(window.as_ref()) != PrintOperationResponse::Print {
        let _ = tell.send(End::Cancelled);
    }
}

/// As somebody would choose it in the dialog.
#[cfg(all(target_os = "linux", feature = "automation"))]
fn into_file(operation: &webkit2gtk::PrintOperation, file: &std::path::Path) {
    use webkit2gtk::PrintOperationExt as _;

    let settings = gtk::PrintSettings::new();
    // The file printer is called by its name in the system's language.
    settings.set_printer(&gtk::glib::dgettext(Some("gtk30"), "Print to File"));
    settings.set("output-uri", Some(&format!("file://{}", file.display())));
    settings.set("output-file-format", Some("pdf"));
    operation.set_print_settings(&settings);
    operation.print();
}

#[cfg(not(target_os = "linux"))]
fn order(view: &tauri::webview::PlatformWebview, tell: mpsc::Sender<End>) {
    let _ = view;
    let _ = tell.send(End::Failed);
}
