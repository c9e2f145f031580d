//! Where two encodings of one text agree and where they do not: sentence by sentence, clause by clause, in what each
//! permits, in grades and verdicts, and whether one is the other under some reading.
//!
//! Base readings but for that. It must not know files or how a comparison is shown.

mod kinds;
mod passages;
mod readings;
mod said;
mod verdicts;
mod vocabulary;

pub use said::{Misnamed, SaidSame};

use crate::check::{CheckOptions, check};
use crate::difference::{self, Aligned, Pairs};
use crate::ladder;
use crate::report::comparison::{ActionPair, ClausePair, Comparison, Covered, Permits, Readings, SameBy};
use crate::report::difference::{ActionChange, Change, Relation, ThingChange};
use crate::report::{GradeRow, PolicyReport, Report};
use crate::setting::Setting;
use holdpoint_policy::encoding::{Encoding, PolicyEncoding};
use holdpoint_policy::model::{ClauseId, Policy};
use kinds::Kind;
use passages::Quoted;
use readings::Read;
use vocabulary::Vocabulary;

/// One of two encodings: the first policy of its files.
///
/// INVARIANT: there is one, and no two labels are the same.
pub struct Encoded<'a> {
    pub encoding: &'a Encoding,
    /// What it is called in answers.
    pub label: String,
}

/// Compares the first policy of each. `said` are alignments by hand; an error tells all that is wrong with them.
/// `progress` is told how much is done, and of how much.
pub fn compare(
    encoded: [Encoded<'_>; 2],
    said: &[SaidSame],
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<Comparison, Vec<Misnamed>> {
    let coded = encoded.each_ref().map(|it| &it.encoding.policies[0]);
    let by_hand = said::understood(coded.map(|it| &it.base), said)?;
    let [first, second] = coded.map(|it| &it.base);
    let vocabulary = Vocabulary::of(first, second, &by_hand);
    let labels = encoded.each_ref().map(|it| it.label.clone());
    let texts = Texts {
        coded,
        labels,
        vocabulary,
        by_hand,
    };
    let options = CheckOptions::default();
    let reports = encoded
        .each_ref()
        .map(|it| check(it.encoding, &options, progress));
    Ok(texts.compared(reports, progress))
}

struct Texts<'a> {
    coded: [&'a PolicyEncoding; 2],
    labels: [String; 2],
    vocabulary: Vocabulary,
    by_hand: Vec<(Kind, usize, usize)>,
}

impl Texts<'_> {
    fn compared(&self, reports: [Report; 2], progress: &mut (dyn FnMut(usize, usize) + Send)) -> Comparison {
        let [own, its] = self.coded.map(|it| &it.base);
        let (first, second) = (self.first(own), self.second(its));
        let pairs = self.clause_pairs(&first, &second);
        let quoted = self.coded.map(Quoted::of);
        let [one, other] = &reports;
        let policies = [&one.policies[0], &other.policies[0]];
        let rows = verdicts::renamed(&policies[1].grades, its, &second);
        let names = verdicts::Names::of([own, its], &second, &pairs);
        let readings = self.readings(&policies[0].grades, &rows, &pairs);
        Comparison {
            labels: self.labels.clone(),
            covered: policies.map(covered),
            names: self.vocabulary.names(own, its),
            only: [self.vocabulary.only(own, 0), self.vocabulary.only(its, 1)],
            sections: passages::sections(&quoted[0], &quoted[1]),
            sentences: passages::sentences(&quoted[0], &quoted[1], &pairs),
            clauses: clauses(&first, &second, &pairs),
            things: things(&first, &second),
            actions: actions(&first, &second, progress),
            rows: verdicts::rows(&policies[0].grades, &rows),
            checks: verdicts::checks(&one.checks, &other.checks, &names),
            readings,
            step: Setting::nothing_assumed(own).words(1),
        }
    }

    /// A policy of the first under its label.
    fn first(&self, policy: &Policy) -> Policy {
        Policy {
            name: self.labels[0].clone(),
            ..policy.clone()
        }
    }

    /// A policy of the second under its label, in the first's names.
    fn second(&self, policy: &Policy) -> Policy {
        let named = Policy {
            name: self.labels[1].clone(),
            ..policy.clone()
        };
        self.vocabulary.translated(&self.coded[0].base, &named)
    }

    /// By hand, by name, by the sentence that they encode, then by what they say.
    fn clause_pairs(&self, first: &Policy, second: &Policy) -> Vec<Aligned<SameBy>> {
        let [own, its] = self.coded.map(Quoted::of);
        let said = self.by_hand.iter().filter(|it| it.0 == Kind::Clause);
        let mut pairs = Pairs::new(first, second);
        for (_, one, other) in said {
            let name = |policy: &Policy, place: usize| policy.clauses[place].named.name.clone();
            let names = (name(first, *one), name(second, *other));
            pairs.said(SameBy::Hand, |one, other| {
                (&one.named.name, &other.named.name) == (&names.0, &names.1)
            });
        }
        pairs.said(SameBy::Name, |one, other| one.named.name == other.named.name);
        let said_alike = |one: ClauseId, other: ClauseId| difference::likeness((first, one), (second, other));
        // Of several clauses below one sentence, those that say the likest.
        pairs.likest(
            SameBy::Quotation,
            |one, other| own.likeness(one, &its, other),
            said_alike,
        );
        pairs.likest(SameBy::Likeness, said_alike, said_alike);
        pairs.found()
    }

    fn readings(&self, rows: &[GradeRow], others: &[GradeRow], pairs: &[Aligned<SameBy>]) -> [Readings; 2] {
        let first = Read {
            coded: self.coded[0],
            rows,
            said: &|it| self.first(it),
        };
        let second = Read {
            coded: self.coded[1],
            rows: others,
            said: &|it| self.second(it),
        };
        let turned: Vec<Aligned<SameBy>> = pairs.iter().map(Aligned::turned).collect();
        [
            readings::same(&first, &second, pairs),
            readings::same(&second, &first, &turned),
        ]
    }
}

fn covered(report: &PolicyReport) -> Covered {
    Covered {
        sentences: report.coverage.sentences,
        sentences_encoded: report.coverage.sentences_encoded,
        not_encoded: report.coverage.not_encoded.len(),
    }
}

fn clauses(first: &Policy, second: &Policy, pairs: &[Aligned<SameBy>]) -> Vec<ClausePair> {
    let mut all = Vec::new();
    for id in ladder::clause_ids(first) {
        let pair = pairs.iter().find(|it| it.old == id);
        all.push(ClausePair {
            sides: [
                Some(difference::side(first, id)),
                pair.map(|it| difference::side(second, it.new)),
            ],
            by: pair.map(|it| it.by),
            moved: pair.map_or(Vec::new(), |it| difference::moved((first, id), (second, it.new))),
        });
    }
    let left = ladder::clause_ids(second).filter(|it| pairs.iter().all(|pair| pair.new != *it));
    all.extend(left.map(|id| ClausePair {
        sides: [None, Some(difference::side(second, id))],
        by: None,
        moved: Vec::new(),
    }));
    all
}

/// What both name; the rest is told with the names.
fn things(first: &Policy, second: &Policy) -> Vec<ThingChange> {
    let mut things = difference::things(first, second);
    things.retain(|it| !matches!(it.change, Change::Added | Change::Removed));
    things
}

fn actions(
    first: &Policy,
    second: &Policy,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Vec<ActionPair> {
    let changes = difference::actions(first, second, progress).into_iter();
    changes.map(action).collect()
}

fn action(it: ActionChange) -> ActionPair {
    ActionPair {
        action: it.action,
        relation: match it.relation {
            Relation::Equal => Permits::TheSame,
            Relation::Stronger => Permits::FirstMore,
            Relation::Weaker => Permits::SecondMore,
            Relation::Incomparable => Permits::EachMore,
            Relation::Undecided => Permits::Undecided,
            Relation::Removed => Permits::OnlyFirstNames,
            Relation::Added => Permits::OnlySecondNames,
        },
        first_permits: it.newly_barred,
        second_permits: it.no_longer_barred,
        undecided: it.undecided,
    }
}
