//! What a word refers to: unknown, declared twice, ambiguous, unused.

use super::{
    AMBIGUOUS_READING, DUPLICATE_NAME, DUPLICATE_READING, GRADES_DIFFER, READING_NOT_TAKEN, REPEATED_GRADE,
    REPEATED_NAME, TOO_MANY_GRADES, UNKNOWN_FINDING, UNKNOWN_GRADE, UNKNOWN_NAME, UNKNOWN_POLICY,
    UNKNOWN_READING, UNUSED,
};
use crate::resolve::kind::{Kind, Role};
use holdpoint_syntax::{Diagnostic, Place};

/// A word that may have been meant, and what it names.
pub(crate) struct Meant<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    /// Whether it would fit where the unknown word stands.
    pub(crate) fits: bool,
}

pub(crate) fn unknown(place: Place, name: &str, role: &Role, meant: Option<Meant<'_>>) -> Diagnostic {
    let unknown = Diagnostic::error(
        UNKNOWN_NAME,
        place,
        format!("there is no {} `{name}`", role.singular()),
    );
    match meant {
        Some(it) if it.fits => unknown.help(format!("did you mean `{}`?", it.name)).fix(it.name),
        Some(it) => unknown.help(format!(
            "did you mean `{}`? it is {}, and `{}` is for {}",
            it.name,
            it.kind.one(),
            role.word,
            role.plural()
        )),
        None if role.takes_anything() => unknown.help("declare it, or name one that is declared"),
        None => {
            let keyword = role.kinds[0].keyword();
            unknown.help(format!(
                "declare it, `{keyword} {name} …`, or name one that is declared"
            ))
        }
    }
}

/// Added to `unknown` when another policy of the set has the name.
pub(crate) fn elsewhere(unknown: Diagnostic, place: Place, policy: &str) -> Diagnostic {
    unknown.related(
        place,
        format!("the policy `{policy}` has it; each policy has its own names"),
    )
}

/// A clause of another policy, named there.
pub(crate) fn unknown_label_of(place: Place, clause: &str, policy: &str, meant: Option<&str>) -> Diagnostic {
    let unknown = Diagnostic::error(
        UNKNOWN_NAME,
        place,
        format!("`{policy}` has no clause `{clause}`"),
    );
    match meant {
        Some(it) => unknown.help(format!("did you mean `{it}`?")).fix(it),
        None => unknown.help("name a clause of that policy"),
    }
}

pub(crate) fn unknown_policy(place: Place, name: &str, known: &[&str], meant: Option<&str>) -> Diagnostic {
    let unknown = Diagnostic::error(
        UNKNOWN_POLICY,
        place,
        format!("no policy `{name}` is among the files that are read"),
    );
    match meant {
        Some(it) => unknown.help(format!("did you mean `{it}`?")).fix(it),
        None => unknown.help(format!(
            "bring it in with `use \"…\".`; those that are read: {}",
            quoted(known)
        )),
    }
}

pub(crate) fn unknown_reading(place: Place, reading: &str, of: Option<&str>, known: &[&str]) -> Diagnostic {
    let message = match of {
        Some(name) => format!("`{name}` has no reading \"{reading}\""),
        None => format!("nothing here has a reading \"{reading}\""),
    };
    let unknown = Diagnostic::error(UNKNOWN_READING, place, message);
    if known.is_empty() {
        unknown.help("a name has several readings when it is declared again with another `reading \"…\"`")
    } else {
        unknown.help(format!("the readings are {}", strings(known)))
    }
}

pub(crate) fn unknown_grade(
    place: Place,
    grade: &str,
    of: &str,
    grades: &[&str],
    meant: Option<&str>,
) -> Diagnostic {
    let message = format!("`{of}` has no grade `{grade}`");
    let unknown = Diagnostic::error(UNKNOWN_GRADE, place, message);
    match meant {
        Some(it) => unknown.help(format!("did you mean `{it}`?")).fix(it),
        None => unknown.help(format!("its grades are {}", quoted(grades))),
    }
}

pub(crate) fn unknown_finding(place: Place, finding: &str, all: &[&str], meant: Option<&str>) -> Diagnostic {
    let unknown = Diagnostic::error(UNKNOWN_FINDING, place, format!("there is no finding `{finding}`"));
    match meant {
        Some(it) => unknown.help(format!("did you mean `{it}`?")).fix(it),
        None => unknown.help(format!("the findings are {}", quoted(all))),
    }
}

pub(crate) fn duplicate(place: Place, name: &str, kind: Kind, first: Place, first_kind: Kind) -> Diagnostic {
    let found = if kind == first_kind {
        Diagnostic::error(DUPLICATE_NAME, place, format!("`{name}` is declared twice"))
    } else {
        let message = format!(
            "`{name}` is declared as {} and as {}",
            first_kind.one(),
            kind.one()
        );
        Diagnostic::error(DUPLICATE_NAME, place, message)
    };
    let help = if kind == first_kind && kind.takes_readings() {
        "give it another name, or say `reading \"…\"` after it if it has several meanings"
    } else {
        "give it another name"
    };
    found.related(first, "declared here first").help(help)
}

pub(crate) fn duplicate_reading(place: Place, name: &str, reading: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        DUPLICATE_READING,
        place,
        format!("`{name}` has the reading \"{reading}\" twice"),
    )
    .related(first, "declared under this reading here first")
    .help("give each reading a name of its own")
}

pub(crate) fn reading_not_taken(place: Place, name: &str, kind: Kind) -> Diagnostic {
    let message = format!(
        "`{name}` is {}, which has one meaning and takes no `reading`",
        kind.one()
    );
    Diagnostic::error(READING_NOT_TAKEN, place, message)
        .help("leave the reading out; readings are for capabilities, levels, safeguards, standards, evaluations, scores, determinations, tasks, facts, clauses and exceptions")
}

pub(crate) fn ambiguous_reading(place: Place, reading: &str, names: &[&str]) -> Diagnostic {
    Diagnostic::error(
        AMBIGUOUS_READING,
        place,
        format!("several names have a reading \"{reading}\""),
    )
    .help(format!(
        "say which, after the reading: `of {}`",
        names.join("` or `of ")
    ))
}

pub(crate) fn repeated(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        REPEATED_NAME,
        place,
        format!("`{name}` is named twice in one list"),
    )
    .related(first, "named here first")
    .help("leave the second one out")
}

pub(crate) fn repeated_grade(place: Place, grade: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        REPEATED_GRADE,
        place,
        format!("the grade `{grade}` stands twice in one order"),
    )
    .related(first, "it stands here first")
    .help("give each grade a name of its own, lowest first")
}

pub(crate) fn too_many_grades(place: Place, name: &str, n: usize) -> Diagnostic {
    Diagnostic::error(
        TOO_MANY_GRADES,
        place,
        format!("`{name}` has {n} grades, and at most 255 can be told apart"),
    )
    .help("grade it more coarsely")
}

pub(crate) fn grades_differ(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        GRADES_DIFFER,
        place,
        format!("`{name}` is graded differently under this reading"),
    )
    .related(first, "its grades under the first reading")
    .help("give it the same grades under every reading, so that a grade means one thing")
}

pub(crate) fn unused(place: Place, name: &str, kind: Kind) -> Diagnostic {
    Diagnostic::warning(
        UNUSED,
        place,
        format!("`{name}` is declared and nothing refers to it"),
    )
    .help(format!(
        "name it where it matters, or leave the {} out",
        kind.keyword()
    ))
}

/// `` `a`, `b` and `c` ``.
pub(super) fn quoted(words: &[&str]) -> String {
    listed(words, "`")
}

fn strings(words: &[&str]) -> String {
    listed(words, "\"")
}

fn listed(words: &[&str], quote: &str) -> String {
    let words: Vec<String> = words.iter().map(|it| format!("{quote}{it}{quote}")).collect();
    crate::resolve::kind::join(words.iter().map(String::as_str), "and")
}
