//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why something did not go.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// `line` split at spaces, run in the project's folder.
pub(crate) fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root());
    command
}

/// Runs to the end with our terminal; an error names the line.
pub(crate) fn go(mut command: Command) -> Outcome {
    let name = format!("{command:?}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// What it wrote, when it ended well.
pub(crate) fn output(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then_some(text)
}

/// Whether a program of that name can be started.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A program that cargo builds once, beside ours: `name@version`.
pub(crate) fn tool(spec: &str) -> Outcome<PathBuf> {
    let root = target().join("tools");
    let name = spec.split('@').next().unwrap_or(spec);
    let tool = root.join("bin").join(name);
    if !tool.exists() {
        let mut install = command(&format!("cargo install --locked --quiet {spec} --root"));
        install.arg(&root);
        go(install)?;
    }
    Ok(tool)
}
