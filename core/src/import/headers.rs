//! What a column is, told from its header: Swedish and English, as people write them and as Google, Outlook and phones do.

use unicode_normalization::UnicodeNormalization;

use super::Target;

/// A header taken apart: what it names, and which of several it is (`Address 2 - City`: town, `2`).
pub(super) struct Heading {
    /// Lower case, without what only tells which: `address city`.
    phrase: String,
    /// What tells which: `work`, `2`.
    which: String,
}

/// Words that tell which of several a column is, and nothing about what it is.
const WHICH: &[&str] = &[
    "home",
    "hem",
    "work",
    "arbete",
    "arbetet",
    "arb",
    "jobb",
    "privat",
    "private",
    "personal",
    "other",
    "annan",
    "annat",
    "övrig",
    "övriga",
    "primary",
    "primär",
    "primärt",
    "main",
    "huvud",
    "business",
    "direct",
    "direkt",
    "switchboard",
    "växel",
    "extra",
    "alternativ",
    "alternative",
];

/// Words that say nothing at all.
const SILENT: &[&str] = &["value", "värde", "the", "din", "your"];

/// Swedish compounds and spellings, taken apart.
const SPLIT: &[(&str, &str)] = &[
    ("hemadress", "hem adress"),
    ("arbetsadress", "arbete adress"),
    ("företagsadress", "arbete adress"),
    ("hemtelefon", "hem telefon"),
    ("arbetstelefon", "arbete telefon"),
    ("företagstelefon", "arbete telefon"),
    ("telefonnummer", "telefon"),
    ("telefonnr", "telefon"),
    ("telnr", "telefon"),
    ("mobilnummer", "mobil"),
    ("mobilnr", "mobil"),
    ("mobiltelefon", "mobil"),
    ("cellphone", "mobil"),
    ("firstname", "first name"),
    ("lastname", "last name"),
    ("givenname", "given name"),
    ("familyname", "family name"),
    ("fullname", "full name"),
    ("companyname", "company name"),
    ("jobtitle", "job title"),
    ("zipcode", "zip code"),
    ("postalcode", "postal code"),
    ("emailaddress", "email address"),
    ("phonenumber", "phone"),
];

/// The dictionary: phrases, and what they become.
fn meaning(phrase: &str) -> Option<Target> {
    let field = |key: &str| Some(Target::Field(key.to_owned()));
    match phrase {
        "namn" | "name" | "fullständigt namn" | "full name" | "fulla namn" | "visningsnamn"
        | "display name" | "kontakt" | "kontaktnamn" | "kontaktperson" | "contact"
        | "contact name" | "contact person" | "kund" | "kundnamn" | "customer"
        | "customer name" | "för och efternamn" => field("name"),
        "förnamn" | "fornamn" | "first name" | "given name" | "tilltalsnamn" | "mellannamn"
        | "middle name" | "additional name" => Some(Target::GivenName),
        "efternamn" | "last name" | "surname" | "family name" => Some(Target::FamilyName),
        "företag" | "foretag" | "företagsnamn" | "organisation" | "organization"
        | "organisationsnamn" | "organization name" | "bolag" | "bolagsnamn" | "company"
        | "company name" | "firma" | "arbetsgivare" | "employer" => field("organization"),
        "befattning" | "roll" | "role" | "job title" | "position" | "yrkestitel"
        | "organization title" | "titel" | "title" => field("role"),
        "email" | "email adress" | "email address" | "emailadress" | "mejl" | "mejladress"
        | "mail" | "mailadress" | "mail address" => field("email"),
        "telefon" | "tel" | "tfn" | "phone" | "telephone" | "mobil" | "mobile" | "mobile phone"
        | "mobile telephone" | "cell" | "cell phone" | "telefon mobil" | "phone mobile"
        | "company phone" | "phone number" | "mobile number" | "tel nr" | "telefon nr"
        | "mobil nr" => field("phone"),
        "adress"
        | "address"
        | "gata"
        | "gatuadress"
        | "street"
        | "street address"
        | "address street"
        | "adress gata"
        | "gatuadress gata"
        | "postadress"
        | "besöksadress"
        | "mailing address"
        | "address line"
        | "adressrad"
        | "address formatted"
        | "address extended address"
        | "extended address" => Some(Target::Street),
        "postnr"
        | "postnummer"
        | "post nr"
        | "postal code"
        | "postcode"
        | "post code"
        | "zip"
        | "zip code"
        | "zip postal code"
        | "address postal code"
        | "adress postnummer"
        | "adress postnr" => Some(Target::PostalCode),
        "ort" | "stad" | "postort" | "city" | "town" | "address city" | "adress ort"
        | "adress postort" | "adress stad" => Some(Target::Town),
        "land" | "country" | "land region" | "country region" | "address country"
        | "adress land" | "adress land region" => Some(Target::Country),
        "webb" | "webbplats" | "webbsida" | "webbadress" | "hemsida" | "website" | "web site"
        | "web" | "web page" | "webpage" | "homepage" | "url" | "www" => field("website"),
        "språk" | "sprak" | "language" => Some(Target::Language),
        "relation" | "relationship" | "connection" => field("relation"),
        "taggar" | "tagg" | "tags" | "tag" | "etiketter" | "labels" | "kategori" | "kategorier"
        | "categories" | "category" | "grupp" | "grupper" | "groups" | "group"
        | "group membership" => Some(Target::Tags),
        "anteckning" | "anteckningar" | "notering" | "noteringar" | "note" | "notes"
        | "kommentar" | "kommentarer" | "comment" | "comments" | "memo" => Some(Target::Note),
        "typ" | "type" | "persontyp" | "person type" | "kundtyp" | "kontakttyp"
        | "contact type" => Some(Target::PersonType),
        _ => None,
    }
}

/// Takes a header apart.
pub(super) fn heading(header: &str) -> Heading {
    let lower: String = header.nfc().flat_map(char::to_lowercase).collect();
    let lower = lower
        .replace("e-post", "email")
        .replace("e-mail", "email")
        .replace("epost", "email");
    let mut phrase: Vec<String> = Vec::new();
    let mut which: Vec<&str> = Vec::new();
    for word in lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let split = SPLIT
            .iter()
            .find(|(whole, _)| *whole == word)
            .map_or(word, |(_, parts)| *parts);
        for part in split.split(' ') {
            if WHICH.contains(&part) || part.bytes().all(|b| b.is_ascii_digit()) {
                which.push(part);
            } else if !SILENT.contains(&part) {
                phrase.push(part.to_owned());
            }
        }
    }
    Heading {
        phrase: phrase.join(" "),
        which: which.join(" "),
    }
}

/// A target for each header. What the dictionary does not know is [`Target::NotInPolicy`], and so is a second column for
/// a field that holds one value: a report names both, and nothing is lost without a word.
pub(super) fn recognise(headers: &[String], one_value: impl Fn(&str) -> bool) -> Vec<Target> {
    let headings: Vec<Heading> = headers.iter().map(|header| heading(header)).collect();
    let mut targets: Vec<Target> = headings
        .iter()
        .map(|h| meaning(&h.phrase).unwrap_or(Target::NotInPolicy))
        .collect();
    courtesy_titles(&headings, &mut targets);
    formatted_addresses(&headings, &mut targets);
    let mut taken: Vec<Target> = Vec::new();
    for target in &mut targets {
        let single = match target {
            Target::Field(key) => one_value(key),
            Target::FamilyName | Target::Language | Target::PersonType => true,
            _ => false,
        };
        if single && taken.contains(target) {
            *target = Target::NotInPolicy;
        } else if single {
            taken.push(target.clone());
        }
    }
    targets
}

/// Beside a "Job title", a "Title" is "Mr" or "Dr": not a role.
fn courtesy_titles(headings: &[Heading], targets: &mut [Target]) {
    let courtesy = |h: &Heading| matches!(h.phrase.as_str(), "title" | "titel");
    let role = Target::Field("role".to_owned());
    if headings
        .iter()
        .zip(&*targets)
        .any(|(h, target)| *target == role && !courtesy(h))
    {
        for (heading, target) in headings.iter().zip(targets) {
            if courtesy(heading) {
                *target = Target::NotInPolicy;
            }
        }
    }
}

/// An address written out once more beside its parts says nothing new.
fn formatted_addresses(headings: &[Heading], targets: &mut [Target]) {
    let parts: Vec<&str> = (headings.iter())
        .zip(&*targets)
        .filter(|(_, target)| matches!(target, Target::PostalCode | Target::Town))
        .map(|(heading, _)| heading.which.as_str())
        .collect();
    for (heading, target) in headings.iter().zip(&mut *targets) {
        if heading.phrase == "address formatted" && parts.contains(&heading.which.as_str()) {
            *target = Target::Skip;
        }
    }
}

/// Which address each address column belongs to (columns of one address share a number).
///
/// `Street 2` beside `Street` is its second line, unless the file has a `City 2` as well.
pub(super) fn addresses(headers: &[String], targets: &[Target]) -> Vec<usize> {
    let of_address = |t: &Target| {
        matches!(
            t,
            Target::Street | Target::PostalCode | Target::Town | Target::Country
        )
    };
    let which: Vec<String> = headers.iter().map(|header| heading(header).which).collect();
    let has_more = |key: &str| {
        which
            .iter()
            .zip(targets)
            .any(|(w, t)| w == key && of_address(t) && *t != Target::Street)
    };
    let mut keys: Vec<String> = Vec::new();
    let mut groups = vec![0; headers.len()];
    for (index, target) in targets
        .iter()
        .enumerate()
        .filter(|(_, target)| of_address(target))
    {
        let mut key = which[index].clone();
        if *target == Target::Street && !has_more(&key) {
            key = key
                .split(' ')
                .filter(|word| !word.bytes().all(|b| b.is_ascii_digit()))
                .collect::<Vec<_>>()
                .join(" ");
        }
        groups[index] = keys
            .iter()
            .position(|known| *known == key)
            .unwrap_or_else(|| {
                keys.push(key);
                keys.len() - 1
            });
    }
    groups
}
