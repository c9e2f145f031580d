//! What can be changed: a number of an assumption, whether it holds at all, or who decides a thing of the policy.
//!
//! It must not know what a change leads to.

use crate::setting::{Setting, Use};
use crate::words;
use holdpoint_policy::condition::{Atom, Condition, Requirement};
use holdpoint_policy::model::{
    ApprovalId, ClauseId, DeterminationId, FactId, PartyId, PartyKind, Policy, SafeguardId, StandardParts,
    What,
};
use holdpoint_policy::quantity::{Decimal, Duration, Factor, Unit};
use holdpoint_policy::world::{Assumed, Time, Work, World};
use std::collections::BTreeSet;

/// Steps looked ahead where the world does not say when training ends.
pub(super) const FAR: u32 = 60;

/// One thing that can be changed, in one or two directions.
#[derive(Clone, Debug)]
pub(super) struct Dial {
    /// `weight-security takes`.
    pub(super) what: String,
    /// `4 months`.
    pub(super) now: String,
    pub(super) turns: Vec<Turn>,
    of: DialOf,
}

#[derive(Clone, Copy, Debug)]
enum DialOf {
    /// A number of the assumption at this position of the world.
    Assumption(usize, Number),
    Whole(usize, Whole),
    Thing(Thing),
}

#[derive(Clone, Copy, Debug)]
enum Number {
    /// Steps that work takes at most.
    Takes,
    /// Steps of growth before which a capability is not there.
    Appears,
    /// Steps in which compute doubles.
    Doubles,
    /// Steps of growth after which training ends.
    Ends,
    Slip,
    UnderWay,
}

/// What becomes of an assumption as a whole.
#[derive(Clone, Copy, Debug)]
enum Whole {
    Dropped,
    /// The fact starts the other way.
    Reversed,
    /// The fact may turn, the capability may appear.
    Possible,
}

#[derive(Clone, Copy, Debug)]
enum Thing {
    Fact(FactId, Option<PartyId>),
    Approval(ApprovalId, PartyId),
    Determination(DeterminationId, PartyId),
    /// Whether it may fail.
    Safeguard(SafeguardId, bool),
}

/// One direction.
#[derive(Clone, Debug)]
pub(super) enum Turn {
    /// From the present number, over those next to it, to the last that is looked at.
    Number { now: u32, last: u32, words: NumberWords },
    /// There is but one other way.
    Other(String),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum NumberWords {
    Time,
    /// Steps of growth, said as a factor.
    Factor,
    Plain,
}

impl Turn {
    pub(super) fn first(&self) -> u32 {
        match self {
            Turn::Number { now, last, .. } if last > now => now + 1,
            Turn::Number { now, .. } => now - 1,
            Turn::Other(_) => 0,
        }
    }

    pub(super) fn last(&self) -> u32 {
        match self {
            Turn::Number { last, .. } => *last,
            Turn::Other(_) => 0,
        }
    }

    /// In steps, where it is one.
    pub(super) fn distance(&self, value: u32) -> Option<u32> {
        match self {
            Turn::Number {
                words: NumberWords::Plain,
                ..
            }
            | Turn::Other(_) => None,
            Turn::Number { now, .. } => Some(now.abs_diff(value)),
        }
    }
}

/// A dial with one of its directions turned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed {
    of: DialOf,
    value: u32,
}

impl Dial {
    pub(super) fn change(&self, turn: &Turn, value: u32) -> Changed {
        let value = match turn {
            Turn::Number { .. } => value,
            Turn::Other(_) => 0,
        };
        Changed { of: self.of, value }
    }

    /// More of it is never worse for one side and then better again: times, slip, hands; not so how fast compute grows or
    /// when something appears, which move evaluations as well.
    pub(super) fn is_ordered(&self) -> bool {
        use Number::{Slip, Takes, UnderWay};
        matches!(self.of, DialOf::Assumption(_, Takes | Slip | UnderWay))
    }

    pub(super) fn value_words(&self, turn: &Turn, value: u32, setting: &Setting) -> String {
        match turn {
            Turn::Number { words, .. } => words.of(value, setting),
            Turn::Other(words) => words.clone(),
        }
    }

    fn number(
        of: (usize, Number),
        what: String,
        now: u32,
        (least, most): (u32, u32),
        words: NumberWords,
        setting: &Setting,
    ) -> Dial {
        let turn = |last: u32| (last != now).then_some(Turn::Number { now, last, words });
        Dial {
            what,
            now: words.of(now, setting),
            turns: [turn(least.min(now)), turn(most.max(now))]
                .into_iter()
                .flatten()
                .collect(),
            of: DialOf::Assumption(of.0, of.1),
        }
    }

    fn other(of: DialOf, what: String, now: &str, then: &str) -> Dial {
        Dial {
            what,
            now: now.to_owned(),
            turns: vec![Turn::Other(then.to_owned())],
            of,
        }
    }
}

impl NumberWords {
    fn of(self, value: u32, setting: &Setting) -> String {
        match self {
            NumberWords::Time => setting.words(value),
            NumberWords::Factor => setting.growth.words(value),
            NumberWords::Plain => value.to_string(),
        }
    }
}

/// The dials of a world's assumptions on which an answer rests.
pub(super) fn of_world(policy: &Policy, setting: &Setting, world: &World, used: &BTreeSet<Use>) -> Vec<Dial> {
    let makers = world.assumptions.iter().enumerate();
    let each = makers.map(|(index, it)| of_assumption(policy, setting, index, &it.what, used));
    each.flatten().collect()
}

fn of_assumption(
    policy: &Policy,
    setting: &Setting,
    index: usize,
    what: &Assumed,
    used: &BTreeSet<Use>,
) -> Vec<Dial> {
    let end = setting.ends_after.unwrap_or(FAR);
    let number = |number, what: String, now, range, words| {
        vec![Dial::number((index, number), what, now, range, words, setting)]
    };
    let whole =
        |whole, what: String, now, then| vec![Dial::other(DialOf::Whole(index, whole), what, now, then)];
    match what {
        Assumed::Takes {
            work,
            time: Time::Range { most, .. },
            ..
        } if used.contains(&Use::Takes(*work)) => {
            let now = setting.rounded_up(*most);
            let far = now + end.max(now);
            number(
                Number::Takes,
                format!("{} takes", work_name(policy, *work)),
                now,
                (1, far),
                NumberWords::Time,
            )
        }
        Assumed::Appears {
            capability,
            not_before,
            ..
        } if used.contains(&Use::Appears(*capability)) => {
            let name = &policy.capabilities[capability.index()].named.name;
            if !setting.appears(*capability) {
                return whole(Whole::Possible, name.clone(), "never appears", "may appear");
            }
            let now = setting.there_from(*capability);
            let dials = number(
                Number::Appears,
                format!("{name} appears not before"),
                now,
                (1, end.max(now) + 1),
                NumberWords::Factor,
            );
            said(dials, not_before)
        }
        Assumed::Doubles { every, ends_at, .. } if used.contains(&Use::Growth) => {
            let now = setting.rounded_up(*every);
            let mut dials = number(
                Number::Doubles,
                "compute doubles every".to_owned(),
                now,
                (1, now * 4),
                NumberWords::Time,
            );
            if let Some(stated) = ends_at {
                let far = (1, end.saturating_mul(2));
                let ends = "training ends at".to_owned();
                let dial = number(Number::Ends, ends, end, far, NumberWords::Factor);
                dials.extend(said(dial, stated));
            }
            dials
        }
        Assumed::MaySlip(_) if used.contains(&Use::Slip) => number(
            Number::Slip,
            "work may slip by".to_owned(),
            setting.slip,
            (1, setting.slip + end),
            NumberWords::Time,
        ),
        Assumed::AtMostUnderWay(n) if used.contains(&Use::UnderWay) => number(
            Number::UnderWay,
            "under way at once, at most".to_owned(),
            *n,
            (1, (policy.safeguards.len() as u32).max(*n)),
            NumberWords::Plain,
        ),
        Assumed::KeepsBuffer(it) if used.contains(&Use::Buffer(*it)) => {
            let name = policy.evaluations[it.index()].named.name.clone();
            whole(
                Whole::Dropped,
                name,
                "keeps its buffer",
                "need not keep its buffer",
            )
        }
        Assumed::MayLapse(it) if used.contains(&Use::Lapse(*it)) => {
            let name = policy.safeguards[it.index()].named.name.clone();
            whole(Whole::Dropped, name, "may lapse", "does not lapse")
        }
        Assumed::MayMiss { evaluation, .. } if used.contains(&Use::Miss(*evaluation)) => {
            let name = policy.evaluations[evaluation.index()].named.name.clone();
            whole(Whole::Dropped, name, "may miss signs", "misses nothing")
        }
        Assumed::StartsAs { fact, value, turns } if used.contains(&Use::Starts(*fact)) => {
            let name = policy.facts[fact.index()].named.name.clone();
            let (now, then) = if *value {
                ("starts true", "starts false")
            } else {
                ("starts false", "starts true")
            };
            let mut dials = whole(Whole::Reversed, name.clone(), now, then);
            if turns.is_some_and(|(chance, _)| chance.0 == 0) {
                dials.extend(whole(Whole::Possible, name, "never turns", "may turn"));
            }
            dials
        }
        _ => Vec::new(),
    }
}

/// As the world says it, and not as the steps that it comes to.
fn said(mut dials: Vec<Dial>, stated: &Factor) -> Vec<Dial> {
    for dial in &mut dials {
        dial.now = format!("{}x", words::decimal(stated.0));
    }
    dials
}

fn work_name(policy: &Policy, work: Work) -> String {
    match work {
        Work::Safeguard(it) => policy.safeguards[it.index()].named.name.clone(),
        Work::Task(it) => policy.tasks[it.index()].named.name.clone(),
        Work::DefiningLevel(it) => format!("defining {}", policy.levels[it.index()].named.name),
        Work::DefiningStandard(it) => format!("defining {}", policy.standards[it.index()].named.name),
    }
}

/// Who decides each thing that these clauses look at: its developer's side, or somebody else.
pub(super) fn of_owners(policy: &Policy, clauses: &[ClauseId]) -> Vec<Dial> {
    let mut things = Things::default();
    for clause in clauses {
        let clause = &policy.clauses[clause.index()];
        let goal = if let What::Have(goal) = &clause.what {
            Some(goal)
        } else {
            None
        };
        let frame = crate::ladder::frame_condition(&clause.frame);
        let conditions = [frame, clause.unless.as_ref(), clause.until.as_ref(), goal];
        conditions
            .into_iter()
            .flatten()
            .for_each(|it| things.look_at(policy, it));
    }
    let facts = things.facts.iter().filter_map(|it| fact(policy, *it));
    let approvals = things.approvals.iter().filter_map(|it| approval(policy, *it));
    let determinations = things
        .determinations
        .iter()
        .filter_map(|it| determination(policy, *it));
    let safeguards = things.safeguards.iter().map(|it| safeguard(policy, *it));
    facts
        .chain(approvals)
        .chain(determinations)
        .chain(safeguards)
        .collect()
}

/// What clauses look at that somebody decides.
#[derive(Default)]
struct Things {
    facts: BTreeSet<FactId>,
    approvals: BTreeSet<ApprovalId>,
    determinations: BTreeSet<DeterminationId>,
    safeguards: BTreeSet<SafeguardId>,
}

impl Things {
    fn look_at(&mut self, policy: &Policy, condition: &Condition) {
        condition.atoms(&mut |atom| match atom {
            Atom::Holds(it) => drop(self.facts.insert(*it)),
            Atom::Approved { approval, .. } => drop(self.approvals.insert(*approval)),
            Atom::Met(it) => self.requirement(policy, *it),
            _ => {}
        });
    }

    fn requirement(&mut self, policy: &Policy, it: Requirement) {
        match it {
            Requirement::Safeguard(it) => drop(self.safeguards.insert(it)),
            Requirement::Determination(it) => drop(self.determinations.insert(it)),
            Requirement::Task(_) => {}
            Requirement::Standard(it) => {
                if let Some(parts) = &policy.standards[it.index()].parts {
                    self.parts(policy, parts);
                }
            }
        }
    }

    fn parts(&mut self, policy: &Policy, parts: &StandardParts) {
        match parts {
            StandardParts::One(it) => self.requirement(policy, *it),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                parts.iter().for_each(|it| self.parts(policy, it));
            }
        }
    }
}

fn fact(policy: &Policy, id: FactId) -> Option<Dial> {
    let fact = &policy.facts[id.index()];
    let is_developers = fact.decided_by.is_some_and(|it| is_developers(policy, it));
    // All who are not the developer's are one opponent, so nature stands for them.
    let other = if is_developers {
        None
    } else {
        Some(developer(policy)?)
    };
    let word = |by: Option<PartyId>| by.map_or("nature", |it| policy.parties[it.index()].named.name.as_str());
    let what = format!("{} is decided by", fact.named.name);
    let of = DialOf::Thing(Thing::Fact(id, other));
    Some(Dial::other(of, what, word(fact.decided_by), word(other)))
}

fn approval(policy: &Policy, id: ApprovalId) -> Option<Dial> {
    let approval = &policy.approvals[id.index()];
    let other = across(policy, approval.by)?;
    let of = DialOf::Thing(Thing::Approval(id, other));
    Some(handed_over(
        policy,
        of,
        format!("{} is approved by", approval.named.name),
        approval.by,
        other,
    ))
}

fn determination(policy: &Policy, id: DeterminationId) -> Option<Dial> {
    let determination = &policy.determinations[id.index()];
    let other = across(policy, determination.by)?;
    let of = DialOf::Thing(Thing::Determination(id, other));
    let what = format!("{} is found by", determination.named.name);
    Some(handed_over(policy, of, what, determination.by, other))
}

fn safeguard(policy: &Policy, id: SafeguardId) -> Dial {
    let safeguard = &policy.safeguards[id.index()];
    let word = |may_fail: bool| if may_fail { "may fail" } else { "cannot fail" };
    let of = DialOf::Thing(Thing::Safeguard(id, !safeguard.may_fail));
    let (now, then) = (word(safeguard.may_fail), word(!safeguard.may_fail));
    Dial::other(of, safeguard.named.name.clone(), now, then)
}

fn handed_over(policy: &Policy, of: DialOf, what: String, from: PartyId, to: PartyId) -> Dial {
    let name = |it: PartyId| policy.parties[it.index()].named.name.as_str();
    Dial::other(of, what, name(from), name(to))
}

fn is_developers(policy: &Policy, party: PartyId) -> bool {
    policy.parties[party.index()].kind.is_developer_side()
}

fn developer(policy: &Policy) -> Option<PartyId> {
    let found = policy
        .parties
        .iter()
        .position(|it| it.kind == PartyKind::Developer);
    found.map(PartyId::from)
}

/// The developer for what is another's, the first who is not of its side for what is its own.
fn across(policy: &Policy, by: PartyId) -> Option<PartyId> {
    if !is_developers(policy, by) {
        return developer(policy);
    }
    let found = policy.parties.iter().position(|it| !it.kind.is_developer_side());
    found.map(PartyId::from)
}

impl Changed {
    /// A safeguard's time changed by hand.
    pub(super) fn takes(assumption: usize, steps: u32) -> Changed {
        Changed {
            of: DialOf::Assumption(assumption, Number::Takes),
            value: steps,
        }
    }

    pub(super) fn policy(&self, policy: &Policy) -> Policy {
        let mut policy = policy.clone();
        match self.of {
            DialOf::Thing(Thing::Fact(id, by)) => policy.facts[id.index()].decided_by = by,
            DialOf::Thing(Thing::Approval(id, by)) => policy.approvals[id.index()].by = by,
            DialOf::Thing(Thing::Determination(id, by)) => policy.determinations[id.index()].by = by,
            DialOf::Thing(Thing::Safeguard(id, may_fail)) => {
                policy.safeguards[id.index()].may_fail = may_fail
            }
            DialOf::Assumption(..) | DialOf::Whole(..) => {}
        }
        policy
    }

    /// `setting` is that of the world as it is.
    pub(super) fn world(&self, world: &World, setting: &Setting) -> World {
        let mut world = world.clone();
        match self.of {
            DialOf::Assumption(index, number) => {
                self.set(&mut world.assumptions[index].what, number, setting);
            }
            DialOf::Whole(index, Whole::Dropped) => drop(world.assumptions.remove(index)),
            DialOf::Whole(index, whole) => match (&mut world.assumptions[index].what, whole) {
                (Assumed::StartsAs { value, .. }, Whole::Reversed) => *value = !*value,
                (Assumed::StartsAs { turns, .. }, _) => *turns = None,
                (Assumed::Appears { per_doubling, .. }, _) => *per_doubling = None,
                _ => {}
            },
            DialOf::Thing(_) => {}
        }
        world
    }

    fn set(&self, what: &mut Assumed, number: Number, setting: &Setting) {
        let steps = Duration {
            amount: Decimal {
                digits: u64::from(self.value),
                places: 0,
            },
            unit: Unit::Step,
        };
        match (what, number) {
            (Assumed::Takes { time, .. }, Number::Takes) => {
                let least = match time {
                    Time::Range { least, .. } if setting.rounded_up(*least) < self.value => *least,
                    _ => steps,
                };
                *time = Time::Range { least, most: steps };
            }
            (Assumed::Appears { not_before, .. }, Number::Appears) => {
                *not_before = Factor(setting.growth.factor(self.value));
            }
            (Assumed::Doubles { every, .. }, Number::Doubles) => *every = steps,
            (Assumed::Doubles { ends_at, .. }, Number::Ends) => {
                *ends_at = Some(Factor(setting.growth.factor(self.value)));
            }
            (Assumed::MaySlip(total), Number::Slip) => *total = steps,
            (Assumed::AtMostUnderWay(n), Number::UnderWay) => *n = self.value,
            _ => unreachable!("a dial's number is one of its own assumption"),
        }
    }
}
