//! What is done in a life, and how a line says it.

/// One act, as its line says it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Note(String),
    Add(String),
    Forget(String),
    Import(String),
    Prove,
    Backup,
    Phrase(u64),
    Rotate,
    /// A file about the keeper, of that name, beside the vault.
    Export(String),
    /// That backup, over the vault.
    Restore(String),
    /// The backups, without those who were proven gone since.
    Renew,
}

impl Act {
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Note(text) => format!("note {text}"),
            Self::Add(name) => format!("add {name}"),
            Self::Forget(name) => format!("forget {name}"),
            Self::Import(name) => format!("import {name}"),
            Self::Prove => "prove".into(),
            Self::Backup => "backup".into(),
            Self::Phrase(n) => format!("phrase {n}"),
            Self::Rotate => "rotate".into(),
            Self::Export(file) => format!("export {file}"),
            Self::Restore(file) => format!("restore {file}"),
            Self::Renew => "renew".into(),
        }
    }

    pub(crate) fn read(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        Some(match word {
            "note" => Self::Note(rest.into()),
            "add" => Self::Add(rest.into()),
            "forget" => Self::Forget(rest.into()),
            "import" => Self::Import(rest.into()),
            "prove" => Self::Prove,
            "backup" => Self::Backup,
            "phrase" => Self::Phrase(rest.parse().ok()?),
            "rotate" => Self::Rotate,
            "export" => Self::Export(rest.into()),
            "restore" => Self::Restore(rest.into()),
            "renew" => Self::Renew,
            _ => return None,
        })
    }
}
