//! The vault's own settings; nothing about people.

use super::session::Controller;
use super::{ReadTx, WriteTx};
use crate::policy::Language;
use crate::{Code, Result};

/// Light, dark or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    System,
    Light,
    Dark,
}

/// Settings.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub language: Language,
    pub appearance: Appearance,
    pub zone: String,
    pub enrichment: bool,
    /// The recovery code was typed back.
    pub recovery_confirmed: bool,
}

impl Appearance {
    fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Today's settings.
pub fn settings(tx: &ReadTx<'_>) -> Result<Settings> {
    tx.row(
        "SELECT language, appearance, zone, enrichment, recovery_confirmed_at IS NOT NULL FROM vault",
        [],
        |r| {
            Ok(Settings {
                language: match r.get_ref(0)?.as_str()? {
                    "en" => Language::En,
                    _ => Language::Sv,
                },
                appearance: match r.get_ref(1)?.as_str()? {
                    "light" => Appearance::Light,
                    "dark" => Appearance::Dark,
                    _ => Appearance::System,
                },
                zone: r.get(2)?,
                enrichment: r.get(3)?,
                recovery_confirmed: r.get(4)?,
            })
        },
    )
}

/// Whether this is the name of an IANA zone.
#[must_use]
pub fn is_zone(name: &str) -> bool {
    name.parse::<chrono_tz::Tz>().is_ok()
}

/// Changes language, appearance and zone (enrichment has its own command, the recovery code its own act).
pub fn set_settings(tx: &mut WriteTx<'_>, settings: &Settings) -> Result<()> {
    if !is_zone(&settings.zone) {
        return Err(Code::InvalidArgument.into());
    }
    tx.execute(
        "UPDATE vault SET language = ?1, appearance = ?2, zone = ?3",
        (
            settings.language.code(),
            settings.appearance.code(),
            &settings.zone,
        ),
    )?;
    Ok(())
}

/// The controller.
pub fn controller(tx: &ReadTx<'_>) -> Result<Controller> {
    tx.row(
        "SELECT name, address, email, phone, organization_number, sole_trader FROM controller",
        [],
        |r| {
            Ok(Controller {
                name: r.get(0)?,
                address: r.get(1)?,
                email: r.get(2)?,
                phone: r.get(3)?,
                organization_number: r.get(4)?,
                sole_trader: r.get(5)?,
            })
        },
    )
}

/// Changes the controller.
pub fn set_controller(tx: &mut WriteTx<'_>, controller: &Controller) -> Result<()> {
    let c = controller;
    tx.execute(
        "UPDATE controller SET name = ?1, address = ?2, email = ?3, phone = ?4, organization_number = ?5, sole_trader = ?6",
        (&c.name, &c.address, &c.email, &c.phone, &c.organization_number, c.sole_trader),
    )?;
    Ok(())
}
