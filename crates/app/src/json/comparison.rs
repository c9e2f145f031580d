//! What `compare --format json` prints.

use super::diagnostics::{DiagnosticJson, diagnostics};
use super::difference::{
    ClauseSideJson, MovedJson, SeparationJson, UndecidedJson, moved, separations, side, undecided,
};
use crate::compare::Compared;
use crate::words::wait_short;
use holdpoint_analysis::report::comparison::{
    ActionPair, CheckPair, ClausePair, Comparison, Covered, Figure, Readings, RowPair, RowSide, SameName,
    Treatment,
};
use holdpoint_analysis::report::difference::ThingChange;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ComparedJson {
    /// `null` where nothing could be compared.
    comparison: Option<ComparisonJson>,
    diagnostics: Vec<DiagnosticJson>,
}

/// What has two members speaks of the first encoding, then of the second.
#[derive(Debug, Serialize)]
struct ComparisonJson {
    agree: bool,
    labels: [String; 2],
    agreement: AgreementJson,
    covered: [CoveredJson; 2],
    sections: Vec<SectionJson>,
    sentences: Vec<SentenceJson>,
    clauses: Vec<ClauseJson>,
    things: Vec<ThingJson>,
    actions: Vec<ActionJson>,
    rows: Vec<RowJson>,
    checks: Vec<CheckJson>,
    readings: [ReadingsJson; 2],
    names: Vec<NameJson>,
    only: [Vec<OnlyJson>; 2],
    length_of_step: String,
}

#[derive(Debug, Serialize)]
struct AgreementJson {
    sections: FigureJson,
    sentences: FigureJson,
    clauses: FigureJson,
    things_differ: usize,
    actions: FigureJson,
    rows: FigureJson,
    checks: FigureJson,
}

#[derive(Debug, Serialize)]
struct FigureJson {
    alike: usize,
    in_both: usize,
    only: [usize; 2],
}

#[derive(Debug, Serialize)]
struct CoveredJson {
    sentences: usize,
    sentences_encoded: usize,
    not_encoded: usize,
}

#[derive(Debug, Serialize)]
struct SectionJson {
    citation: String,
    alike: bool,
    treated: [TreatmentJson; 2],
}

#[derive(Debug, Serialize)]
struct SentenceJson {
    texts: [Option<String>; 2],
    alike: bool,
    treated: [TreatmentJson; 2],
}

#[derive(Debug, Serialize)]
struct TreatmentJson {
    /// `encoded`, `declared not encoded`, `not yet read` or `left out`.
    is: &'static str,
    clauses: Vec<String>,
    because: Option<String>,
}

#[derive(Debug, Serialize)]
struct ClauseJson {
    sides: [Option<ClauseSideJson>; 2],
    /// `name`, `hand`, `quotation` or `likeness`; `null` where there is one side.
    aligned_by: Option<&'static str>,
    percent: Option<u8>,
    alike: bool,
    moved: Vec<MovedJson>,
}

#[derive(Debug, Serialize)]
struct ThingJson {
    kind: &'static str,
    name: String,
    moved: Vec<MovedJson>,
}

#[derive(Debug, Serialize)]
struct ActionJson {
    action: String,
    permits: &'static str,
    first_permits: Vec<SeparationJson>,
    second_permits: Vec<SeparationJson>,
    undecided: Vec<UndecidedJson>,
}

#[derive(Debug, Serialize)]
struct RowJson {
    action: String,
    level: Option<String>,
    /// `null`: nothing assumed.
    world: Option<String>,
    alike: bool,
    sides: [Option<RowSideJson>; 2],
}

#[derive(Debug, Serialize)]
struct RowSideJson {
    grades: Vec<&'static str>,
    /// As in a table: `0`, `5`, `4-7`, `ever`, `?`.
    prepared_wait: String,
    unprepared_wait: String,
}

#[derive(Debug, Serialize)]
struct CheckJson {
    ids: [String; 2],
    property: String,
    alike: bool,
    verdicts: [String; 2],
}

#[derive(Debug, Serialize)]
struct ReadingsJson {
    looked_at: usize,
    all: bool,
    /// Combinations under which it permits and grades as the other does.
    same: Vec<SameUnderJson>,
}

#[derive(Debug, Serialize)]
struct SameUnderJson {
    /// `base` is the encoding as it stands.
    reading: String,
    clauses_apart: Vec<String>,
}

#[derive(Debug, Serialize)]
struct NameJson {
    kind: &'static str,
    names: [String; 2],
    by: &'static str,
    percent: Option<u8>,
}

#[derive(Debug, Serialize)]
struct OnlyJson {
    kind: &'static str,
    name: String,
}

impl Compared {
    pub fn json(&self) -> ComparedJson {
        let found = self
            .sides
            .iter()
            .flat_map(|it| diagnostics(&it.files, &it.diagnostics));
        ComparedJson {
            comparison: self.comparison.as_ref().map(|it| self.comparison(it)),
            diagnostics: found.collect(),
        }
    }

    fn comparison(&self, it: &Comparison) -> ComparisonJson {
        let things = it.things.iter().map(thing);
        ComparisonJson {
            agree: it.is_agreed(),
            labels: it.labels.clone(),
            agreement: agreement(it),
            covered: it.covered.map(covered),
            sections: sections(it),
            sentences: sentences(it),
            clauses: it.clauses.iter().map(|it| self.clause(it)).collect(),
            things: things.collect(),
            actions: it.actions.iter().map(action).collect(),
            rows: it.rows.iter().map(row).collect(),
            checks: it.checks.iter().map(check).collect(),
            readings: it.readings.each_ref().map(readings),
            names: it.names.iter().map(name).collect(),
            only: it.only.each_ref().map(|it| only(it)),
            length_of_step: it.step.clone(),
        }
    }

    fn clause(&self, it: &ClausePair) -> ClauseJson {
        let [first, second] = &it.sides;
        ClauseJson {
            sides: [
                first.as_ref().map(|it| side(&self.sides[0].files, it)),
                second.as_ref().map(|it| side(&self.sides[1].files, it)),
            ],
            aligned_by: it.by.map(|it| it.word()),
            percent: it.by.and_then(|it| it.percent()),
            alike: it.is_alike(),
            moved: it.moved.iter().map(moved).collect(),
        }
    }
}

fn agreement(it: &Comparison) -> AgreementJson {
    let it = it.agreement();
    AgreementJson {
        sections: figure(it.sections),
        sentences: figure(it.sentences),
        clauses: figure(it.clauses),
        things_differ: it.things_differ,
        actions: figure(it.actions),
        rows: figure(it.rows),
        checks: figure(it.checks),
    }
}

fn figure(it: Figure) -> FigureJson {
    FigureJson {
        alike: it.alike,
        in_both: it.in_both,
        only: it.only,
    }
}

fn covered(it: Covered) -> CoveredJson {
    CoveredJson {
        sentences: it.sentences,
        sentences_encoded: it.sentences_encoded,
        not_encoded: it.not_encoded,
    }
}

fn sections(it: &Comparison) -> Vec<SectionJson> {
    let sections = it.sections.iter().map(|it| SectionJson {
        citation: it.citation.clone(),
        alike: it.is_alike(),
        treated: it.treated.each_ref().map(treatment),
    });
    sections.collect()
}

fn sentences(it: &Comparison) -> Vec<SentenceJson> {
    let sentences = it.sentences.iter().map(|it| SentenceJson {
        texts: it.texts.clone(),
        alike: it.is_alike(),
        treated: it.treated.each_ref().map(treatment),
    });
    sentences.collect()
}

fn treatment(it: &Treatment) -> TreatmentJson {
    let (clauses, because) = match it {
        Treatment::Encoded(clauses) => (clauses.clone(), None),
        Treatment::NotEncoded(because) => (Vec::new(), Some(because.clone())),
        Treatment::NotYetRead | Treatment::Absent => (Vec::new(), None),
    };
    TreatmentJson {
        is: it.word(),
        clauses,
        because,
    }
}

fn thing(it: &ThingChange) -> ThingJson {
    ThingJson {
        kind: it.kind,
        name: it.name.clone(),
        moved: it.moved.iter().map(moved).collect(),
    }
}

fn action(it: &ActionPair) -> ActionJson {
    ActionJson {
        action: it.action.clone(),
        permits: it.relation.word(),
        first_permits: separations(&it.first_permits),
        second_permits: separations(&it.second_permits),
        undecided: undecided(&it.undecided),
    }
}

fn row(it: &RowPair) -> RowJson {
    RowJson {
        action: it.action.clone(),
        level: it.level.clone(),
        world: it.world.clone(),
        alike: it.is_alike(),
        sides: it.sides.each_ref().map(|it| it.as_ref().map(row_side)),
    }
}

fn row_side(it: &RowSide) -> RowSideJson {
    RowSideJson {
        grades: it.grade.iter().map(|it| it.word()).collect(),
        prepared_wait: wait_short(it.prepared_wait),
        unprepared_wait: wait_short(it.unprepared_wait),
    }
}

fn check(it: &CheckPair) -> CheckJson {
    CheckJson {
        ids: it.ids.clone(),
        property: it.property.clone(),
        alike: it.is_alike(),
        verdicts: it.verdicts.clone(),
    }
}

fn readings(it: &Readings) -> ReadingsJson {
    let same = it.same.iter().map(|it| SameUnderJson {
        reading: it.reading.clone(),
        clauses_apart: it.clauses_apart.clone(),
    });
    ReadingsJson {
        looked_at: it.n_looked_at,
        all: it.all,
        same: same.collect(),
    }
}

fn name(it: &SameName) -> NameJson {
    NameJson {
        kind: it.kind,
        names: it.names.clone(),
        by: it.by.word(),
        percent: it.by.percent(),
    }
}

fn only(it: &[(&'static str, String)]) -> Vec<OnlyJson> {
    let each = it.iter().map(|(kind, name)| OnlyJson {
        kind,
        name: name.clone(),
    });
    each.collect()
}
