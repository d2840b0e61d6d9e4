//! Handing the page to the system's print dialog. A build for the journeys prints into a file instead.

use std::sync::mpsc;

use kartotek_core::Code;
use tauri::{AppHandle, Manager as _};

use crate::fault::Answer;
use crate::window::LABEL;

/// What happens to a print, one after the other.
enum Event {
    Confirmed,
    Printed,
    Cancelled,
    Failed,
}

/// A print that its user wants.
pub(crate) struct Printing(mpsc::Receiver<Event>);

impl Printing {
    /// Waits until the printer has taken the last page.
    pub(crate) fn finish(self) -> Answer<()> {
        match self.0.recv() {
            Ok(Event::Printed) => Ok(()),
            // Or the window went before the last page.
            _ => Err(Code::NotPrinted.into()),
        }
    }
}

/// Shows the dialog for what the page holds for paper; nothing when it was closed. Call it off the main thread.
pub(crate) fn ask(app: &AppHandle) -> Answer<Option<Printing>> {
    let window = app.get_webview_window(LABEL).ok_or(Code::Internal)?;
    let (tell, told) = mpsc::channel();
    window
        .with_webview(move |view| order(&view, tell))
        .map_err(|_| Code::Internal)?;
    match told.recv() {
        Ok(Event::Confirmed) => Ok(Some(Printing(told))),
        Ok(Event::Failed) => Err(Code::NotPrinted.into()),
        // Or the window went while its dialog was open.
        _ => Ok(None),
    }
}

/// Closes the dialog that somebody left open. While it is, its own loop runs in the place of the program's: nothing that
/// was asked of the program's is done before it ends.
pub(crate) fn dismiss() {
    #[cfg(target_os = "linux")]
    gtk::glib::idle_add_once(|| {
        use gtk::glib::object::Cast as _;
        use gtk::prelude::DialogExt as _;

        for window in gtk::Window::list_toplevels() {
            if let Ok(dialog) = window.downcast::<gtk::Dialog>() {
                dialog.response(gtk::ResponseType::Cancel);
            }
        }
    });
}

#[cfg(target_os = "linux")]
fn order(view: &tauri::webview::PlatformWebview, tell: mpsc::Sender<Event>) {
    use gtk::glib::object::CastNone as _;
    use gtk::prelude::WidgetExt as _;
    use webkit2gtk::{PrintOperation, PrintOperationExt as _, PrintOperationResponse};

    let view = view.inner();
    let operation = PrintOperation::new(&view);
    let (failed, finished) = (tell.clone(), tell.clone());
    operation.connect_failed(move |_, _| drop(failed.send(Event::Failed)));
    operation.connect_finished(move |_| drop(finished.send(Event::Printed)));
    #[cfg(feature = "automation")]
    if let Some(answer) = crate::dialogs::answer() {
        match answer {
            Some(file) => {
                let _ = tell.send(Event::Confirmed);
                into_file(&operation, &file);
            }
            None => drop(tell.send(Event::Cancelled)),
        }
        return;
    }
    let window = view.toplevel().and_downcast::<gtk::Window>();
    let answer = operation.run_dialog(window.as_ref());
    let _ = tell.send(if answer == PrintOperationResponse::Print {
        Event::Confirmed
    } else {
        Event::Cancelled
    });
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
fn order(view: &tauri::webview::PlatformWebview, tell: mpsc::Sender<Event>) {
    let _ = view;
    let _ = tell.send(Event::Failed);
}
