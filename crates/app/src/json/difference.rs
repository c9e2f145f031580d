//! What `diff --format json` prints.

use super::diagnostics::{DiagnosticJson, diagnostics};
use super::plays::{PlayJson, play};
use crate::diff::Diffed;
use crate::files::Files;
use crate::side::ReadSide;
use holdpoint_analysis::report::difference::{
    ActionChange, Alignment, ClauseChange, ClauseSide, Difference, Edition, Moved, Separation, ThingChange,
};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct DiffedJson {
    /// Nothing differs; `null` where the words have errors.
    equal: Option<bool>,
    old: Option<EditionJson>,
    new: Option<EditionJson>,
    actions: Vec<ActionChangeJson>,
    clauses: Vec<ClauseChangeJson>,
    things: Vec<ThingChangeJson>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Debug, Serialize)]
struct EditionJson {
    id: String,
    title: Option<String>,
    effective: Option<String>,
    readings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ActionChangeJson {
    action: String,
    /// `stronger`, `weaker`, `equal`, `incomparable`, `undecided`, `added` or `removed`.
    new_is: &'static str,
    no_longer_barred: Vec<SeparationJson>,
    newly_barred: Vec<SeparationJson>,
    undecided: Vec<UndecidedJson>,
}

#[derive(Debug, Serialize)]
pub(super) struct SeparationJson {
    clause: String,
    play: PlayJson,
}

#[derive(Debug, Serialize)]
pub(super) struct UndecidedJson {
    clause: String,
    because: String,
}

#[derive(Debug, Serialize)]
struct ClauseChangeJson {
    old: Option<ClauseSideJson>,
    new: Option<ClauseSideJson>,
    /// `name`, `supersedes` or `likeness`.
    aligned_by: Option<&'static str>,
    /// Percent, where they were aligned by it.
    likeness: Option<u8>,
    change: &'static str,
    moved: Vec<MovedJson>,
}

#[derive(Debug, Serialize)]
pub(super) struct ClauseSideJson {
    name: String,
    words: String,
    citation: Option<String>,
    file: String,
    line: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct MovedJson {
    dimension: &'static str,
    from: String,
    to: String,
    /// `stronger`, `weaker`, or `null` where it is neither by itself.
    direction: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct ThingChangeJson {
    kind: &'static str,
    name: String,
    change: &'static str,
    moved: Vec<MovedJson>,
}

impl Diffed {
    pub fn json(&self) -> DiffedJson {
        let found = self.difference.as_ref();
        let of = |side: &ReadSide| diagnostics(&side.files, &side.diagnostics);
        let each = |difference: &Difference| {
            let clauses = difference.clauses.iter().map(|it| self.clause(it));
            clauses.collect()
        };
        DiffedJson {
            equal: found.map(Difference::is_equal),
            old: found.map(|it| edition(&it.old)),
            new: found.map(|it| edition(&it.new)),
            actions: found.map_or(Vec::new(), |it| it.actions.iter().map(action).collect()),
            clauses: found.map_or(Vec::new(), each),
            things: found.map_or(Vec::new(), |it| it.things.iter().map(thing).collect()),
            diagnostics: of(&self.old).into_iter().chain(of(&self.new)).collect(),
        }
    }

    fn clause(&self, it: &ClauseChange) -> ClauseChangeJson {
        let (aligned_by, likeness) = match it.aligned_by {
            None => (None, None),
            Some(Alignment::Name) => (Some("name"), None),
            Some(Alignment::Supersedes) => (Some("supersedes"), None),
            Some(Alignment::Likeness { percent }) => (Some("likeness"), Some(percent)),
        };
        ClauseChangeJson {
            old: it.old.as_ref().map(|it| side(&self.old.files, it)),
            new: it.new.as_ref().map(|it| side(&self.new.files, it)),
            aligned_by,
            likeness,
            change: it.change.word(),
            moved: it.moved.iter().map(moved).collect(),
        }
    }
}

fn edition(it: &Edition) -> EditionJson {
    EditionJson {
        id: it.id.clone(),
        title: it.title.clone(),
        effective: it.effective.map(|it| it.0.date().to_string()),
        readings: it.readings.clone(),
    }
}

fn action(it: &ActionChange) -> ActionChangeJson {
    ActionChangeJson {
        action: it.action.clone(),
        new_is: it.relation.word(),
        no_longer_barred: separations(&it.no_longer_barred),
        newly_barred: separations(&it.newly_barred),
        undecided: undecided(&it.undecided),
    }
}

pub(super) fn separations(found: &[Separation]) -> Vec<SeparationJson> {
    let found = found.iter().map(|it| SeparationJson {
        clause: it.clause.clone(),
        play: play(&it.play),
    });
    found.collect()
}

pub(super) fn undecided(found: &[(String, String)]) -> Vec<UndecidedJson> {
    let found = found.iter().map(|(clause, because)| UndecidedJson {
        clause: clause.clone(),
        because: because.clone(),
    });
    found.collect()
}

pub(super) fn side(files: &Files, it: &ClauseSide) -> ClauseSideJson {
    ClauseSideJson {
        name: it.name.clone(),
        words: it.words.clone(),
        citation: it.citation.clone(),
        file: files.name(it.place).to_owned(),
        line: files.position(it.place).line,
    }
}

pub(super) fn moved(it: &Moved) -> MovedJson {
    MovedJson {
        dimension: it.dimension.word(),
        from: it.from.clone(),
        to: it.to.clone(),
        direction: it.direction.map(|it| it.word()),
    }
}

fn thing(it: &ThingChange) -> ThingChangeJson {
    ThingChangeJson {
        kind: it.kind,
        name: it.name.clone(),
        change: it.change.word(),
        moved: it.moved.iter().map(moved).collect(),
    }
}
