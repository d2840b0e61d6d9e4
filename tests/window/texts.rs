//! The sentences on screen, from the same files that the window reads them from.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

/// The text `id` in `language`, as it stands in `locales/`.
pub(crate) fn text(language: &str, id: &str) -> String {
    static SV: OnceLock<HashMap<String, String>> = OnceLock::new();
    static EN: OnceLock<HashMap<String, String>> = OnceLock::new();
    let all = if language == "sv" { &SV } else { &EN };
    let all = all.get_or_init(|| read(language));
    all.get(id)
        .cloned()
        .unwrap_or_else(|| panic!("locales/{language} has no text {id}"))
}

fn read(language: &str) -> HashMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../locales")
        .join(language);
    let mut texts: HashMap<String, String> = HashMap::new();
    for file in std::fs::read_dir(folder).expect("the texts") {
        let file = std::fs::read_to_string(file.expect("a file").path()).expect("a file");
        let mut last = None;
        for line in file.lines() {
            if line.starts_with(' ') {
                let more = last.as_ref().and_then(|id: &String| texts.get_mut(id));
                if let Some(text) = more {
                    let gap = if text.is_empty() { "" } else { " " };
                    text.push_str(gap);
                    text.push_str(line.trim());
                }
            } else if let Some((id, text)) = line.split_once(" =") {
                last = Some(id.to_owned());
                texts.insert(id.to_owned(), text.trim().to_owned());
            } else {
                last = None;
            }
        }
    }
    texts
}
