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
        .map(|word| word.trim_start_matches('`'))
        .filter(|word| word.starts_with("--"))
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphabetic()))
        .filter(|word| word.len() > 2 && *word != "--help")
}

/// The rows about a command.
fn rows<'m>(manual: &'m str, line: &str) -> impl Iterator<Item = &'m str> {
    let named = format!("`{line}");
    manual
        .lines()
        .filter(move |row| row.starts_with('|') && row.contains(&named))
}

#[test]
fn every_command_and_every_option_is_in_the_manual() {
    let manual = include_str!("../../../cli/README.md");
    let bed = Bed::new("en");
    let help = |line: &str| bed.run(&format!("{line} --help")).ok().out;
    let always: Vec<&str> = options(&manual[..manual.find("## Commands").unwrap()]).collect();
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
            let rows: String = rows(manual, line).collect();
            for option in options(&help(line)).filter(|option| !always.contains(option)) {
                assert!(rows.contains(option), "{option} of {line}");
            }
            seen += 1;
        }
    }
    assert!(seen > 25, "the program tells of its commands: {seen}");
}
