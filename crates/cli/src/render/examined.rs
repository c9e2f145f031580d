//! What the examination of a bundle came to, and what the bundle shows.
//!
//! It must not know how it was examined.

use crate::render::ladder::indented;
use crate::render::style::{BAD, GOOD, NOTABLE, painted};
use crate::terminal::Terminal;
use holdpoint_app::{Examination, Examined, OpenEntry};

pub(crate) fn examined(it: &Examined, terminal: &Terminal) -> String {
    let style = match it.report.answer() {
        Examination::Holds => GOOD,
        Examination::Fails => BAD,
        Examination::NotShown => NOTABLE,
    };
    let answer = it.report.answer().to_string();
    let entries = plural(it.report.size, "entry", "entries");
    let mut text = format!("{}: {entries}\n", painted(&answer, style, terminal.has_colour));
    for run in it.report.runs() {
        let which = match run.first == run.last {
            true => format!("entry {}", run.first),
            false => format!("entries {} to {}", run.first, run.last),
        };
        text.push_str(&format!("  {which}: {}\n", run.answer));
    }
    for fault in &it.report.faults {
        text.push_str(&indented(&format!("fails: {fault}"), 2, terminal.width));
    }
    text.push_str(&checkpoints(it));
    // Entries that are withheld have been told above.
    for hidden in it.report.hidden.iter().filter(|it| it.kind() == "quorum") {
        text.push_str(&indented(&format!("not shown: {hidden}"), 2, terminal.width));
    }
    // Where the kinds of all are shown they are counted, and need no line each.
    let says_more = |entry: &&OpenEntry| it.kinds.is_none() || entry.fields.iter().any(|it| it.0 != KIND);
    for entry in it.open.iter().filter(says_more) {
        text.push_str(&indented(&open(entry), 2, terminal.width));
    }
    if let Some(kinds) = &it.kinds {
        let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        text.push_str(&indented(
            &format!("of these kinds, and no others: {}", kinds.join(", ")),
            2,
            terminal.width,
        ));
    }
    text
}

fn checkpoints(it: &Examined) -> String {
    match it.report.held {
        _ if !it.report.faults.is_empty() => String::new(),
        None => "  no checkpoint that is believed shows that this is the ledger\n".to_owned(),
        Some(held) if held == it.report.size => {
            "  all of them stand under checkpoints that are believed\n".to_owned()
        }
        Some(held) => format!("  the first {held} of them stand under checkpoints that are believed\n"),
    }
}

/// The field that says of what kind an entry is.
const KIND: &str = "predicateType";

fn open(it: &OpenEntry) -> String {
    let fields = it.fields.iter().filter(|it| it.0 != KIND);
    let fields: Vec<String> = fields.map(|(name, value)| format!("{name} {value}")).collect();
    let withheld = plural(it.n_withheld as u64, "field", "fields");
    format!(
        "entry {}, recorded {}: {}; {withheld} withheld",
        it.index,
        it.received,
        fields.join(", ")
    )
}

/// `1 entry`, `2 entries`.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        _ => format!("{n} {many}"),
    }
}
