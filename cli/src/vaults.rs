//! `vaults`: the list of vaults that the window knows, without opening any.

use std::path::PathBuf;

use kartotek_core::Code;
use kartotek_core::vault::session::{self, Found};
use kartotek_core::vault::{Clock as _, SystemClock, known};

use crate::console::{Console, Failure};
use crate::exit;

/// The window's folder below the one for settings.
const SETTINGS: &str = "se.kartotek.desktop";

#[derive(clap::Subcommand)]
pub(crate) enum Vaults {
    /// List them, the one opened last first
    List,
    /// Put the vault in a folder on the list
    Add {
        /// The folder of the vault
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// What it is called there
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// Take the vault in a folder from the list; nothing is deleted
    Remove {
        /// The folder of the vault
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

impl Vaults {
    pub(crate) fn run(&self, console: &Console) -> Result<u8, Failure> {
        let file = list_file().ok_or(Code::NotFound)?;
        match self {
            Self::List => {}
            Self::Add { folder, name } => {
                if session::look(folder) == Found::Nothing {
                    return Err(Code::NoVault.into());
                }
                let folder = folder.canonicalize()?;
                known::opened(&file, &folder, SystemClock.now_ms())?;
                if let Some(name) = name {
                    known::name(&file, &folder, name)?;
                }
            }
            Self::Remove { folder } => {
                // One whose folder is gone is removed by the path that the list shows.
                let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
                known::leave_out(&file, &folder)?;
            }
        }
        let list = known::list(&file);
        if console.json {
            console.print_json(&list)?;
            return Ok(exit::DONE);
        }
        for known in list {
            console.print(&format!("{}  {}", known.folder.display(), known.label))?;
        }
        Ok(exit::DONE)
    }
}

/// Where the window keeps its list.
fn list_file() -> Option<PathBuf> {
    let set = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let settings = set.filter(|path| path.is_absolute()).or_else(|| {
        let home = PathBuf::from(std::env::var_os("HOME")?);
        Some(if cfg!(target_os = "macos") {
            home.join("Library/Application Support")
        } else {
            home.join(".config")
        })
    })?;
    Some(settings.join(SETTINGS).join(known::FILE))
}
