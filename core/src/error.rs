//! Errors: rich inside, a short closed list of codes outside. No message carries personal data.

use std::io;

use crate::held;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What went wrong, for the doors: each code has a sentence in `locales/` (what happened, what to do next).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
        #[cfg_attr(feature = "doors", derive(specta::Type))]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, so that a test can ask for its sentence.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

codes! {

    /// The vault is locked.
    Locked,
    /// Another process holds the vault (exit code 75).
    OpenElsewhere,
    /// Another program holds a file of the vault: a virus scanner, a backup program.
    FileHeld,
    /// Something at work with the vault does not end: a folder does not answer.
    FolderHangs,
    /// No vault in this folder.
    NoVault,
    /// A vault is there already; nothing is created over it.
    VaultExists,
    /// The slots file is missing beside a database.
    KeyFileMissing,
    /// The database is missing beside a slots file.
    DatabaseMissing,
    /// The slots file was changed outside the program.
    KeyFileChanged,
    /// The slots file cannot be read.
    KeyFileDamaged,
    /// Passphrase or recovery code opens no slot.
    WrongPassphrase,
    /// The recovery code's checksum group does not fit: a typing error.
    RecoveryCodeTypo,
    /// The keyring is not there, or holds no key that fits.
    KeyringUnavailable,
    /// The keyring is locked, its question was dismissed, or it did not answer in time.
    KeyringLocked,
    /// The keyring took no key: it is not there, locked, or did not answer in time.
    KeyringNotAdded,
    /// The keyring opens the vault no more, but its item could not be deleted.
    KeyringItemLeft,
    /// The key is right and the database is not.
    Damaged,
    /// Not one page of the database opens with the key.
    NothingReadable,
    /// The database ends too early: empty, shorter than its header, or cut inside a page. Seen without a key.
    Truncated,
    /// Who was forgotten since a backup cannot be read: the vault that is there does not open with the key, or the list
    /// beside the backup is cut off or was changed.
    ForgottenUnknown,
    /// The key file of a backup opens, but the database has another key.
    KeysDoNotFit,
    /// The folder is copied elsewhere by a program that synchronises.
    SyncedFolder,
    /// The folder lies on another computer.
    NetworkFolder,
    /// The vault's folder was moved or exchanged while the vault was open.
    FolderSwapped,
    /// The folder of a vault that was opened here before is not there: a stick that is not in.
    VaultFolderMissing,
    /// The file is a plain-text database.
    NotEncrypted,
    /// The file is no Kartotek vault.
    NotAVault,
    /// The vault was written by a newer version.
    TooNew,
    /// The folder or file cannot be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// The disk did not read or write what it was asked to.
    DiskFailed,
    /// The passphrase is too weak.
    WeakPassphrase,
    /// The typed-back groups do not match.
    RecoveryMismatch,
    /// A field the policy does not name.
    PolicyField,
    /// Longer than the policy allows.
    PolicyTooLong,
    /// A purpose the policy does not name.
    PolicyPurpose,
    /// A basis the policy does not allow for this person type and purpose.
    PolicyBasis,
    /// The policy document breaks its own rules or the law's (Art. 9).
    InvalidPolicy,
    /// Legitimate interest before its assessment was confirmed.
    AssessmentUnconfirmed,
    /// The same purpose cannot move from withdrawn consent to legitimate interest.
    BasisSwapAfterWithdrawal,
    /// A contact needs a source.
    SourceRequired,
    /// A contact needs a basis.
    BasisRequired,
    /// A contact needs at least one value to be recognised by.
    Nameless,
    /// Not a valid e-mail address.
    InvalidEmail,
    /// Not a valid phone number.
    InvalidPhone,
    /// Not a valid web address.
    InvalidWebsite,
    /// Not a calendar day.
    InvalidDate,
    /// A yes needs the exact words shown.
    WordingRequired,
    /// A channel the policy does not name for this purpose.
    PolicyChannel,
    /// A yes is for one address of the person that fits the channel.
    AddressRequired,
    /// Taking back an earlier no needs evidence of the person's act.
    EvidenceRequired,
    /// The time lies in the future.
    InFuture,
    /// A note needs a text.
    TextRequired,
    /// The text is longer than the vault takes.
    TextTooLong,
    /// A no stands; only the person can lift it.
    NoStands,
    /// Enrichment is switched off for this contact.
    EnrichmentOff,
    /// An address on the suppression list.
    Suppressed,
    /// No such person (any more).
    NoSuchPerson,
    /// No such row.
    NotFound,
    /// Append-only rows are not changed.
    AppendOnly,
    /// The person has been forgotten.
    Forgotten,
    /// People leave the vault through forget only.
    ForgetOnly,
    /// A call is running already.
    CallRunning,
    /// The file cannot be read as CSV.
    UnreadableFile,
    /// The chosen list is no longer where it was.
    FileGone,
    /// A quoted field of the file never ends.
    BrokenQuotes,
    /// A row with stray quotes or more cells than there are columns.
    UnreadableRow,
    /// No column of the file was recognised.
    NoColumns,
    /// The person is in the vault already.
    AlreadyKnown,
    /// The file is larger than the import takes.
    FileTooLarge,
    /// The user stopped it.
    Cancelled,
    /// The proof found something; the certificate is refused.
    Residue,
    /// The file exists already.
    FileExists,
    /// The file is no backup of Kartotek's.
    NotABackup,
    /// The backup was changed or ends early; nothing of it was used.
    BackupDamaged,
    /// The backup is of another vault.
    OtherVault,
    /// The chosen folder for backups is not there: a stick that is not in, a share that is not reached.
    BackupFolderMissing,
    /// A link that leads elsewhere stands where the chosen folder for backups was.
    BackupFolderChanged,
    /// The system took no print.
    NotPrinted,
    /// Nothing to undo any more.
    UndoExpired,
    /// An argument is not in its range.
    InvalidArgument,
    /// A fault of ours.
    Internal,
}

/// The one error type of the core.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A refusal with a reason a person can act on.
    #[error("{0:?}")]
    Refused(Code),
    /// A refusal at a line of a file, counted from 1.
    #[error("{code:?} at line {line}")]
    AtLine { code: Code, line: u32 },
    /// The database said no.
    #[error("database")]
    Sql(#[source] rusqlite::Error),
    /// The read-back found something after forgetting; where (a page, an index), never what.
    #[error("residue: {0}")]
    Residue(String),
    /// The file system said no.
    #[error("file system: {0}")]
    Io(#[from] io::Error),
    /// The disk is full, and what the act takes is known.
    #[error("disk full; about {bytes} bytes are needed")]
    NoRoom { bytes: u64 },
}

/// Result of a core call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The code that the doors show.
    pub fn code(&self) -> Code {
        match self {
            Self::Refused(code) | Self::AtLine { code, .. } => *code,
            Self::Sql(error) => sql_code(error),
            Self::Residue(_) => Code::Residue,
            Self::Io(error) => io_code(error),
            Self::NoRoom { .. } => Code::DiskFull,
        }
    }

    /// About how many bytes have to be free for the act, when the disk was full and that is known.
    pub fn needs(&self) -> Option<u64> {
        match self {
            Self::NoRoom { bytes } => Some(*bytes),
            _ => None,
        }
    }

    /// When the disk was full: says how many bytes the act takes.
    pub(crate) fn needing(self, bytes: u64) -> Self {
        match self.code() {
            Code::DiskFull => Self::NoRoom { bytes },
            _ => self,
        }
    }

    /// The line of the file at fault, if one is.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::AtLine { line, .. } => Some(*line),
            _ => None,
        }
    }
}

impl Error {
    /// The database engine read something that it could not check.
    pub(crate) fn is_torn_page(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(
            self,
            Self::Sql(rusqlite::Error::SqliteFailure(failure, _))
                if matches!(failure.code, DatabaseCorrupt | NotADatabase)
        )
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn io_code(error: &io::Error) -> Code {
    match error.kind() {
        io::ErrorKind::StorageFull => Code::DiskFull,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Code::ReadOnly,
        io::ErrorKind::AlreadyExists => Code::FileExists,
        io::ErrorKind::NotFound => Code::NotFound,
        _ if held::is_held(error) => Code::FileHeld,
        _ if error.raw_os_error().is_some() => Code::DiskFailed,
        _ => Code::Internal,
    }
}

fn sql_code(error: &rusqlite::Error) -> Code {
    use rusqlite::ErrorCode;
    match error {
        rusqlite::Error::QueryReturnedNoRows => Code::NotFound,
        rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::DiskFull => Code::DiskFull,
            // A full disk has no room for the index of the log either, and says so in these words.
            ErrorCode::SystemIoFailure
                if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE =>
            {
                Code::DiskFull
            }
            ErrorCode::SystemIoFailure => Code::DiskFailed,
            // After five seconds; nobody of ours waits so long for the other.
            ErrorCode::DatabaseBusy | ErrorCode::FileLockingProtocolFailed => Code::FileHeld,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen => Code::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Code::Damaged,
            ErrorCode::OperationInterrupted => Code::Cancelled,
            ErrorCode::ConstraintViolation => trigger_code(message.as_deref().unwrap_or_default()),
            _ => Code::Internal,
        },
        _ => Code::Internal,
    }
}

/// The triggers of `schema.sql` raise codes; this is their dictionary.
fn trigger_code(message: &str) -> Code {
    match message {
        "POLICY_FIELD" => Code::PolicyField,
        "POLICY_TOO_LONG" => Code::PolicyTooLong,
        "POLICY_PURPOSE" => Code::PolicyPurpose,
        "POLICY_BASIS" => Code::PolicyBasis,
        "ENRICHMENT_OFF" => Code::EnrichmentOff,
        "NO_SUCH_PERSON" => Code::NoSuchPerson,
        "BASIS_SWAP" => Code::BasisSwapAfterWithdrawal,
        "FORGOTTEN" => Code::Forgotten,
        "FORGET_ONLY" => Code::ForgetOnly,
        "APPEND_ONLY" | "VALUES_ARE_NOT_CHANGED" => Code::AppendOnly,
        _ => Code::Internal,
    }
}
