//! The program, built once; a vault, made once and copied for each test; what the program said.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use kartotek_core::backup::{self, Plan};
use kartotek_core::vault::session::{self, Unlock};
use kartotek_core::vault::{Op, SystemClock};
use serde_json::Value;

pub(super) const PASSPHRASE: &str = "korrekt häst batteri häftklammer";
pub(super) const LANGUAGES: [&str; 2] = ["sv", "en"];

/// What a run of the program gave.
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Ran {
    /// Went well.
    pub(super) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// A vault and the way to it.
pub(super) struct Bed {
    pub(super) dir: tempfile::TempDir,
    pub(super) vault: PathBuf,
    language: &'static str,
}

impl Bed {
    /// An empty vault that speaks `language`, its assessments confirmed.
    pub(super) fn new(language: &'static str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let vault = dir.path().join("kartotek");
        copy(template(language), &vault);
        Self {
            dir,
            vault,
            language,
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(super) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs a command; arguments are parted by blanks, `{}` stands for `path`.
    pub(super) fn run(&self, command: &str) -> Ran {
        self.run_with(command, "", PASSPHRASE)
    }

    pub(super) fn feed(&self, command: &str, stdin: &str) -> Ran {
        self.run_with(command, stdin, PASSPHRASE)
    }

    pub(super) fn run_with(&self, command: &str, stdin: &str, passphrase: &str) -> Ran {
        run(&self.vault, self.language, command, stdin, passphrase)
    }

    /// Backups go to `folder` from now on, every so many hours.
    pub(super) fn goes_to(&self, folder: &Path, hours: u32) {
        let key = Unlock::Passphrase(PASSPHRASE.to_owned().into());
        let vault = session::open(&self.vault, key, Arc::new(SystemClock)).unwrap();
        let plan = Plan {
            folder: folder.display().to_string(),
            hours,
        };
        vault
            .write(Op::ChangeSettings, |tx| backup::set_plan(tx, &plan))
            .unwrap();
        vault.close().unwrap();
    }

    /// Everybody, as `contact list --json` gives them.
    pub(super) fn everybody(&self) -> Value {
        self.run("contact list --json").ok().json()
    }

    /// The id of somebody by name.
    pub(super) fn id(&self, name: &str) -> String {
        let everybody = self.everybody();
        let found = everybody
            .as_array()
            .unwrap()
            .iter()
            .find(|person| person["display_name"] == name);
        found.unwrap_or_else(|| panic!("{name} is not in {everybody}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The sentence of an error in this vault's language.
    pub(super) fn sentence(&self, code: &str) -> String {
        sentence(self.language, "errors", &format!("error-{code}"))
    }
}

/// A text of `locales/`.
pub(super) fn sentence(language: &str, file: &str, id: &str) -> String {
    let path = workspace()
        .join("locales")
        .join(language)
        .join(format!("{file}.ftl"));
    let texts = fs::read_to_string(path).unwrap();
    let found = texts
        .lines()
        .find_map(|line| line.strip_prefix(id)?.strip_prefix(" = "));
    found
        .unwrap_or_else(|| panic!("{id} is missing in {language}"))
        .to_owned()
}

pub(super) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/csv")
        .join(name)
}

/// Runs the program on a vault.
pub(super) fn run(
    vault: &Path,
    language: &str,
    command: &str,
    stdin: &str,
    passphrase: &str,
) -> Ran {
    ended(begun(vault, language, command, stdin, passphrase))
}

/// What it gave once it has ended.
pub(super) fn ended(child: Child) -> Ran {
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program at work.
pub(super) fn begun(
    vault: &Path,
    language: &str,
    command: &str,
    stdin: &str,
    passphrase: &str,
) -> Child {
    let mut child = Command::new(program())
        .args(command.split(' ').filter(|word| !word.is_empty()))
        .arg("--vault")
        .arg(vault)
        .args(["--passphrase-env", "KARTOTEK_TEST_PASSPHRASE"])
        .env("KARTOTEK_TEST_PASSPHRASE", passphrase)
        .env(
            "LC_ALL",
            if language == "sv" {
                "sv_SE.UTF-8"
            } else {
                "en_GB.UTF-8"
            },
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses before it reads closes the pipe: no matter.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child
}

/// The program: `KARTOTEK_CLI` when the whole workspace was built before, else built once beside the tests.
pub(in crate::cli) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(built) = std::env::var_os("KARTOTEK_CLI") {
            return built.into();
        }
        let test = std::env::current_exe().unwrap();
        let folder = test.parent().and_then(Path::parent).unwrap();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .current_dir(workspace())
            .args(["build", "--quiet", "--package", "kartotek"]);
        cargo.arg("--target-dir").arg(folder.parent().unwrap());
        if folder.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success(), "the program is built");
        folder.join("kartotek")
    })
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn template(language: &'static str) -> &'static Path {
    static SWEDISH: OnceLock<PathBuf> = OnceLock::new();
    static ENGLISH: OnceLock<PathBuf> = OnceLock::new();
    let made = if language == "sv" { &SWEDISH } else { &ENGLISH };
    made.get_or_init(|| {
        let vault = tempfile::tempdir().unwrap().keep().join("kartotek");
        let controller = vault.with_file_name("controller.json");
        fs::write(&controller, controller_json(language)).unwrap();
        let command = format!(
            "init --confirm-policy --controller {}",
            controller.display()
        );
        run(&vault, language, &command, "", PASSPHRASE).ok();
        vault
    })
}

pub(super) fn controller_json(language: &str) -> String {
    serde_json::json!({
        "name": "Lindens Försäljning", "address": "Storgatan 1, 123 45 Orten", "email": "hej@example.se",
        "phone": "070-174 06 99", "sole_trader": true, "language": language
    })
    .to_string()
}

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
