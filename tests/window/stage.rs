//! Everything around a window under test: a home, a display, a session bus, a keyring, the driver. All of it goes with the stage.

use std::cell::Cell;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::driver::Driver;
use crate::page::Page;

/// A display, a bus and a home of its own.
pub(crate) struct Stage {
    home: TempDir,
    _display: Group,
    number: String,
    language: &'static str,
    look: Look,
    keyring: Cell<Keyring>,
}

/// The keyring of a session.
#[derive(Clone, Copy, Default)]
pub(crate) enum Keyring {
    #[default]
    Unlocked,
    /// Nobody has typed its password.
    Locked,
    /// Unlocked, and answers nobody.
    Silent,
    None,
}

/// How the system of the stage is set.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look {
    pub(crate) dark: bool,
    /// What a user sees at 200 % zoom.
    pub(crate) double: bool,
}

/// A process and all that it started; killed together.
pub(crate) struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.0.wait();
    }
}

impl Group {
    pub(crate) fn start(command: &mut Command) -> Self {
        let child = command.process_group(0).spawn();
        Self(child.unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    /// What it writes, when that was to be piped.
    pub(crate) fn out(&mut self) -> Option<ChildStdout> {
        self.0.stdout.take()
    }

    pub(crate) fn ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }
}

/// A window that a driver holds.
pub(crate) struct Played {
    pub(crate) driver: Driver,
    _around: Group,
}

impl Drop for Played {
    fn drop(&mut self) {
        self.driver.quit();
    }
}

/// The window to drive, built by xtask.
pub(crate) fn automation() -> String {
    built("KARTOTEK_AUTOMATION")
}

/// The window as people get it.
pub(crate) fn normal() -> String {
    built("KARTOTEK_WINDOW")
}

/// The command line.
pub(crate) fn cli() -> String {
    built("KARTOTEK_CLI")
}

fn built(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `cargo xtask test`, which builds the window")
    })
}

impl Stage {
    pub(crate) fn new(language: &'static str) -> Self {
        Self::looking(language, Look::default())
    }

    /// Light or dark, at the usual size.
    pub(crate) fn lit(language: &'static str, dark: bool) -> Self {
        let double = false;
        Self::looking(language, Look { dark, double })
    }

    pub(crate) fn looking(language: &'static str, look: Look) -> Self {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "3840x2400x24",
            "-nolisten",
            "tcp",
            // Whoever comes when the last one has gone would find a display that starts anew, and be turned away.
            "-noreset",
        ]);
        let mut display = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut number = String::new();
        let out = display.out().expect("the display's number");
        BufReader::new(out)
            .read_line(&mut number)
            .expect("the display's number");
        let home = tempfile::Builder::new()
            .prefix("kartotek-stage-")
            .tempdir()
            .expect("a home");
        for folder in ["data", "config", "cache", "run", "desk"] {
            fs::create_dir(home.path().join(folder)).expect("a folder");
        }
        Self {
            home,
            _display: display,
            number: number.trim().to_owned(),
            language,
            look,
            keyring: Cell::default(),
        }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the vault lies when nothing else is said.
    pub(crate) fn vault(&self) -> PathBuf {
        self.home().join("data/se.kartotek.desktop/vault")
    }

    /// A file on the user's desk.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.home().join("desk").join(name)
    }

    /// The stage's screen, as X names it.
    pub(crate) fn display(&self) -> String {
        format!(":{}", self.number)
    }

    /// What the next file dialog answers; none: it is closed.
    pub(crate) fn choose(&self, file: Option<&Path>) {
        let text = file.map_or(String::new(), |file| file.display().to_string());
        fs::write(self.home().join("answer"), text).expect("the answer");
    }

    /// Slows every work on backups down by so much a step, so that somebody can stop it; 0: no more.
    pub(crate) fn slow(&self, milliseconds: u32) {
        fs::write(self.home().join("slow"), milliseconds.to_string()).expect("a pace");
    }

    /// `program` in this stage's surroundings, without a bus.
    pub(crate) fn command(&self, program: &str) -> Command {
        let home = self.home();
        let language = if self.language == "sv" {
            "sv_SE.UTF-8"
        } else {
            "en_GB.UTF-8"
        };
        let mut command = Command::new(program);
        command
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("KARTOTEK_ANSWER", home.join("answer"))
            // No system bus unless a journey brings its own.
            .env(
                "DBUS_SYSTEM_BUS_ADDRESS",
                format!("unix:path={}", home.join("run/no-bus").display()),
            )
            .env("DISPLAY", self.display())
            .env("LANG", language)
            .env("TZ", "Europe/Stockholm")
            .env("GDK_BACKEND", "x11")
            .env("GDK_SCALE", if self.look.double { "2" } else { "1" })
            .env(
                "GTK_THEME",
                if self.look.dark {
                    "Adwaita:dark"
                } else {
                    "Adwaita"
                },
            )
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env_remove("LC_ALL")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("KARTOTEK_VAULT")
            .env_remove("DBUS_SESSION_BUS_ADDRESS");
        command
    }

    /// `line` behind a session bus, with the keyring as it is set.
    pub(crate) fn session(&self, line: &[&str]) -> Command {
        let keyring = match self.keyring.get() {
            Keyring::Unlocked => "printf secret | keyring --unlock",
            Keyring::Locked => "keyring --start",
            // The bus knows which process it is.
            Keyring::Silent => {
                "printf secret | keyring --unlock
                owner=org.freedesktop.DBus.GetConnectionUnixProcessID
                until process=$(dbus-send --print-reply=literal --dest=org.freedesktop.DBus / $owner string:org.freedesktop.secrets)
                do sleep 0.05; done
                kill -STOP ${process##* }"
            }
            // A bus would start one by itself.
            Keyring::None => {
                let mut command = self.command("env");
                command.args(line);
                return command;
            }
        };
        let script = format!(
            "keyring() {{ gnome-keyring-daemon --components=secrets \"$@\" >/dev/null 2>&1; }}
            {keyring}
            exec \"$@\""
        );
        let mut command = self.command("dbus-run-session");
        command.args(["--", "sh", "-c", &script, "sh"]).args(line);
        command
    }

    /// An unlocked keyring takes the place of the one behind the window that is open.
    pub(crate) fn unlock_keyring(&self) {
        let done = self
            .command("sh")
            .args([
                "-c",
                "printf secret | gnome-keyring-daemon --replace --unlock --components=secrets",
            ])
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus())
            .output()
            .expect("the keyring");
        assert!(done.status.success(), "{done:?}");
    }

    /// The address of the open window's session bus.
    pub(crate) fn bus(&self) -> String {
        let process = self.process(&automation()).expect("a window on this stage");
        let around = fs::read(format!("/proc/{process}/environ")).expect("its surroundings");
        let around = String::from_utf8_lossy(&around).into_owned();
        let address = around
            .split('\0')
            .find_map(|one| one.strip_prefix("DBUS_SESSION_BUS_ADDRESS="));
        address.expect("a session bus").to_owned()
    }

    /// How the keyring of the next window is.
    pub(crate) fn keyring(&self, keyring: Keyring) {
        self.keyring.set(keyring);
    }

    /// Opens the window under the driver. `before` is put in front of the driver: a tracer, an empty network.
    pub(crate) fn open_behind(&self, before: &[&str], binary: &str, arguments: &[&str]) -> Played {
        let port = free_port();
        let port_argument = format!("--port={port}");
        let mut line = before.to_vec();
        line.extend(["WebKitWebDriver", &port_argument]);
        let mut command = self.session(&line);
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.home().join("window.log"));
        let log = log.expect("a log");
        command.stdout(log.try_clone().expect("a log")).stderr(log);
        let around = Group::start(&mut command);
        wait_for("the driver", Duration::from_secs(30), || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        Played {
            driver: Driver::start(port, binary, arguments),
            _around: around,
        }
    }

    /// Opens the window under the driver.
    pub(crate) fn open(&self, arguments: &[&str]) -> Played {
        self.open_behind(&[], &automation(), arguments)
    }

    /// The process of the window of this stage that is this program.
    pub(crate) fn process(&self, binary: &str) -> Option<String> {
        let home = format!("HOME={}", self.home().display());
        fs::read_dir("/proc")
            .expect("/proc")
            .flatten()
            .find_map(|process| {
                let path = process.path();
                let ours =
                    fs::read_link(path.join("exe")).is_ok_and(|exe| exe == Path::new(binary));
                let around = fs::read(path.join("environ")).unwrap_or_default();
                let here = ours
                    && around
                        .split(|byte| *byte == 0)
                        .any(|one| one == home.as_bytes());
                here.then(|| process.file_name().to_string_lossy().into_owned())
            })
    }

    /// What the window wrote for a terminal.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.home().join("window.log")).unwrap_or_default()
    }

    /// A picture of what the window shows, taken from the display.
    pub(crate) fn picture(&self, page: &Page, folder: &Path, name: &str) {
        page.settled();
        fs::create_dir_all(folder).expect("a folder");
        let factor = if self.look.double { 2 } else { 1 };
        let (width, height) = page.driver().now();
        let crop = format!("{}x{}+0+0", width * factor, height * factor);
        let file = folder.join(format!("{name}.png"));
        let mut import = self.command("import");
        import
            .args(["-silent", "-window", "root", "-crop", &crop, "+repage"])
            .arg(&file);
        assert!(
            import.status().is_ok_and(|status| status.success()),
            "a picture of {name}"
        );
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("a port").port()
}

/// Asks again until it is so; a panic names what did not come.
pub(crate) fn wait_for(what: &str, patience: Duration, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + patience;
    while !so() {
        assert!(Instant::now() < end, "{what}: not within {patience:?}");
        std::thread::sleep(Duration::from_millis(40));
    }
}
