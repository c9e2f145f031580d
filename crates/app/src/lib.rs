//! The use cases: check, compare, look over, ask, explain, export, test, format, begin a policy;
//! record evidence, keep a ledger, ask the gate. The one place where the world enters.
//!
//! It must not know terminals or arguments.

mod annotations;
mod ask;
mod check;
mod codes;
mod compare;
mod diff;
mod explain;
pub mod export;
mod files;
mod format;
mod gate;
mod import;
mod json;
mod ledger;
mod loader;
mod markdown;
mod moment;
mod new;
mod outcome;
mod overview;
mod page;
pub mod picture;
mod problem;
mod record;
pub mod report_html;
mod sensitivity;
mod side;
mod sources;
mod stated;
mod test;
pub mod words;

pub use ask::{AskFile, Asked, AskedJson};
pub use check::{CheckFiles, Checked};
pub use codes::ExplainCode;
pub use compare::{CompareFiles, Compared};
pub use diff::{DiffFiles, Diffed};
pub use explain::{ExplainId, Explained, Explanation, ExplanationJson};
pub use files::{Files, Position, SourceFile};
pub use format::{FormatFiles, Formatted, format_text};
pub use gate::{
    ActionRow, AsOf, AskGate, Decided, Decision, DutyRow, GroundJson, HeardRow, KeptGate, LeaseJson, Mode,
    NeedJson, OpeningJson, OverrideGate, Question, ReasonJson, ReplayDecision, Replayed, Standing,
    StatusOfLine,
};
pub use import::{Format as ImportFormat, ImportRecord, Imported};
pub use json::{
    check::CheckedJson, comparison::ComparedJson, difference::DiffedJson, overview::OverviewedJson,
    sensitivity::SensedJson,
};
pub use ledger::{
    AskWitness, Begun, ChangeKeys, CheckpointLedger, Cosign, Cosigned, DrawKey, ExamineBundle, Examined,
    ExportLedger, Exported, HeldKey, InitLedger, InitWitness, KeyChange, ListKeys, Listed, LogLedger,
    OpenEntry, Row, ShowEntry, Shown, Signed, TakeCosignature, Verified, VerifyLedger, View, is_bundle,
    ledger_words,
};
pub use moment::{moment_seconds, moment_words, read_moment};
pub use new::{NewPolicy, TEMPLATE};
pub use outcome::{Outcome, severity_word};
pub use overview::{GradeLine, OverviewFiles, Overviewed, amendment, escape_lines, grade_lines};
pub use problem::Problem;
pub use record::{
    NotPublished, NotRecorded, PublishPolicy, Published, RecordEvents, RecordStatements, Recorded,
    RecordedEntry,
};
pub use sensitivity::{Sensed, SensitivityOfFile};
pub use side::ReadSide;
pub use test::{TestFiles, Tested, TestedScenario};

pub use holdpoint_analysis::report;
pub use holdpoint_ledger::bundle::Answer as Examination;
pub use holdpoint_policy::quantity::Date;
pub use holdpoint_policy::suggest::cure;
pub use holdpoint_policy::{Diagnostic, FileId, Place, Severity, Span};
