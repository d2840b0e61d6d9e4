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

/// Prints what the page holds for paper; nothing when the dialog was closed. Call it off the main thread: it waits until the
/// printer has taken the last page.
pub(crate) fn print(app: &AppHandle) -> Answer<Option<()>> {
    let window = app.get_webview_window(LABEL).ok_or(Code::Internal)?;
    let (tell, told) = mpsc::channel();
    window
        .with_webview(move |view| order(&view, tell))
        .map_err(|_| Code::Internal)?;
    match told.recv() {
        Ok(End::Printed) => Ok(Some(())),
        // The window went while its dialog was open: nothing was printed.
        Ok(End::Cancelled) | Err(_) => Ok(None),
        Ok(End::Failed) => Err(Code::NotPrinted.into()),
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
