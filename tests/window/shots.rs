//! Pictures of one subject in one look, each of them checked for whether everybody can use it.

use crate::main_job::pictures;
use crate::page::Page;
use crate::stage::Stage;

pub(crate) struct Shots<'s> {
    stage: &'s Stage,
    folder: &'static str,
    look: String,
}

impl<'s> Shots<'s> {
    pub(crate) fn new(stage: &'s Stage, folder: &'static str, language: &str, dark: bool) -> Self {
        let look = if dark { "dark" } else { "light" };
        Self {
            stage,
            folder,
            look: format!("{language}-{look}"),
        }
    }

    pub(crate) fn take(&self, page: &Page, name: &str) {
        let name = format!("{name}-{}", self.look);
        self.stage
            .picture(page, &pictures().join(self.folder), &name);
        page.accessible(&name);
    }

    /// The section of Settings called `title` in view.
    pub(crate) fn of(&self, page: &Page, title: &str, name: &str) {
        let show = "[...document.querySelectorAll('h2')].find((h) => h.textContent === arguments[0]).scrollIntoView()";
        page.driver()
            .run(show, serde_json::json!([page.text(title)]));
        self.take(page, name);
    }
}
