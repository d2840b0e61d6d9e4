//! The vault's own settings; nothing about people.

use super::session::Controller;
use super::{ReadTx, WriteTx};
use crate::Result;
use crate::policy::Language;

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

macro_rules! unfinished { ($($(#[$m:meta])* fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => { $($(#[$m])* pub fn $name($($arg: $ty),*) -> Result<$ret> { $(let _ = $arg;)* Err(crate::Code::Internal.into()) })* } }

unfinished! {
    /// Today's settings.
    fn settings(tx: &ReadTx<'_>) -> Settings;
    /// Changes language, appearance and zone (enrichment has its own command).
    fn set_settings(tx: &mut WriteTx<'_>, settings: &Settings) -> ();
    /// The controller.
    fn controller(tx: &ReadTx<'_>) -> Controller;
    /// Changes the controller.
    fn set_controller(tx: &mut WriteTx<'_>, controller: &Controller) -> ();
}
