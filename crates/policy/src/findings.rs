//! The findings that a check may report, by code and by name.
//!
//! It must not know when one is reported.

/// Code and name, in the order in which a report shows them.
pub const FINDINGS: &[(&str, &str)] = &[
    ("HP1001", "checklist-gate"),
    ("HP1002", "shortcut"),
    ("HP1003", "no-upper-bound"),
    ("HP1004", "undefined-level"),
    ("HP1005", "undefined-standard"),
    ("HP1006", "exposure"),
    ("HP1007", "interval-larger-than-buffer"),
    ("HP1008", "duty-without-deadline"),
    ("HP1009", "depends-on-reading"),
    ("HP1010", "self-clearing-pause"),
    ("HP1011", "evaluation-timing-can-be-gamed"),
    ("HP1012", "trigger-without-evaluation"),
    ("HP1013", "double-bind"),
    ("HP1014", "redundant-clause"),
    ("HP1015", "shadowed-clause"),
    ("HP1016", "never-fires"),
    ("HP1017", "pause-nobody-can-end"),
    ("HP1018", "loosening-without-independent-check"),
    ("HP1019", "met-only-by-breaking-an-assumption"),
    ("HP1020", "silent-action"),
    ("HP1021", "sentence-not-encoded"),
    ("HP1022", "quotation-not-in-source"),
];

/// The code of a finding, `HP1001` for `checklist-gate`.
pub fn code(name: &str) -> Option<&'static str> {
    FINDINGS.iter().find(|(_, it)| *it == name).map(|(code, _)| *code)
}
