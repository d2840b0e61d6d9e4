use super::*;

#[test]
fn every_code_has_a_sentence_in_both_languages() {
    for language in [Language::Sv, Language::En] {
        let texts = Texts::new(language);
        for code in Code::ALL {
            let sentence = texts.error(*code);
            assert!(
                !sentence.starts_with("error-"),
                "{code:?} has no sentence in {language:?}"
            );
            assert!(
                sentence.ends_with('.'),
                "{code:?} in {language:?} is no whole sentence: {sentence}"
            );
        }
    }
}

#[test]
fn both_languages_have_the_same_sentences() {
    let ids = |source: &str| {
        let mut ids: Vec<String> = source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id.to_owned())
            .collect();
        ids.sort();
        ids
    };
    for (sv, en) in SWEDISH.iter().zip(ENGLISH) {
        assert_eq!(ids(sv), ids(en), "a sentence is there in one language only");
    }
}
