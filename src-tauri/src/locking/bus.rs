//! What the system says over D-Bus: logind that the computer goes to sleep or is shut down, or that the session is locked,
//! `UPower` that the lid is shut, the desktop that its screen saver is on. A delay keeps the computer awake until the vault is
//! closed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kartotek_core::vault::locking::Locking;
use tauri::{AppHandle, Manager as _};
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::names::BusName;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
use zbus::{MatchRule, Message};

use super::Heard;
use crate::desk::Desk;

const LOGIN: &str = "org.freedesktop.login1";
const LOGIN_PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const POWER: &str = "org.freedesktop.UPower";
const POWER_PATH: &str = "/org/freedesktop/UPower";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// Who says on the session bus that the screen is locked (`ActiveChanged`).
const SAVERS: &[&str] = &[
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];
/// How long a bus may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// After that a bus that was not there is looked for again.
const AGAIN: Duration = Duration::from_secs(30);

/// What is listened to at the moment.
#[derive(Clone, Default)]
pub(super) struct Ears {
    sleep: Arc<AtomicBool>,
    session: Arc<AtomicBool>,
    savers: Arc<AtomicBool>,
    lid: Arc<AtomicBool>,
}

impl Ears {
    pub(super) fn heard(&self) -> Heard {
        let savers = || self.savers.load(Ordering::SeqCst) && a_saver_is_there().unwrap_or(false);
        Heard {
            sleep: self.sleep.load(Ordering::SeqCst),
            lid: self.lid.load(Ordering::SeqCst),
            screen: self.session.load(Ordering::SeqCst) || savers(),
        }
    }
}

/// Starts to listen, each on a thread of its own: a bus may hang.
pub(super) fn listen(app: &AppHandle) {
    let ears = app.state::<Desk>().watch().ears.clone();
    for (ear, hear) in [
        (
            ears.sleep,
            hear_sleep as fn(&AppHandle, &AtomicBool) -> zbus::Result<()>,
        ),
        (ears.session, hear_session),
        (ears.savers, hear_savers),
        (ears.lid, hear_lid),
        // It says so or not, by its age: nobody is promised anything.
        (Arc::default(), |app, _| {
            hear_shut(app, (LOGIN, LOGIN_PATH), "LidClosed")
        }),
    ] {
        let app = app.clone();
        std::thread::spawn(move || {
            loop {
                let _ = hear(&app, &ear);
                ear.store(false, Ordering::SeqCst);
                std::thread::sleep(AGAIN);
            }
        });
    }
}

/// Locks when the open vault wants it. One that is just being closed is closed then, and one that is just being opened locked.
fn lock_if(app: &AppHandle, wants: impl Fn(Locking) -> bool) {
    let desk = app.state::<Desk>();
    if !desk.is_open() {
        desk.settle();
    }
    if desk.watch().wants(wants) {
        super::lock(&desk);
    }
}

fn system() -> zbus::Result<Connection> {
    Builder::system()?.method_timeout(PATIENCE).build()
}

fn session() -> zbus::Result<Connection> {
    Builder::session()?.method_timeout(PATIENCE).build()
}

fn hear_sleep(app: &AppHandle, ear: &AtomicBool) -> zbus::Result<()> {
    let bus = system()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(LOGIN)?
        .path(LOGIN_PATH)?
        .interface(MANAGER)?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &bus, None)?;
    let mut delay = Some(inhibit(&bus)?);
    ear.store(true, Ordering::SeqCst);
    for signal in signals {
        let signal = signal?;
        let header = signal.header();
        let Some(member) = header.member() else {
            continue;
        };
        let shutdown = match member.as_str() {
            "PrepareForSleep" => false,
            "PrepareForShutdown" => true,
            _ => continue,
        };
        if says(&signal) {
            lock_if(app, |wanted| shutdown || wanted.on_sleep);
            // Now it may.
            delay = None;
        } else if delay.is_none() {
            delay = Some(inhibit(&bus)?);
        }
    }
    Ok(())
}

/// The computer waits with its sleep or its end until this is dropped (logind: five seconds at most).
fn inhibit(bus: &Connection) -> zbus::Result<OwnedFd> {
    let what = ("sleep:shutdown", "Kartotek", "closing the vault", "delay");
    bus.call_method(Some(LOGIN), LOGIN_PATH, Some(MANAGER), "Inhibit", &what)?
        .body()
        .deserialize()
}

/// A computer that is told to stay awake is left with its lid shut, too: `UPower` says so, where there is a lid.
fn hear_lid(app: &AppHandle, ear: &AtomicBool) -> zbus::Result<()> {
    let there: OwnedValue = system()?
        .call_method(
            Some(POWER),
            POWER_PATH,
            Some(PROPERTIES),
            "Get",
            &(POWER, "LidIsPresent"),
        )?
        .body()
        .deserialize()?;
    ear.store(bool::try_from(there).unwrap_or(false), Ordering::SeqCst);
    hear_shut(app, (POWER, POWER_PATH), "LidIsClosed")
}

/// Locks when `property` of who stands at `path` becomes true.
fn hear_shut(app: &AppHandle, (who, path): (&str, &str), property: &str) -> zbus::Result<()> {
    let bus = system()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(who)?
        .path(path)?
        .interface(PROPERTIES)?
        .member("PropertiesChanged")?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &bus, None)?;
    for signal in signals {
        let signal = signal?;
        let body = signal.body();
        let Ok((_, changed, _)) =
            body.deserialize::<(String, HashMap<String, OwnedValue>, Vec<String>)>()
        else {
            continue;
        };
        let lid = changed.get(property).map(bool::try_from);
        if lid == Some(Ok(true)) {
            lock_if(app, |wanted| wanted.on_sleep);
        }
    }
    Ok(())
}

fn hear_session(app: &AppHandle, ear: &AtomicBool) -> zbus::Result<()> {
    let bus = system()?;
    let own = bus.call_method(
        Some(LOGIN),
        LOGIN_PATH,
        Some(MANAGER),
        "GetSessionByPID",
        &std::process::id(),
    )?;
    let own: OwnedObjectPath = own.body().deserialize()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(LOGIN)?
        .path(own)?
        .interface(SESSION)?
        .member("Lock")?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &bus, None)?;
    ear.store(true, Ordering::SeqCst);
    for signal in signals {
        signal?;
        lock_if(app, |wanted| wanted.on_screen);
    }
    Ok(())
}

fn hear_savers(app: &AppHandle, ear: &AtomicBool) -> zbus::Result<()> {
    let bus = session()?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .member("ActiveChanged")?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &bus, None)?;
    ear.store(true, Ordering::SeqCst);
    for signal in signals {
        let signal = signal?;
        let saver = signal
            .header()
            .interface()
            .is_some_and(|one| SAVERS.contains(&one.as_str()));
        if saver && says(&signal) {
            lock_if(app, |wanted| wanted.on_screen);
        }
    }
    Ok(())
}

/// The yes or no that a signal carries.
fn says(signal: &Message) -> bool {
    signal.body().deserialize().unwrap_or(false)
}

fn a_saver_is_there() -> zbus::Result<bool> {
    let bus = session()?;
    let names = DBusProxy::new(&bus)?;
    for name in SAVERS {
        if names.name_has_owner(BusName::try_from(*name)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}
