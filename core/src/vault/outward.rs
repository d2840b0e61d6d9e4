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
    "jottacloud",
    "synologydrive",
    "synology drive",
    "cloudstation",
    "seafile",
    "insync",
    "tresorit",
    "kdrive",
    "resilio sync",
    "filen",
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
    "synologydrive-",
    "jottacloud ",
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
    ".seafile-data",
    ".SynologyWorkingDirectory",
    ".sync",
    ".tmp.drivedownload",
    ".tmp.driveupload",
];

/// A folder on the way there has such a mark.
fn marked(path: &Path, there: impl Fn(&Path) -> bool) -> bool {
    path.ancestors()
        .any(|above| MARKS.iter().any(|mark| there(&above.join(mark))))
}

fn on_a_server(path: &Path) -> bool {
    // The desktop shows shares of servers below a folder of this name.
    path.components().any(|part| part.as_os_str() == "gvfs")
        || std::fs::read_to_string("/proc/self/mountinfo")
            .is_ok_and(|table| mounted_from_a_server(&table, path))
}

/// File systems of servers, as the kernel calls them.
const SERVERS: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "coda",
    "ncpfs",
    "ceph",
    "glusterfs",
    "lustre",
];
/// The same behind FUSE, which carries disks and encrypted sticks, too.
const FUSE_SERVERS: &[&str] = &[
    "sshfs",
    "rclone",
    "gvfsd-fuse",
    "davfs",
    "curlftpfs",
    "s3fs",
    "gcsfuse",
    "goofys",
    "glusterfs",
    "ceph",
    "ceph-fuse",
    "google-drive-ocamlfuse",
    "onedriver",
    "seadrive",
    "juicefs",
];

/// By the table of mounts (`mountinfo` of proc(5)): the deepest one that `path` lies on, the last of several.
fn mounted_from_a_server(table: &str, path: &Path) -> bool {
    let deepest = table
        .lines()
        .filter_map(|line| {
            let (place, what) = line.split_once(" - ")?;
            let point = unescaped(place.split(' ').nth(4)?);
            path.starts_with(&point).then_some((point.len(), what))
        })
        .max_by_key(|(depth, _)| *depth);
    let Some((_, what)) = deepest else {
        return false;
    };
    let mut words = what.split(' ');
    let (kind, source) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    match kind.strip_prefix("fuse") {
        Some(program) => {
            FUSE_SERVERS.contains(&program.trim_start_matches('.')) || source.contains("://")
        }
        None => SERVERS.contains(&kind),
    }
}

/// `\040` stands for a space, and so on.
fn unescaped(text: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (code, letter)| {
        text.replace(code, letter)
    })
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

    const MOUNTS: &str = r"22 1 0:21 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/nas rw - cifs //nas/hem rw
31 22 0:41 / /mnt/nas/lokal rw shared:7 - btrfs /dev/sdb1 rw
32 22 0:42 / /mnt/Min\040server rw shared:8 master:1 - fuse.sshfs eva@example.se:/hem rw
33 22 0:43 / /media/eva/USB rw - fuseblk /dev/sdc1 rw
34 22 0:44 / /home/eva/hemligt rw - fuse.gocryptfs /home/eva/.hemligt rw
35 22 0:45 / /mnt/dav rw - fuse https://example.com/dav rw
36 22 0:46 / /mnt/sist rw - ext4 /dev/sdd1 rw
37 22 0:47 / /mnt/sist rw - nfs4 nas:/hem rw
38 22 0:48 / /mnt/moln rw - fuse.rclone moln: rw
";

    #[test]
    fn servers_are_known_by_what_is_mounted() {
        let server = |path: &str| mounted_from_a_server(MOUNTS, Path::new(path));
        for outward in [
            "/mnt/nas/valv",
            "/mnt/nas",
            "/mnt/Min server/valv",
            "/mnt/dav/valv",
            "/mnt/sist/valv",
            "/mnt/moln/a/b",
        ] {
            assert!(server(outward), "{outward}");
        }
        for ours in [
            "/home/eva/valv",
            "/mnt/nas/lokal/valv",
            "/mnt/nasse/valv",
            "/media/eva/USB/valv",
            "/home/eva/hemligt/valv",
        ] {
            assert!(!server(ours), "{ours}");
        }
        assert!(!mounted_from_a_server("nonsense\n - \n", Path::new("/")));
        assert!(on_a_server(Path::new(
            "/run/user/1000/gvfs/smb-share:server=x/valv"
        )));
    }
}
