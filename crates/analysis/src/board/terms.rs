//! Under which terms a board is made: which clauses count, who plays together, how work of the developer is played.
//!
//! It must not know the question.

use holdpoint_game::Side;
use holdpoint_policy::model::{Clause, ClauseId, LevelId, Modal, PartyId, Policy, SafeguardId};
use std::collections::BTreeSet;

/// Which part of the text counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Terms {
    pub(crate) counting_intends: bool,
    pub(crate) with_amendment: bool,
    pub(crate) with_exceptions: bool,
    pub(crate) with_only: Option<BTreeSet<ClauseId>>,
    pub(crate) without: BTreeSet<ClauseId>,
}

impl Terms {
    pub(crate) fn counts(&self, id: ClauseId, clause: &Clause) -> bool {
        let chosen = self.with_only.as_ref().is_none_or(|only| only.contains(&id));
        let intends = clause.modal != Modal::IntendsTo || self.counting_intends;
        chosen && intends && !self.without.contains(&id)
    }
}

/// Who plays as `Side::Ours`; everybody else is one opponent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Coalition {
    /// With its internal parties.
    pub(crate) developer: bool,
    pub(crate) nature: bool,
    /// Independents and outsiders.
    pub(crate) others: BTreeSet<PartyId>,
}

impl Coalition {
    pub(crate) fn developer() -> Coalition {
        Coalition {
            developer: true,
            nature: false,
            others: BTreeSet::new(),
        }
    }

    pub(crate) fn everyone(policy: &Policy) -> Coalition {
        Coalition {
            developer: true,
            nature: true,
            others: others(policy).collect(),
        }
    }

    /// The named parties; an internal party brings the developer with it.
    pub(crate) fn of(policy: &Policy, parties: &[PartyId]) -> Coalition {
        let is_developers = |it: &&PartyId| policy.parties[it.index()].kind.is_developer_side();
        Coalition {
            developer: parties.iter().any(|it| is_developers(&it)),
            nature: false,
            others: parties.iter().filter(|it| !is_developers(it)).copied().collect(),
        }
    }

    pub(crate) fn side(&self, member: bool) -> Side {
        if member { Side::Ours } else { Side::Theirs }
    }
}

/// Parties that do not move with the developer.
pub(crate) fn others(policy: &Policy) -> impl Iterator<Item = PartyId> + '_ {
    let ids = (0..policy.parties.len()).map(PartyId::from);
    ids.filter(|it| !policy.parties[it.index()].kind.is_developer_side())
}

/// How work that takes time is played.
///
/// A board with every safeguard's own progress is exact and large. Two smaller boards enclose its value: work is begun
/// as soon as it can be and the *opponent* says when it is ready within its times (`Behind`: no better than the best
/// plan of our side), or it may count as ready whenever *our* side likes once the longest time has passed (`Ahead`: no
/// worse than any plan of our side). Where the two agree the value is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pace {
    Behind,
    Ahead,
    /// All sides play together: a group of safeguards may be finished at any time from its soonest on, and stays.
    Together,
    /// Every safeguard's own progress.
    Each,
}

/// How many of its strategies the side keeps to that may not gain on an enclosing board. If a best one is among them the
/// value is the same, on a smaller board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plays {
    All,
    /// The developer runs all evaluations together; the opponent turns no facts, and nature shows signs of the level that
    /// is asked about and of no other.
    Less,
    /// Besides, the developer evaluates only when it is due, and first of all where it is found unprepared; and nature
    /// shows signs as soon as somebody looks, so that the other side plays all but alone.
    Least,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) pace: Pace,
    pub(crate) coalition: Coalition,
    pub(crate) terms: Terms,
    /// Capabilities have hidden moments on the board (for questions that name what is reached).
    pub(crate) hidden_moments: bool,
    /// Work of unstated length is finished at some time (else it may take for ever).
    pub(crate) finite: bool,
    /// Play is split: before the effort anything goes, from the effort on work is begun at once.
    pub(crate) effort: bool,
    /// The lengths of work are not told apart: all of it is finished at some time.
    pub(crate) at_any_time: bool,
    /// Training goes on for ever: the world's end of it is not on the board.
    pub(crate) endless: bool,
    /// What may appear at all may appear from the first growth on: more plays, and no count of growth.
    pub(crate) appears_at_once: bool,
    /// Compute grows exactly when training goes on, also where the question is not about training.
    pub(crate) growth_by_training: bool,
    /// Compute grows in any step that everybody likes, whatever bars training.
    pub(crate) grows_freely: bool,
    /// From the effort on, what the policy names and does not define is given.
    pub(crate) gift: bool,
    /// Nothing is begun before this step.
    pub(crate) delay: u32,
    /// Work that is never begun.
    pub(crate) never_begun: BTreeSet<SafeguardId>,
    /// The developer runs all its evaluations together or none: one of its strategies, and one clock for all.
    pub(crate) together: bool,
    /// Nature shows signs of nothing but this level: one of its strategies.
    pub(crate) only_signs_of: Option<LevelId>,
    /// Nature never shows signs of anything.
    pub(crate) no_signs: bool,
    /// Facts that the opponent decides stay as they begin: one of its strategies.
    pub(crate) opponent_facts_rest: bool,
    /// Nature shows all signs as soon as somebody looks: one of its strategies.
    pub(crate) shows_at_once: bool,
    /// The developer runs evaluations only when they are due.
    pub(crate) only_due_evaluations: bool,
    /// Work that nobody asks for is played too, where each safeguard's own progress is: it keeps hands busy.
    pub(crate) all_work: bool,
    /// Found unprepared late enough for any work to be under way, under a limit on such work.
    pub(crate) found_late: bool,
    /// The effort begins with every evaluation of the developer, so that it does not matter when the last was.
    pub(crate) evaluates_first: bool,
    /// Nobody need run an evaluation, where one that is late bars nothing: more plays, and no clocks.
    pub(crate) any_evaluations: bool,
    /// These clauses are read and not kept.
    pub(crate) unenforced: BTreeSet<ClauseId>,
}

impl Options {
    /// Our side is the developer's, and nature plays against it.
    fn developer_against_nature(&self) -> bool {
        self.coalition.developer && !self.coalition.nature
    }

    fn encloses(&self) -> bool {
        matches!(self.pace, Pace::Behind | Pace::Ahead)
    }

    /// On an enclosing board the side that may not gain plays less: our side orders no evaluation that nobody asks for
    /// (`Behind`), or nature never shows anything in one (`Ahead`). Either way it is as if there were none.
    pub(crate) fn drops_evaluations_nobody_runs(&self) -> bool {
        let opponent_less = self.pace == Pace::Ahead && !self.coalition.developer;
        (self.encloses() && self.developer_against_nature() && !self.begins_in_any_way()) || opponent_less
    }

    /// An opponent that does nothing it need not: our side fares no worse.
    pub(crate) fn has_passive_developer(&self) -> bool {
        self.pace == Pace::Ahead && !self.coalition.developer
    }

    /// Likewise a determination that nature has to allow: our side never asks, or nature never allows it.
    pub(crate) fn drops_what_nature_must_allow(&self) -> bool {
        self.encloses() && self.developer_against_nature() && !self.begins_in_any_way()
    }

    /// Whoever is found unprepared has come there in any way that the rules allow: before its effort it is held to no
    /// strategy.
    pub(crate) fn begins_in_any_way(&self) -> bool {
        self.effort && self.pace == Pace::Behind
    }

    /// Holds the side that may not gain on an enclosing board to some of its strategies; `level` is the one that is asked
    /// about.
    pub(crate) fn keep_to(&mut self, plays: Plays, level: Option<LevelId>) {
        let opponent_less = self.pace == Pace::Ahead;
        // Whose strategies are left out: the developer's on our side, or those of an opponent with nature.
        let may_play_less = self.coalition.developer && !(opponent_less && self.coalition.nature);
        if plays == Plays::All || !may_play_less {
            return;
        }
        self.together = self.pace == Pace::Behind;
        self.only_signs_of = level.filter(|_| opponent_less);
        self.opponent_facts_rest = opponent_less;
        self.shows_at_once = opponent_less && plays == Plays::Least;
        self.only_due_evaluations |= !opponent_less && plays == Plays::Least;
        self.evaluates_first = self.begins_in_any_way() && plays == Plays::Least;
    }

    /// Where the question is not about the action that scales, the opponent (`Behind`) or our side (`Ahead`) may say in
    /// each step whether compute grows, whatever bars training.
    pub(crate) fn may_free_growth(&self) -> bool {
        !self.growth_by_training && self.encloses() && self.developer_against_nature()
    }

    pub(crate) fn new(pace: Pace, coalition: Coalition, terms: Terms) -> Options {
        Options {
            pace,
            coalition,
            terms,
            hidden_moments: false,
            finite: false,
            effort: false,
            at_any_time: false,
            endless: false,
            appears_at_once: false,
            growth_by_training: false,
            grows_freely: false,
            gift: false,
            delay: 0,
            never_begun: BTreeSet::new(),
            together: false,
            only_signs_of: None,
            no_signs: false,
            opponent_facts_rest: false,
            shows_at_once: false,
            only_due_evaluations: false,
            all_work: false,
            found_late: false,
            evaluates_first: false,
            any_evaluations: false,
            unenforced: BTreeSet::new(),
        }
    }
}
