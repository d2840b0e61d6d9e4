//! The main job from the first start to the certificate, as a seller does it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use crate::page::{Page, key};
use crate::stage::{Look, Stage};

/// Columns that the policy names, one that it does not, a broken address and an empty line.
pub(crate) const CSV: &str = "Namn;Organisation;Roll;E-post;Telefon;Ort;Civilstånd\r\n\
    Lisa Sjöberg;Åkesta Trä;Inköpare;lisa.sjoberg@akesta.example.se;070-174 06 05;Sala;gift\r\n\
    Omar Ödman;Åkesta Trä;Platschef;omar.odman@akesta.example.se;070-174 06 06;Sala;ogift\r\n\
    Berit Ås;;;berit.as@example.org;070-174 06 07;Åmål;gift\r\n\
    Åke Ärlig;;;inte en adress;070-174 06 08;Ystad;änka\r\n";

/// What is done with each screen on the way.
type Seen<'s> = &'s mut dyn FnMut(&Page, &str);

pub(crate) fn play(stage: &Stage, page: &Page, seen: Seen<'_>) {
    page.first_run(&mut *seen);
    page.sees(&page.text("contacts-none-title"));
    seen(page, "empty");
    import(stage, page, seen);
    page.click("link", "Lisa Sjöberg");
    page.find("heading", "Lisa Sjöberg");
    seen(page, "card");
    consent(page, seen);
    call(page, seen);
    note_and_follow_up(page, seen);
    enrich(page, seen);
    find(page, seen);
    export(stage, page, seen);
    forget(stage, page, seen);
    rest(page, seen);
}

fn import(stage: &Stage, page: &Page, seen: Seen<'_>) {
    let file = stage.file("kunder.csv");
    std::fs::write(&file, CSV).expect("a list");
    stage.choose(Some(&file));
    page.click("link", &page.text("nav-import"));
    page.sees(&page.text("import-pick-title"));
    seen(page, "import-pick");
    page.press("import-pick");
    page.sees("Civilstånd");
    seen(page, "import-columns");
    page.press("import-try");
    page.sees(&page.text("import-trial-title"));
    seen(page, "import-trial");
    page.click("button", &page.text("nav-import"));
    page.sees(&page.text("import-done-title"));
    seen(page, "import-done");
    page.click("link", &page.text("nav-contacts"));
    page.sees("Berit Ås");
    seen(page, "contacts");
}

fn consent(page: &Page, seen: Seen<'_>) {
    page.press("consent-ask");
    page.sees(&page.text("consent-ask-text"));
    seen(page, "consent");
    page.press("consent-said-yes");
    page.sees(&page.text("consent-saved-yes"));
    page.press("consent-withdraw");
    page.press("consent-withdraw");
    page.sees(&page.text("consent-saved-withdrawn"));
}

fn call(page: &Page, seen: Seen<'_>) {
    page.press("call");
    page.sees(&page.text("call-running"));
    page.sees("070-174 06 05");
    page.fill(
        &page.text("call-note"),
        "Vill ha offert på 24 stolar, ljus ask.",
    );
    page.set(&page.text("follow-up-date"), "2031-05-02");
    seen(page, "call");
    page.press("call-end");
    page.sees(&page.text("call-saved"));
    page.sees("Vill ha offert på 24 stolar");
}

fn note_and_follow_up(page: &Page, seen: Seen<'_>) {
    page.fill(
        &page.text("note-label"),
        "Möte på mässan, ring om montering.",
    );
    page.driver().keys(&[key::CONTROL], &key::ENTER.to_string());
    page.sees(&page.text("note-saved"));
    seen(page, "card-full");
    page.click("link", &page.text("nav-follow-up"));
    page.sees("Lisa Sjöberg");
    seen(page, "follow-up");
}

fn enrich(page: &Page, seen: Seen<'_>) {
    page.click("link", &page.text("nav-contacts"));
    page.click("link", "Omar Ödman");
    page.find("heading", "Omar Ödman");
    page.click("checkbox", &page.text("enrichment-contact"));
    let reason = page.text("enrichment-reason-email-domain-website");
    page.sees(reason.rsplit('}').next().unwrap_or_default().trim());
    seen(page, "suggestions");
    page.press("enrichment-accept");
    page.sees("akesta.example.se");
    page.find("button", &page.text("enrichment-undo"));
    seen(page, "enrichment");
}

fn find(page: &Page, seen: Seen<'_>) {
    page.control('k');
    page.find("dialog", "");
    page.keys("lisa");
    page.find("option", "Lisa Sjöberg");
    seen(page, "palette");
    page.keys(key::ENTER);
    page.find("heading", "Lisa Sjöberg");
}

fn export(stage: &Stage, page: &Page, seen: Seen<'_>) {
    let file = stage.file("utdrag.zip");
    stage.choose(Some(&file));
    page.press("export");
    page.sees(&page.text("export-part-page"));
    seen(page, "export");
    page.press("export-run");
    page.sees(&page.text("export-written"));
    let mode = file.metadata().expect("the export").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "an export is the user's alone");
    page.press("done");
    page.loses(&page.text("export-written"));
}

fn forget(stage: &Stage, page: &Page, seen: Seen<'_>) {
    page.press("forget");
    page.sees(&page.text("forget-goes"));
    seen(page, "forget");
    page.click(
        "button",
        &page
            .text("forget-person")
            .replace("{ $name }", "Lisa Sjöberg"),
    );
    page.press("certificate-show");
    page.sees(&page.text("certificate-title"));
    seen(page, "certificate");
    let file = stage.file("intyg.json");
    stage.choose(Some(&file));
    page.press("certificate-save");
    crate::stage::wait_for(
        "the certificate",
        std::time::Duration::from_secs(10),
        || std::fs::read_to_string(&file).is_ok_and(|text| text.trim_end().ends_with('}')),
    );
    let certificate = std::fs::read_to_string(&file).expect("the certificate");
    let certificate: serde_json::Value = serde_json::from_str(&certificate).expect("JSON");
    assert_eq!(
        certificate["residues"], 0,
        "nothing was left behind: {certificate}"
    );
    assert!(
        !certificate.to_string().contains("Lisa"),
        "a certificate names nobody"
    );
    page.press("done");
    page.click("link", &page.text("nav-contacts"));
    page.sees("Omar Ödman");
    page.loses("Lisa Sjöberg");
    assert!(
        !page.seen().contains("Lisa"),
        "forgotten people are in no view: {}",
        page.seen()
    );
}

fn rest(page: &Page, seen: Seen<'_>) {
    page.click("link", &page.text("nav-settings"));
    page.sees(&page.text("settings-enrichment"));
    seen(page, "settings");
    page.click("link", &page.text("nav-bin"));
    page.sees(&page.text("bin-none-title"));
    seen(page, "bin");
    page.click("link", &page.text("nav-contacts"));
    page.new_contact();
    seen(page, "form");
}

/// Where the pictures of a run go.
pub(crate) fn pictures() -> PathBuf {
    std::env::var_os("KARTOTEK_TOUR").map_or_else(
        || std::env::temp_dir().join("kartotek-pictures"),
        PathBuf::from,
    )
}

fn variant(language: &'static str, dark: bool) {
    let stage = Stage::looking(
        language,
        Look {
            dark,
            double: false,
        },
    );
    let page = Page::new(stage.open(&[]), language);
    let folder = pictures().join(format!(
        "{language}-{}",
        if dark { "dark" } else { "light" }
    ));
    let mut number = 0;
    play(&stage, &page, &mut |page, name| {
        number += 1;
        stage.picture(page, &folder, &format!("{number:02}-{name}"));
        page.accessible(name);
    });
    page.finish();
}

#[test]
fn tour_sv_light() {
    variant("sv", false);
}

#[test]
fn tour_sv_dark() {
    variant("sv", true);
}

#[test]
fn tour_en_light() {
    variant("en", false);
}

#[test]
fn tour_en_dark() {
    variant("en", true);
}

/// All of it in a place without any network but the driver's own loopback: whoever asked for another would get an error.
#[test]
fn the_main_job_needs_no_network() {
    let this = std::env::current_exe().expect("this program");
    let pictures = tempfile::tempdir().expect("a folder");
    let done = Command::new("unshare")
        .args(["--net", "--", "sh", "-c"])
        .args(["ip link set lo up && exec \"$@\"", "sh"])
        .arg(this)
        .args(["--exact", "main_job::tour_en_light"])
        .env("KARTOTEK_TOUR", pictures.path())
        .output()
        .expect("a place without a network");
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(told.contains("1 passed"), "{told}\n{done:?}");
}
