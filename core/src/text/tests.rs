//! The forms that are compared, by example and by property.

use proptest::prelude::*;

use super::*;
use crate::Code;

#[test]
fn e_mail_is_compared_in_one_form() {
    for (typed, norm) in [
        ("  Anna.Berg@Example.COM ", "anna.berg@example.com"),
        ("anna+kund@example.com", "anna+kund@example.com"),
        (
            "info@räksmörgås.example.se",
            "info@xn--rksmrgs-5wao1o.example.se",
        ),
        ("ａｎｎａ@example.com", "anna@example.com"),
        ("åsa@example.se", "åsa@example.se"),
    ] {
        assert_eq!(email(typed).unwrap(), norm, "{typed}");
    }
    for bad in [
        "",
        "anna",
        "anna@",
        "@example.com",
        "anna@example",
        "a b@example.com",
        "anna@@example.com",
        ".a@example.com",
        "a..b@example.com",
        "anna@exa mple.com",
        "anna@-a.se",
        "anna@example.12",
        "\"a b\"@example.com",
        "anna@example..com",
    ] {
        assert_eq!(email(bad).unwrap_err().code(), Code::InvalidEmail, "{bad}");
    }
}

#[test]
fn the_list_of_public_providers_is_sorted_for_its_search() {
    for known in ["gmail.com", "aol.com", "ymail.com", "hotmail.se"] {
        assert!(is_public_mail_provider(known), "{known}");
    }
    assert!(!is_public_mail_provider("example.com"));
}

#[test]
fn phones_become_e164_and_read_nationally() {
    for typed in [
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "+46 (0)70-174 06 05",
        "0046701740605",
        "(070) 174 06 05",
        "070–174 06 05",
        "+46\u{a0}70\u{a0}174\u{a0}06\u{a0}05",
    ] {
        assert_eq!(phone(typed, "SE").unwrap(), "+46701740605", "{typed}");
    }
    assert_eq!(phone_display("+46701740605", "SE"), "070-174 06 05");
    assert_eq!(phone_display("+4722123456", "SE"), "+47 22 12 34 56");
    assert_eq!(phone("08-123 456 78", "SE").unwrap(), "+46812345678");
    for bad in [
        "",
        "12",
        "070-174",
        "ring mig",
        "070-174 06 05 eller hem",
        "070-1740605000000",
        "+999 123456",
    ] {
        assert_eq!(
            phone(bad, "SE").unwrap_err().code(),
            Code::InvalidPhone,
            "{bad}"
        );
    }
    assert_eq!(phone_country("+46701740605").as_deref(), Some("SE"));
    assert_eq!(phone_line("+46701740605"), Some(LineType::Mobile));
    assert_eq!(phone_line("+46812345678"), Some(LineType::Fixed));
}

#[test]
fn any_four_digits_of_a_number_begin_one_of_its_words() {
    let words = phone_digits("+46701740605", "070-174 06 05");
    for spelling in ["46701740605", "0701740605"] {
        for from in 0..=spelling.len() - 4 {
            for to in from + 4..=spelling.len() {
                let part = &spelling[from..to];
                assert!(
                    words.split(' ').any(|word| word.starts_with(part)),
                    "{part} is not found"
                );
            }
        }
    }
}

#[test]
fn web_addresses_have_a_scheme_and_a_host() {
    for (typed, norm) in [
        ("example.com", "https://example.com"),
        ("HTTP://Example.com/Om", "http://example.com/Om"),
        ("www.räksmörgås.se/", "https://www.xn--rksmrgs-5wao1o.se"),
        (
            "https://example.se:8443/a?b=c",
            "https://example.se:8443/a?b=c",
        ),
    ] {
        assert_eq!(website(typed).unwrap(), norm, "{typed}");
    }
    for bad in [
        "",
        "example",
        "javascript://example.com",
        "ftp://example.com",
        "https://user@example.com",
        "https://exa mple.com",
        "https://example.com/<script>",
    ] {
        assert_eq!(
            website(bad).unwrap_err().code(),
            Code::InvalidWebsite,
            "{bad}"
        );
    }
}

#[test]
fn names_sort_as_in_swedish() {
    let mut names = [
        "Östen", "Ärla", "Åke", "Zara", "Anna", "anders", "Örjan", "Wilma", "Vera", "Éva", "Eva",
    ];
    names.sort_by_key(|name| sort_key(name));
    assert_eq!(
        names,
        [
            "anders", "Anna", "Eva", "Éva", "Vera", "Wilma", "Zara", "Åke", "Ärla", "Örjan",
            "Östen"
        ]
    );
}

#[test]
fn folding_takes_the_dots_away() {
    assert_eq!(fold("Åsa ÖBERG"), "asa oberg");
    assert_eq!(
        words("anna.berg@example.com, 12-13"),
        ["anna", "berg", "example", "com", "12", "13"]
    );
    assert_eq!(tidy("  Anna \n\t Berg\u{202e}\u{0} "), "Anna Berg");
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
        if let Ok(once) = email(&text) { prop_assert_eq!(email(&once).unwrap(), once); }
        if let Ok(once) = phone(&text, "SE") { prop_assert_eq!(phone(&once, "SE").unwrap(), once); }
        if let Ok(once) = website(&text) { prop_assert_eq!(website(&once).unwrap(), once); }
        let once = tidy(&text);
        prop_assert_eq!(tidy(&once), once);
    }

    #[test]
    fn likely_addresses_normalise_once(local in "[a-zA-ZåäöÅÄÖéİß0-9.+_-]{1,12}", domain in "[a-zåäöA-Z0-9-]{1,10}\\.(se|com|nu)") {
        if let Ok(once) = email(&format!("{local}@{domain}")) { prop_assert_eq!(email(&once).unwrap(), once); }
        if let Ok(once) = website(&domain) { prop_assert_eq!(website(&once).unwrap(), once); }
    }

    #[test]
    fn the_short_way_for_swedish_mobiles_says_what_the_grammar_says(number in "(\\+46|0)7[0-9]{8,9}") {
        let (short, long) = super::phone::both_ways(&number);
        if let Some(short) = short { prop_assert_eq!(Some(short), long); }
    }

    #[test]
    fn likely_numbers_normalise_once(number in "(\\+|00|0)?[0-9 ()-]{4,16}") {
        if let Ok(once) = phone(&number, "SE") { prop_assert_eq!(phone(&once, "SE").unwrap(), once); }
    }
}
