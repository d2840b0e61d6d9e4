//! Folders that other computers get to see: those that a program synchronises and those on a server. A vault there would be
//! written by two computers at once, or copied half-written; so it is refused unless its user says otherwise.

use std::path::{Path, PathBuf};

use super::files;
use crate::{Code, Result};

/// The user's word that this vault may lie there.
const ALLOWED: &str = ".kept-in-sync";

/// Refuses a folder that is synchronised or on a server, whether a vault is there already or is to be made. Looking
/// changes nothing.
///
/// # Errors
/// [`Code::SyncedFolder`], [`Code::NetworkFolder`].
pub fn check(dir: &Path) -> Result<()> {
    if dir.join(ALLOWED).exists() {
        return Ok(());
    }
    // Where a link leads to is what counts.
    let real = real(dir);
    if on_a_server(&real) {
        return Err(Code::NetworkFolder.into());
    }
    if named_so(&real) || marked(&real, |path| path.symlink_metadata().is_ok()) {
        return Err(Code::SyncedFolder.into());
    }
    Ok(())
}

/// From now on the vault in `dir`, or the one that is to be made there, may lie there.
pub fn allow(dir: &Path) -> Result<()> {
    files::private_folder(dir)?;
    match files::create_private(&dir.join(ALLOWED)) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// `dir` without links, as far as it exists.
fn real(dir: &Path) -> PathBuf {
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    dir.ancestors()
        .find_map(|above| {
            let real = above.canonicalize().ok()?;
            Some(real.join(dir.strip_prefix(above).ok()?))
        })
        .unwrap_or(dir)
}

/// The folders of known programs, in any case: exactly so, or so and more.
const NAMES: &[&str] = &[
    "dropbox",
    "onedrive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "com~apple~clouddocs",
    "cloudstorage",
    "google drive",
    "googledrive",
    "google drive file stream",
    "my drive",
    "min enhet",
    "nextcloud",
    "owncloud",
    "pcloud drive",
    "pclouddrive",
    "megasync",
    "box sync",
    "proton drive",
    "protondrive",
    "syncthing",
];
const BEGINNINGS: &[&str] = &[
    "dropbox (",
    "dropbox-",
    "onedrive - ",
    "onedrive-",
    "googledrive-",
    "google drive (",
    "nextcloud-",
    "nextcloud (",
    "owncloud-",
    "box-",
    "protondrive-",
];
/// Words that are also other words: in this spelling only.
const EXACT: &[&str] = &["Box", "MEGA", "Sync"];

/// A folder on the way there is called like that of a known program.
fn named_so(path: &Path) -> bool {
    path.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        let small = name.to_lowercase();
        EXACT.contains(&&*name)
            || NAMES.contains(&small.as_str())
            || BEGINNINGS.iter().any(|start| small.starts_with(start))
    })
}

/// What such programs leave at the top of what they synchronise.
const MARKS: &[&str] = &[
    ".stfolder",
    ".stignore",
    ".dropbox.cache",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".megaignore",
    ".tmp.drivedownload",
    ".tmp.driveupload",
];

/// A folder on the way there has such a mark.
fn marked(path: &Path, there: impl Fn(&Path) -> bool) -> bool {
    path.ancestors()
        .any(|above| MARKS.iter().any(|mark| there(&above.join(mark))))
}

/// File systems of servers, by their number in statfs(2).
const SERVERS: &[u64] = &[
    0x6969,      // NFS
    0x517b,      // SMB
    0xff53_4d42, // CIFS
    0xfe53_4d42, // SMB 2
    0x5346_414f, // AFS
    0x7375_7245, // Coda
    0x564c,      // NCP
    0x00c3_6400, // Ceph
];

fn on_a_server(path: &Path) -> bool {
    // The desktop shows shares of servers below a folder of this name.
    path.components().any(|part| part.as_os_str() == "gvfs")
        || path.ancestors().find_map(kind).is_some_and(is_server)
}

fn is_server(kind: u64) -> bool {
    SERVERS.contains(&kind)
}

/// The number of the file system, of a folder that is there.
#[cfg(target_os = "linux")]
fn kind(path: &Path) -> Option<u64> {
    let kind = rustix::fs::statfs(path).ok()?.f_type;
    // Thirty-two bits with or without a sign, as the processor has it.
    u64::try_from(i128::from(kind) & 0xffff_ffff).ok()
}

#[cfg(not(target_os = "linux"))]
fn kind(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_known_programs_are_known_by_name() {
        for synced in [
            "/home/eva/Dropbox/kartotek",
            "/home/eva/dropbox",
            "/Users/eva/Dropbox (Privat)/valv",
            "/Users/eva/Library/CloudStorage/Dropbox-Arbete/valv",
            "/home/eva/OneDrive/valv",
            "/Users/eva/OneDrive - Nordanvind AB/valv",
            "/Users/eva/Library/CloudStorage/OneDrive-Personal/valv",
            "/Users/eva/Library/Mobile Documents/com~apple~CloudDocs/valv",
            "/Users/eva/iCloud Drive/valv",
            "/home/eva/iCloudDrive/valv",
            "/home/eva/Google Drive/valv",
            "/Users/eva/Library/CloudStorage/GoogleDrive-eva@example.se/My Drive/valv",
            "/Volumes/GoogleDrive/Min enhet/valv",
            "/home/eva/Google Drive File Stream/valv",
            "/home/eva/Nextcloud/valv",
            "/home/eva/Nextcloud-arbete/valv",
            "/home/eva/ownCloud/valv",
            "/home/eva/Syncthing/valv",
            "/home/eva/Sync/valv",
            "/home/eva/pCloud Drive/valv",
            "/home/eva/pCloudDrive/valv",
            "/home/eva/MEGA/valv",
            "/home/eva/MEGAsync/valv",
            "/home/eva/Box/valv",
            "/Users/eva/Library/CloudStorage/Box-Box/valv",
            "/home/eva/Box Sync/valv",
            "/home/eva/Proton Drive/valv",
            "/Users/eva/Library/CloudStorage/ProtonDrive-eva@example.se/valv",
        ] {
            assert!(named_so(Path::new(synced)), "{synced}");
        }
        for ours in [
            "/home/eva/.local/share/se.kartotek.desktop/vault",
            "/home/dropboxer/valv",
            "/home/eva/box/valv",
            "/home/eva/mega/valv",
            "/home/eva/sync/valv",
            "/home/eva/Boxar/valv",
            "/home/eva/Dokument/Mina drivor/valv",
            "/media/eva/USB/valv",
        ] {
            assert!(!named_so(Path::new(ours)), "{ours}");
        }
    }

    #[test]
    fn what_programs_leave_at_the_top_gives_them_away() {
        for mark in MARKS {
            let top = Path::new("/home/eva/delat").join(mark);
            let there = |path: &Path| path == top;
            assert!(
                marked(Path::new("/home/eva/delat/a/b/valv"), there),
                "{mark}"
            );
            assert!(marked(Path::new("/home/eva/delat"), there), "{mark}");
            assert!(!marked(Path::new("/home/eva/valv"), there), "{mark}");
        }
        // The settings of a program in the home folder say nothing about the home folder.
        let settings = |path: &Path| path == Path::new("/home/eva/.dropbox");
        assert!(!marked(Path::new("/home/eva/valv"), settings));
    }

    #[test]
    fn servers_are_known_by_the_kind_of_their_file_system() {
        for server in [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42] {
            assert!(is_server(server), "{server:x}");
        }
        for disk in [
            0xef53,      // ext4
            0x9123_683e, // btrfs
            0x5846_5342, // xfs
            0x4d44,      // FAT, as on a stick
            0x2011_bab0, // exFAT
            0x6573_5546, // FUSE: NTFS and encrypted sticks
            0x0102_1994, // tmpfs
        ] {
            assert!(!is_server(disk), "{disk:x}");
        }
        assert!(on_a_server(Path::new(
            "/run/user/1000/gvfs/smb-share:server=x/valv"
        )));
    }
}
