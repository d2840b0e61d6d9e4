//! What single cells say: several values in one, a country, a language, a type of person, a spreadsheet's apostrophe.

use crate::policy::{FieldKind, Language, PersonType};

/// What spreadsheets take for the start of a formula (full-width forms too); our own export guards it with an apostrophe.
const FORMULA: &[char] = &[
    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\'',
];

/// The cell without surrounding blanks and without exactly one guarding apostrophe.
pub(super) fn cleaned(cell: &str) -> String {
    let bare = match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => cell,
    };
    bare.trim().to_owned()
}

/// The values in one cell: Google parts them by ` ::: `; addresses for mail also come with commas and semicolons between.
pub(super) fn several(cell: &str, kind: Option<FieldKind>) -> Vec<String> {
    let parts = cell.split(":::").flat_map(|part| match kind {
        Some(FieldKind::Email) => part.split([',', ';']).collect(),
        Some(FieldKind::Phone) => part.split(';').collect(),
        _ => vec![part],
    });
    parts
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// A type of person as people write it.
pub(super) fn person_type(cell: &str) -> Option<PersonType> {
    match cell.trim().to_lowercase().replace(['_', '-'], " ").as_str() {
        "konsument" | "privat" | "privatperson" | "privatkund" | "consumer" | "private"
        | "person" => Some(PersonType::Consumer),
        "enskild firma"
        | "enskild näringsidkare"
        | "egenföretagare"
        | "ef"
        | "sole trader"
        | "sole proprietor" => Some(PersonType::SoleTrader),
        "anställd" | "företag" | "företagskund" | "medarbetare" | "employee" | "company"
        | "business" => Some(PersonType::Employee),
        "funktionsadress" | "funktionsbrevlåda" | "rollbrevlåda" | "gemensam brevlåda"
        | "role mailbox" | "shared mailbox" => Some(PersonType::RoleMailbox),
        _ => None,
    }
}

/// Languages that the program speaks.
pub(super) fn language(cell: &str) -> Option<Language> {
    match cell.trim().to_lowercase().as_str() {
        "sv" | "se" | "sve" | "swe" | "sv-se" | "svenska" | "swedish" => Some(Language::Sv),
        "en" | "eng" | "en-gb" | "en-us" | "engelska" | "english" => Some(Language::En),
        _ => None,
    }
}

/// Countries by the names that address books write (ISO 3166-1); what is not among them stays as it is written.
const COUNTRIES: &[(&str, &str)] = &[
    ("SE", "sverige|sweden"),
    ("NO", "norge|norway"),
    ("DK", "danmark|denmark"),
    ("FI", "finland|suomi"),
    ("IS", "island|iceland"),
    ("DE", "tyskland|germany|deutschland"),
    ("AT", "österrike|austria"),
    ("CH", "schweiz|switzerland"),
    ("NL", "nederländerna|holland|netherlands|the netherlands"),
    ("BE", "belgien|belgium"),
    ("LU", "luxemburg|luxembourg"),
    ("FR", "frankrike|france"),
    ("ES", "spanien|spain"),
    ("PT", "portugal"),
    ("IT", "italien|italy"),
    ("IE", "irland|ireland"),
    (
        "GB",
        "storbritannien|england|skottland|united kingdom|uk|great britain|scotland",
    ),
    ("PL", "polen|poland"),
    ("CZ", "tjeckien|czech republic|czechia"),
    ("SK", "slovakien|slovakia"),
    ("HU", "ungern|hungary"),
    ("SI", "slovenien|slovenia"),
    ("HR", "kroatien|croatia"),
    ("RO", "rumänien|romania"),
    ("BG", "bulgarien|bulgaria"),
    ("GR", "grekland|greece"),
    ("CY", "cypern|cyprus"),
    ("MT", "malta"),
    ("EE", "estland|estonia"),
    ("LV", "lettland|latvia"),
    ("LT", "litauen|lithuania"),
    ("UA", "ukraina|ukraine"),
    ("TR", "turkiet|turkey|türkiye"),
    (
        "US",
        "usa|förenta staterna|united states|united states of america",
    ),
    ("CA", "kanada|canada"),
    ("CN", "kina|china"),
    ("JP", "japan"),
    ("IN", "indien|india"),
    ("AU", "australien|australia"),
];

/// The home country, which an address does not name.
const HOME: &str = "SE";

/// A country as its code; empty for the home country.
pub(super) fn country(cell: &str) -> String {
    let name = cell.trim().to_lowercase();
    let by_name = COUNTRIES.iter().find(|(code, names)| {
        code.eq_ignore_ascii_case(&name) || names.split('|').any(|known| known == name)
    });
    let code = match by_name {
        Some((code, _)) => (*code).to_owned(),
        None if name.len() == 2 && name.bytes().all(|b| b.is_ascii_alphabetic()) => {
            name.to_uppercase()
        }
        None => cell.trim().to_owned(),
    };
    if code == HOME { String::new() } else { code }
}
