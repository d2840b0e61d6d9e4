//! Recovery code, passphrase and slots file: the parts that need no vault.

use proptest::prelude::*;
use secrecy::SecretString;
use uuid::Uuid;

use crate::Code;
use crate::vault::keys::{Key, RootKey};
use crate::vault::passphrase::{self, Cost};
use crate::vault::session::{self, Unlock};
use crate::vault::slots::{self, SLOTS, Slot, Slots, Way};
use crate::vault::wreck::tests::{PASSPHRASE, around, furnished};
use crate::vault::{keys, recovery};

fn typed(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

#[test]
fn a_recovery_code_is_nine_groups_of_four_crockford_letters() {
    let code = recovery::new().unwrap();
    let groups: Vec<&str> = code.reveal().split('-').collect();
    assert_eq!(groups.len(), 9);
    assert!(groups.iter().all(|g| {
        g.len() == 4
            && g.chars()
                .all(|c| "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c))
    }));
    assert_ne!(code.reveal(), recovery::new().unwrap().reveal(), "random");
}

#[test]
fn a_recovery_code_is_read_as_people_type_it() {
    for _ in 0..50 {
        let code = recovery::new().unwrap();
        let secret = recovery::secret(&typed(code.reveal())).unwrap();
        let sloppy = code
            .reveal()
            .to_lowercase()
            .replace('-', "  ")
            .replace('0', "o")
            .replacen('1', "l", 1)
            .replace('1', "I");
        assert_eq!(
            *recovery::secret(&typed(&sloppy)).unwrap(),
            *secret,
            "{sloppy} is the same code"
        );
    }
}

#[test]
fn one_wrong_letter_or_two_swapped_are_a_typing_error() {
    let code = recovery::new().unwrap();
    let letters: Vec<char> = code.reveal().chars().collect();
    let mut caught = 0;
    for at in 0..letters.len() - 1 {
        if letters[at] == '-' {
            continue;
        }
        let mut wrong = letters.clone();
        wrong[at] = if letters[at] == 'Z' { 'Y' } else { 'Z' };
        let error = recovery::secret(&typed(&wrong.iter().collect::<String>()))
            .map(|_| ())
            .expect_err("a wrong letter is seen");
        assert_eq!(error.code(), Code::RecoveryCodeTypo);
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        if swapped[at] != letters[at] && letters[at + 1] != '-' {
            assert!(recovery::secret(&typed(&swapped.iter().collect::<String>())).is_err());
            caught += 1;
        }
    }
    assert!(caught > 10, "swaps were tried");
    for text in ["", "ABC", "7KQ2-M9XD", "u", &"0".repeat(37)] {
        assert!(
            recovery::secret(&typed(text)).is_err(),
            "{text:?} is no code"
        );
    }
}

#[test]
fn weak_passphrases_are_refused_and_good_ones_are_not() {
    for weak in [
        "",
        "kort",
        "hemligt123",
        "aaaaaaaaaaaaaaaa",
        "121212121212",
        "abcdefghijklmnop",
        "1234567890123",
        "qwertyuiopåasdf",
        "            ",
        "password1234",
        "iloveyouiloveyou",
        "P@ssw0rdP@ssw0rd",
        "michael19871987",
    ] {
        let code = passphrase::check_strength(&typed(weak))
            .err()
            .map(|e| e.code());
        assert_eq!(code, Some(Code::WeakPassphrase), "{weak:?}");
    }
    for good in [
        "gröna hästar äter sill",
        "en ko på is",
        "Tr0ub4dor&3xyz",
        "correct horse battery staple",
        "нарисуй мне кита",
    ] {
        assert!(passphrase::check_strength(&typed(good)).is_ok(), "{good:?}");
    }
}

#[test]
fn a_passphrase_that_is_cheap_to_guess_is_made_dearer_when_it_opens_the_vault() {
    let dir = tempfile::tempdir().unwrap();
    let vault = furnished(dir.path(), 0);
    let (mut kdf, _) = passphrase::new_key(&typed(PASSPHRASE), Cost::Floor).unwrap();
    (kdf.m_kib, kdf.t) = (19 * 1024, 2);
    let key = passphrase::slot_key(&typed(PASSPHRASE), &kdf).unwrap();
    let (sealed, file) = (vault.sealed().unwrap(), dir.path().join(SLOTS));
    let cheap = |slots: &mut Slots| {
        let way = Way::Passphrase { kdf };
        let id = slots.all[0].id.clone();
        slots.add(&id, way, "2026-11-26".into(), &key, &sealed.root)
    };
    sealed.change(&file, cheap).unwrap();
    vault.close().unwrap();
    let opened = |with: &str| {
        let unlock = Unlock::Passphrase(typed(with));
        session::open_in(dir.path(), unlock, &around()).map(|vault| vault.close().unwrap())
    };
    let costs = || {
        let slots = Slots::parse(&std::fs::read(&file).unwrap()).unwrap();
        let cost = |slot: &Slot| match &slot.way {
            Way::Passphrase { kdf } => Some((kdf.m_kib, kdf.t)),
            _ => None,
        };
        (slots.r#gen, slots.all.iter().find_map(cost).unwrap())
    };
    let (before, low) = costs();
    assert_eq!(low, (19 * 1024, 2));
    assert!(opened("fel hästar äter sill").is_err());
    assert_eq!(costs(), (before, low), "only by whoever has it");
    opened(PASSPHRASE).unwrap();
    assert_eq!(costs(), (before + 1, (64 * 1024, 3)));
    opened(PASSPHRASE).unwrap();
    assert_eq!(costs().0, before + 1, "once");
}

#[test]
fn one_passphrase_typed_in_two_unicode_forms_is_one_key() {
    let (kdf, key) = passphrase::new_key(&typed("gröna hästar äter"), Cost::Floor).unwrap();
    let decomposed = "gro\u{308}na ha\u{308}star a\u{308}ter";
    assert_eq!(
        *passphrase::slot_key(&typed(decomposed), &kdf).unwrap(),
        *key
    );
    assert_ne!(
        *passphrase::slot_key(&typed("gröna hästar äta"), &kdf).unwrap(),
        *key
    );
    assert_eq!((kdf.m_kib, kdf.t, kdf.p, kdf.v), (65536, 3, 4, 19));
}

pub(super) fn sample() -> (RootKey, Key, Slots) {
    let root = RootKey::new().unwrap();
    let key: Key = keys::random().unwrap();
    let mut slots = Slots::new(Uuid::new_v4(), &root, "2026-11-26".into());
    let way = Way::Keyring {
        account: "konto".into(),
    };
    slots
        .add("k-1", way, "2026-11-26".into(), &key, &root)
        .unwrap();
    (root, key, slots)
}

#[test]
fn a_slot_gives_back_the_root_key_to_its_own_key_only() {
    let (root, key, mut slots) = sample();
    let bytes = slots.seal(&root);
    let read = Slots::parse(&bytes).unwrap();
    let opened = read
        .open(&read.all[0], &key)
        .unwrap()
        .expect("the right key");
    assert_eq!(opened.root.bytes(), root.bytes());
    assert!(opened.genuine, "the MAC fits");
    let other: Key = keys::random().unwrap();
    assert!(read.open(&read.all[0], &other).unwrap().is_none());
    let mut near = key.clone();
    near[31] ^= 1;
    assert!(
        read.open(&read.all[0], &near).unwrap().is_none(),
        "one bit off"
    );
}

#[test]
fn the_file_is_canonical_json_without_secrets() {
    let (root, _, mut slots) = sample();
    let bytes = slots.seal(&root);
    let value: std::collections::BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let order: Vec<usize> = value
        .keys()
        .map(|key| text.find(&format!("\"{key}\":")).unwrap())
        .collect();
    assert!(
        order.windows(2).all(|w| w[0] < w[1]),
        "keys are sorted: {text}"
    );
    assert!(
        !text.contains(&slots::text(root.bytes())),
        "no root key in clear"
    );
}

#[test]
fn edits_are_noticed() {
    let (root, key, mut slots) = sample();
    let text = String::from_utf8(slots.seal(&root)).unwrap();
    // Outside the slot: the MAC sees it.
    let later = Slots::parse(text.replace("\"gen\":1", "\"gen\":9").as_bytes()).unwrap();
    let opened = later
        .open(&later.all[0], &key)
        .unwrap()
        .expect("still opens");
    assert!(!opened.genuine, "but not unnoticed");
    // Inside the slot: it does not open.
    let moved = Slots::parse(text.replace("konto", "annat").as_bytes()).unwrap();
    assert!(moved.open(&moved.all[0], &key).unwrap().is_none());
}

#[test]
fn a_strange_file_is_refused_and_a_newer_one_called_newer() {
    let (root, _, mut slots) = sample();
    let good = String::from_utf8(slots.seal(&root)).unwrap();
    let cost = |m, t, p| {
        let kdf = format!(
            r#"{{"type":"passphrase","kdf":{{"alg":"argon2id","m_kib":{m},"p":{p},"salt":"AAAAAAAAAAAAAAAAAAAAAA","t":{t},"v":19}}}}"#
        );
        good.replace(r#"{"type":"keyring","account":"konto"}"#, &kdf)
    };
    assert!(
        Slots::parse(cost(65536, 3, 4).as_bytes()).is_ok(),
        "the case itself is sound"
    );
    let padded = good.replace("konto", &"x".repeat(70_000));
    for (why, text) in [
        ("empty", String::new()),
        ("not JSON", "kartotek".into()),
        ("an array", "[]".into()),
        (
            "another format",
            good.replace("kartotek-slots", "other-slots"),
        ),
        ("another cipher", good.replace("xchacha20poly1305", "none")),
        ("an unknown key", good.replacen('{', r#"{"aa":1,"#, 1)),
        ("a duplicate key", good.replacen('{', r#"{"gen":1,"#, 1)),
        ("no epoch", good.replace("\"active\"", "\"old\"")),
        (
            "a short nonce",
            good.replace("\"nonce\":\"", "\"nonce\":\"\",\"x\":\""),
        ),
        ("too large", padded),
        ("64 GiB of memory", cost(64 << 20, 3, 4)),
        ("too little memory", cost(1024, 3, 4)),
        ("a million passes", cost(65536, 1_000_000, 4)),
        ("no pass", cost(65536, 0, 4)),
        ("a hundred lanes", cost(65536, 3, 100)),
    ] {
        let error = Slots::parse(text.as_bytes()).err().expect(why);
        assert_eq!(error.code(), Code::KeyFileDamaged, "{why}");
    }
    let newer = good.replace("\"v\":1", "\"v\":2");
    assert_eq!(
        Slots::parse(newer.as_bytes()).err().unwrap().code(),
        Code::TooNew
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Slots::parse(&bytes);
    }

    #[test]
    fn no_damage_to_a_good_file_opens_as_genuine(at in 0usize..900, with in any::<u8>()) {
        let (root, key, mut slots) = sample();
        let good = slots.seal(&root);
        let mut bad = good.clone();
        let at = at % bad.len();
        bad[at] = with;
        if bad != good && let Ok(read) = Slots::parse(&bad) {
            for slot in &read.all {
                if let Ok(Some(opened)) = read.open(slot, &key) {
                    // Only another spelling of the same (white space, an escaped letter, a capital in an id) may pass.
                    let same = serde_json::to_vec(&read).ok().as_ref() == Some(&good);
                    prop_assert!(!opened.genuine || same);
                }
            }
        }
    }

    #[test]
    fn any_text_is_a_code_or_a_typing_error(text in "\\PC{0,60}") {
        if let Err(error) = recovery::secret(&typed(&text)) {
            prop_assert_eq!(error.code(), Code::RecoveryCodeTypo);
        }
        let _ = recovery::group(&text);
        let _ = passphrase::check_strength(&typed(&text));
    }
}
