//! What the tree says, as plain data: one struct a statement, every word with its place in the file.
//!
//! Built from the lossless tree by `lower`. It must not know what a name refers to, whether a date
//! exists, or which statements belong together.

use crate::diagnostic::Span;

/// A value with the place in the file that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// A name as written: `ASL-3`, `rsp-1.0`.
pub type Name = Spanned<String>;
/// A string without its quotes.
pub type Text = Spanned<String>;
/// A date or an instant as written: `2023-09-19`, `2026-01-01T00:00:00Z`.
pub type DateText = Spanned<String>;

/// One file: its statements in order, and the source sentences that they encode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub statements: Vec<Statement>,
    pub quotes: Vec<Quote>,
    /// Headings in order, for coverage by section: level 1 to 6, text.
    pub headings: Vec<Heading>,
}

/// A block quote of the Markdown: the sentence that the next block encodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub span: Span,
    /// The words, without `>` and line breaks folded to one space.
    pub text: String,
    /// Marked `>~`: the author's own words, never matched against a source.
    pub paraphrase: bool,
    /// Index in `Document::statements` of the first statement of the block that follows directly
    /// (before any other quote or heading), if one does and is not empty.
    pub encoded_by: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub span: Span,
    pub level: u8,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// From the first word to the full stop, inclusive.
    pub span: Span,
    pub kind: StatementKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    Use(Text),
    Policy(Policy),
    Source(Source),
    Party(Party),
    Action(Action),
    Capability(Capability),
    Level(Level),
    Safeguard(Safeguard),
    Standard(Standard),
    Evaluation(Evaluation),
    Score(Score),
    Determination(Determination),
    Task(Task),
    Fact(Fact),
    Approval(Approval),
    Clause(Clause),
    Exception(Exception),
    NotEncoded(NotEncoded),
    World(World),
    /// Belongs to the nearest `world` before it in the file.
    Assume(Assume),
    Check(Check),
    Scenario(Scenario),
    Question(Question),
}

/// Name, title and reading of whatever is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub name: Name,
    pub title: Option<Text>,
    pub reading: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub head: Head,
    pub effective: Option<DateText>,
    pub supersedes: Option<Name>,
    pub amended_by: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub location: Text,
    pub sha256: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    Developer,
    Internal,
    Independent,
    Outside,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub head: Head,
    pub kind: PartyKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub head: Head,
    pub scales: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    pub head: Head,
    /// Lowest first; empty when not graded.
    pub grades: Vec<Name>,
    pub may_fall: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    pub head: Head,
    pub above: Option<Name>,
    pub when: Option<Combination>,
    pub undefined: bool,
    pub by: Option<Name>,
}

/// Names joined by `and` or by `or`: the capabilities of a level, the parts of a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Combination {
    One { name: Name, at: Option<Name> },
    All(Vec<Combination>),
    Any(Vec<Combination>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safeguard {
    pub head: Head,
    pub by: Name,
    pub may_fail: bool,
    pub undefined: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    pub head: Head,
    /// `None`: declared `undefined`.
    pub parts: Option<Combination>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    pub head: Head,
    pub of: Name,
    pub at: Option<Name>,
    pub buffer: Option<Factor>,
    pub by: Option<Name>,
    pub may_be_inconclusive: bool,
    /// `indicated when "success rate" is at least 50%`: how a measured quantity decides.
    pub rules: Vec<EvaluationRule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationRule {
    pub span: Span,
    pub answer: RuleAnswer,
    pub quantity: Text,
    pub comparison: Comparison,
    pub bound: Decimal,
    pub percent: bool,
    /// The estimator: `by lower-95`.
    pub by: Option<Name>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleAnswer {
    Indicated,
    RuledOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    AtLeast,
    AtMost,
    Above,
    Below,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    pub head: Head,
    pub grades: Vec<Name>,
    pub by: Name,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    pub head: Head,
    pub of: Option<Name>,
    pub by: Name,
    pub requires: Option<Name>,
    pub only_if_true: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub head: Head,
    pub by: Name,
    pub irreversible: bool,
    pub ends: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub head: Head,
    /// `None`: decided by nature.
    pub decided_by: Option<Name>,
    pub permanent: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    pub head: Head,
    pub by: Name,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub head: Head,
    pub supersedes: Option<Name>,
    pub despite: Vec<Name>,
    pub frame: Frame,
    pub who: Name,
    pub modal: Spanned<Modal>,
    pub what: What,
    pub tails: Vec<Tail>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Before {
        actions: Vec<Name>,
        when: Option<Condition>,
    },
    While {
        actions: Vec<Name>,
        when: Option<Condition>,
    },
    When(Condition),
    AtAllTimes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modal {
    Must,
    MustNot,
    IntendsTo,
    May,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Have(Goal),
    Pause(Name),
    Continue(Name),
    Do(Name),
    Run { evaluation: Name, every: Vec<Every> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Every {
    Compute(Factor),
    Calendar(Duration),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    All(Vec<Goal>),
    Any(Vec<Goal>),
    One {
        name: Name,
        state: GoalState,
        span: Span,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalState {
    InPlace,
    Defined,
    Done,
    Found,
    ApprovedBy(Name),
    RuledOut { at: Option<Name> },
    AtMost(Name),
    AtLeast(Name),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    Within(Duration),
    /// `within unspecified "promptly"`, with the policy's own word.
    WithinUnspecified(Text),
    By(DateText),
    Unless(Condition),
    Until(Condition),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub head: Head,
    pub when: Condition,
    pub who: Name,
    /// `None`: all clauses.
    pub suspends: Option<Vec<Name>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEncoded {
    pub source: Text,
    pub because: Text,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    ForAtLeast(Box<Condition>, Duration),
    Atom(Spanned<Atom>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// `X is [not] PREDICATE`.
    Is {
        name: Name,
        not: bool,
        predicate: Predicate,
    },
    Indicates {
        evaluation: Name,
        subject: Name,
        at: Option<Name>,
    },
    RulesOut {
        evaluation: Name,
        subject: Name,
        at: Option<Name>,
    },
    Holds {
        fact: Name,
        not: bool,
    },
    HasApproved {
        party: Name,
        not: bool,
        approval: Name,
    },
    HasBeenAttempted {
        safeguard: Name,
        not: bool,
    },
    Announced {
        not: bool,
        that: Box<Condition>,
    },
    ComputeAtLeast(Factor),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    InPlace,
    Indicated {
        at: Option<Name>,
    },
    RuledOut {
        at: Option<Name>,
    },
    Reached {
        at: Option<Name>,
    },
    Defined,
    Found,
    Done,
    Breached,
    GoingOn,
    Paused {
        because: Option<Because>,
    },
    /// A score: `cyber-post is at most medium`.
    AtMost(Name),
    AtLeast(Name),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    pub clause: Name,
    pub only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub head: Head,
    pub of_policy: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assume {
    pub assumption: Assumption,
    pub source: Option<Text>,
    pub as_of: Option<DateText>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumption {
    Step(Duration),
    Starts(DateText),
    Doubles {
        action: Name,
        every: Duration,
        ends_at: Option<Factor>,
    },
    Takes(Takes),
    Appears {
        capability: Name,
        not_before: Factor,
        per_doubling: Option<Percent>,
    },
    KeepsBuffer {
        evaluation: Name,
    },
    MayLapse {
        safeguard: Name,
    },
    MayMiss {
        evaluation: Name,
        up_to: Factor,
    },
    StartsAs {
        fact: Name,
        value: bool,
        turns: Option<(Percent, Spanned<Unit>)>,
    },
    AtMostUnderWay(Number),
    MaySlip {
        total: Duration,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takes {
    /// `defining ASL-4 takes …`.
    pub defining: bool,
    pub name: Name,
    pub time: Time,
    pub per_attempt: bool,
    /// All of them come first.
    pub after: Vec<Name>,
    pub costs: Option<Money>,
    pub succeeds: Option<Percent>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// `9 to 14 months`; `3 months` has both ends equal.
    Range { least: Duration, most: Duration },
    /// `lognormal(median 12 months, p90 24 months)`.
    Distribution {
        name: Name,
        parameters: Vec<(Name, Duration)>,
        span: Span,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub head: Head,
    pub said_by: Option<Text>,
    pub property: Spanned<Property>,
    pub expects: Vec<Expect>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    pub span: Span,
    pub answer: Answer,
    pub scopes: Vec<Scope>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    Depends,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    In(Name),
    Under { reading: Text, of: Option<Name> },
    WithAmendment,
    WithOnly(Vec<Name>),
    Without(Vec<Name>),
    CountingIntends,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Property {
    Possible(Condition),
    NeverPossible(Condition),
    Inevitable(Condition),
    Can {
        who: Who,
        ability: Ability,
    },
    PauseLasts {
        action: Name,
        at: Option<Name>,
        at_most: Duration,
    },
    PauseCanEnd {
        action: Name,
        at: Option<Name>,
        while_: Condition,
    },
    NoUpperBound {
        level: Name,
    },
    DependsOn {
        action: Name,
        on: Name,
    },
    Graded {
        action: Name,
        at: Option<Name>,
        grade: Spanned<String>,
    },
    SilentOn {
        action: Name,
        at: Option<Name>,
    },
    LeavesUndefined {
        action: Name,
        at: Option<Name>,
    },
    Implies {
        first: ClauseRef,
        second: ClauseRef,
    },
    AsStrong {
        first: Name,
        second: Name,
        action: Name,
    },
    Probability {
        that: Condition,
        deadline: Option<Deadline>,
        at_most: Percent,
    },
    FindingReported {
        finding: Name,
        not: bool,
        action: Option<Name>,
        at: Option<Name>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deadline {
    Within(Duration),
    By(DateText),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Nature,
    Parties(Vec<Name>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseRef {
    pub clause: Name,
    pub of_policy: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ability {
    AvoidPause {
        action: Name,
        at: Option<Name>,
    },
    Avoid(Condition),
    Ensure(Condition),
    Force {
        that: Condition,
        lasting: Option<Lasting>,
    },
    EndEveryPause {
        action: Name,
        at: Option<Name>,
        within: Option<Duration>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lasting {
    Ever,
    For(Duration),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub name: Text,
    pub steps: Vec<ScenarioStep>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioStep {
    pub span: Span,
    pub kind: StepKind,
    pub condition: Condition,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    Given,
    Then,
    On(DateText),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub head: Head,
    pub on: Name,
    pub parts: Vec<QuestionPart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionPart {
    Outcome {
        outcome: Outcome,
        trigger: Trigger,
        span: Span,
    },
    EvidenceKnownUntil {
        after: Duration,
        span: Span,
    },
    IfSuperseded {
        follow_successor: bool,
        span: Span,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Yes,
    No,
    Void,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    When(Condition),
    By(DateText),
}

/// A decimal number, exact: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub digits: u64,
    pub places: u8,
}

pub type Number = Spanned<Decimal>;
/// `4x`, without the `x`.
pub type Factor = Spanned<Decimal>;
/// `30%`, without the `%`.
pub type Percent = Spanned<Decimal>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    pub span: Span,
    pub amount: Decimal,
    /// `k`, `M` or `B`.
    pub scale: Option<char>,
    pub currency: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
    Step,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    pub span: Span,
    pub amount: Decimal,
    pub unit: Unit,
}
