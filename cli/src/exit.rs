//! Exit codes, after sysexits.h where it has one. `--help` and README.md show the same table.

use kartotek_core::Code;

pub(crate) const DONE: u8 = 0;
/// Ran to its end, and what it found is not in order (`verify`, a proof that is refused or pending).
pub(crate) const NOT_IN_ORDER: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const BAD_INPUT: u8 = 65;
const NO_INPUT: u8 = 66;
const UNAVAILABLE: u8 = 69;
const INTERNAL: u8 = 70;
const CANNOT_CREATE: u8 = 73;
const IO: u8 = 74;
const OPEN_ELSEWHERE: u8 = 75;
pub(crate) const NO_PERMISSION: u8 = 77;
/// As a shell says it of a program that Ctrl+C ended.
pub(crate) const CANCELLED: u8 = 130;

/// The table under `--help`.
pub(crate) const TABLE: &str = "\
Exit codes:
   0  done
   1  done, and the result is not in order: verify found a fault, a forget is not proven, a salvage lost something
   2  wrong use of the command line
  65  the input was refused: a row, a value, a date, a file that is no CSV or JSON
  66  no such file, vault or person
  69  the vault cannot be used as it is: damaged, no vault, written by a newer version, key file missing,
      in a folder that is synchronised
  70  a fault in Kartotek
  73  cannot create or write: it exists already, or the place is read-only
  74  input or output failed: the disk is full, or does not answer
  75  the vault is open elsewhere, or another program holds its file; try again later
  77  wrong passphrase, or none given
 130  stopped with Ctrl+C; all is as it was";

/// The exit code of a refusal.
pub(crate) fn of(code: Code) -> u8 {
    match code {
        Code::OpenElsewhere | Code::FileHeld | Code::FolderHangs => OPEN_ELSEWHERE,
        Code::WrongPassphrase | Code::RecoveryCodeTypo | Code::Locked => NO_PERMISSION,
        Code::NoVault
        | Code::VaultFolderMissing
        | Code::NoSuchPerson
        | Code::NotFound
        | Code::FileGone
        | Code::Forgotten
        | Code::BackupFolderMissing
        | Code::BackupFolderChanged => NO_INPUT,
        Code::VaultExists | Code::FileExists | Code::OtherVault | Code::ReadOnly => CANNOT_CREATE,
        Code::KeyFileMissing
        | Code::DatabaseMissing
        | Code::KeyFileChanged
        | Code::KeyFileDamaged
        | Code::KeyringUnavailable
        | Code::KeyringLocked
        | Code::KeyringNotAdded
        | Code::KeyringItemLeft
        | Code::KeysDoNotFit
        | Code::ForgottenUnknown
        | Code::SyncedFolder
        | Code::NetworkFolder
        | Code::FolderSwapped
        | Code::Damaged
        | Code::Truncated
        | Code::NothingReadable
        | Code::NotEncrypted
        | Code::NotAVault
        | Code::BackupDamaged
        | Code::TooNew => UNAVAILABLE,
        Code::Cancelled => CANCELLED,
        Code::DiskFull | Code::DiskFailed => IO,
        Code::Residue => NOT_IN_ORDER,
        Code::Internal => INTERNAL,
        _ => BAD_INPUT,
    }
}
