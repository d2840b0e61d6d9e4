//! The manual of the command line names everything that it can be asked for.

use super::bed::Bed;

/// First words of the indented lines of help below `title`.
fn below<'h>(help: &'h str, title: &str) -> Vec<&'h str> {
    let lines = help.lines().skip_while(|line| *line != title).skip(1);
    let lines = lines.take_while(|line| line.is_empty() || line.starts_with("  "));
    let words = lines.filter_map(|line| {
        let rest = line.strip_prefix("  ")?;
        (!rest.starts_with("       ")).then(|| rest.split_whitespace().next())?
    });
    words.filter(|word| *word != "help").collect()
}

/// The long options of a command's own, without those of every command.
fn options(help: &str) -> impl Iterator<Item = &str> {
    let words = help.split_whitespace();
    words
        .filter(|word| word.starts_with("--"))
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphabetic()))
        .filter(|word| word.len() > 2 && *word != "--help")
}

#[test]
fn every_command_and_every_option_is_in_the_manual() {
    let manual = include_str!("../../../cli/README.md");
    let bed = Bed::new("en");
    let help = |line: &str| bed.run(&format!("{line} --help")).ok().out;
    let mut seen = 0;
    for command in below(&help(""), "Commands:") {
        let about = help(command);
        let mut lines: Vec<String> = below(&about, "Commands:")
            .into_iter()
            .map(|one| format!("{command} {one}"))
            .collect();
        if lines.is_empty() {
            lines.push(command.to_owned());
        }
        for line in &lines {
            assert!(manual.contains(&format!("`{line}")), "{line}");
            for option in options(&help(line)) {
                assert!(manual.contains(option), "{option} of {line}");
            }
            seen += 1;
        }
    }
    assert!(seen > 25, "the program tells of its commands: {seen}");
}
