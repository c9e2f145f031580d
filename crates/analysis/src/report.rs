//! What a check answers with: grades, findings, verdicts, plays. Plain data for whoever shows it.
//!
//! It must not know terminals, pages or how a verdict was reached.

pub mod comparison;
pub mod difference;
pub mod overview;
pub mod readings;
pub mod sensitivity;

use self::readings::ReadingTable;
use holdpoint_policy::inquiry::{Answer, Strength};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::{Place, Severity};

/// All that is to be said of one set of files.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub policies: Vec<PolicyReport>,
    pub checks: Vec<CheckReport>,
}

#[derive(Clone, Debug)]
pub struct PolicyReport {
    /// The policy's label.
    pub id: String,
    pub title: Option<String>,
    /// One row an action × level × world; the base reading only, `depends_on` names what changes it.
    pub grades: Vec<GradeRow>,
    pub findings: Vec<Finding>,
    pub matrix: Vec<MatrixCell>,
    pub coverage: Coverage,
    /// `None` where every name has one meaning.
    pub readings: Option<ReadingTable>,
}

/// The grade of one action at one level in one world.
#[derive(Clone, Debug)]
pub struct GradeRow {
    pub policy: String,
    pub action: String,
    /// `None` where the policy has no level at all.
    pub level: Option<String>,
    /// `None`: nothing assumed.
    pub world: Option<String>,
    /// The grades that the bounds allow; one when solved exactly.
    pub grade: Vec<Strength>,
    /// The same under each combination of the policy's readings, in their order, the base first.
    pub under_readings: Vec<Vec<Strength>>,
    /// The longest single pause that the developer cannot prevent when it prepares from the start.
    pub prepared_wait: Wait,
    /// The most further paused steps over all reachable pauses, playing well from then on.
    pub unprepared_wait: Wait,
    /// What takes the time, in order; empty where there is no wait.
    pub critical_path: Vec<PathItem>,
    /// Paused steps in all, where the world ends training.
    pub total_paused: Option<Wait>,
    /// Steps until training ends, where the world ends it.
    pub makespan: Option<Wait>,
    /// Smallest worst-case sum of the costs of work started among strategies that reach the prepared wait.
    pub least_cost: Option<Cost>,
    /// Latest step before which nothing need be started for no pause at all; `None` where a pause cannot be avoided.
    pub start_by: Option<StartBy>,
    /// Smallest sets of parties that can end every pause; "nature" is one.
    pub coalitions: Vec<Vec<String>>,
    /// Of some set of parties it could not be said, for want of room: other or smaller sets may be able to as well.
    pub coalitions_are_open: bool,
    /// The smallest edit that would make it `binding`, as a statement of the language.
    pub repair: Option<Repair>,
    /// Clauses at the level that can bar the action.
    pub clauses: Vec<String>,
    /// One sentence in plain language.
    pub sentence: String,
    /// What changes the grade: a reading, counting intends, amendment, an exception.
    pub depends_on: Vec<Dependence>,
    /// Assumptions of the world that the grade used, as written.
    pub assumptions: Vec<String>,
    pub length_of_step: String,
    /// The play that shows it: a pause, and how it ends or does not.
    pub play: Option<Play>,
    /// How the developer prevents or ends the pauses.
    pub strategy: Vec<StrategyRow>,
}

impl GradeRow {
    /// `training@ASL-3`: how a row is asked for.
    pub fn id(&self) -> String {
        row_id(&self.action, self.level.as_deref())
    }
}

pub(crate) fn row_id(action: &str, level: Option<&str>) -> String {
    match level {
        Some(level) => format!("{action}@{level}"),
        None => action.to_owned(),
    }
}

/// How long something lasts, in whole steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    Steps(u32),
    /// Finite, and as long as a duration that nobody stated.
    Unknown,
    Never,
    /// Sound bounds; `most: None` is no upper bound found.
    Between {
        least: u32,
        most: Option<u32>,
    },
    /// No pause is reachable.
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathItem {
    pub name: String,
    /// `None`: not stated.
    pub steps: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    pub cents: u64,
    pub currency: String,
    /// Work whose cost nobody stated and that the sum leaves out.
    pub unpriced: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartBy {
    /// Nothing need be started before this step (0 is the first).
    Step(u32),
    /// Nothing ever need be started.
    Never,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub statement: String,
    pub why: String,
}

/// `with amendment` → `silent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// What is changed: `overly-conservative read "at will"`, `with amendment`, `counting intends`, `in slow`.
    pub on: String,
    /// What the verdict or grade is then.
    pub then: String,
}

#[derive(Clone, Debug)]
pub struct Finding {
    /// `HP1001`.
    pub code: &'static str,
    /// `checklist-gate`.
    pub name: &'static str,
    pub severity: Severity,
    pub message: String,
    pub place: Place,
    pub clauses: Vec<String>,
    pub action: Option<String>,
    pub level: Option<String>,
    pub help: Option<String>,
    pub play: Option<Play>,
}

/// One clause against one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixCell {
    pub clause: String,
    pub action: String,
    /// How the clause bears on the action: `gate`, `duty`, `pause`, `permission`.
    pub bears: &'static str,
    pub trigger: String,
    pub requires: String,
    /// Who decides whether what is required is there.
    pub owner: String,
    pub deadline: String,
    pub escape: String,
}

/// What of the source is encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub sentences: usize,
    pub sentences_encoded: usize,
    pub not_encoded: Vec<(String, String)>,
    pub not_yet_read: Vec<(String, Place)>,
}

/// A `check` statement's verdicts.
#[derive(Clone, Debug)]
pub struct CheckReport {
    pub id: String,
    pub policy: String,
    /// The claim in words.
    pub title: Option<String>,
    pub said_by: Option<String>,
    /// The property as written.
    pub property: String,
    pub place: Place,
    /// The verdict with nothing assumed, base readings, the text as it stands; `Depends` where it differs
    /// between two of: nothing assumed, a world of the policy, a reading.
    pub verdict: Verdict,
    /// With nothing assumed, under each combination of the policy's readings, in their order, the base first.
    pub under_readings: Vec<Verdict>,
    /// One answer for each scope asked, the plain one first.
    pub answers: Vec<ScopedAnswer>,
    pub as_expected: bool,
    /// Assumptions that the verdicts used.
    pub assumptions: Vec<String>,
    pub depends_on: Vec<Dependence>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Yes,
    No,
    Depends,
    /// Not decided, with the reason; never a guess.
    Undecided(String),
}

impl Verdict {
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::No => "no",
            Verdict::Depends => "depends",
            Verdict::Undecided(_) => "undecided",
        }
    }
}

#[derive(Clone, Debug)]
pub struct ScopedAnswer {
    /// `nothing assumed`, `in slow`, `under reading "at will"`.
    pub scope: String,
    pub verdict: Verdict,
    pub expected: Option<Answer>,
    pub as_expected: bool,
    pub assumptions: Vec<String>,
    /// Why, in a sentence with the figures.
    pub because: String,
    /// The play that shows it, when one can.
    pub play: Option<Play>,
    pub strategy: Vec<StrategyRow>,
    /// What kind of certificate stands behind it: `play`, `closed set`, `ranking`, `text`.
    pub certificate: &'static str,
}

/// A dated timeline: in each step only what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    pub title: String,
    pub policy: String,
    /// `nothing assumed` or the world's name.
    pub world: String,
    pub steps: Vec<PlayStep>,
    /// The play repeats from this position of `steps` for ever.
    pub repeats_from: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayStep {
    /// 0 is the first step.
    pub step: u32,
    pub date: Date,
    /// Effective compute at the start of the step relative to the start of the play, for people: `2.83x`.
    pub compute: String,
    pub events: Vec<Event>,
    /// Every action of interest, in the order of the policy.
    pub actions: Vec<ActionState>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub mover: Mover,
    /// `starts weight-security`, `warning-signs indicates ASL-3`.
    pub text: String,
    /// The same as a condition of the language that has become true, where there is one:
    /// scenarios are made of these.
    pub fact: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mover {
    Developer(String),
    Party(String),
    Nature,
    /// Time passes: work is finished, a deadline runs out.
    Time,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionState {
    pub action: String,
    pub state: ActionIs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionIs {
    GoingOn,
    /// Wanted and barred, by these clauses.
    Paused {
        because: Vec<String>,
    },
    /// Ended, or its world's end is reached.
    NotWanted,
}

/// One line of a decision table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrategyRow {
    pub when: String,
    pub then: String,
}
