//! Who can avoid, ensure, force or end what: the coalition against everybody else.
//!
//! A coalition without the developer is asked through its opponents: it can bring about exactly what they cannot keep
//! away, and then the developer's work is played by those who do it. It must not know how waits are found.

use super::{Answered, Context, wait_words};
use crate::board::{Board, Coalition, Options, Pace, Plays, Watch, others};
use crate::report::Wait;
use crate::waits::{Pauses, limit};
use holdpoint_game::{self as game, Arena, Marks, NodeSet, Position, Side, solve};
use holdpoint_policy::condition::Condition;
use holdpoint_policy::inquiry::{Ability, Lasting, Who};
use std::collections::BTreeSet;

const GOAL: u16 = 1;
const UNRELEASED: u16 = 2;

pub(crate) fn can(context: &Context<'_>, who: &Who, ability: &Ability) -> Answered {
    let coalition = match who {
        // All that the developer does not own: what outlasts its efforts, whoever brings it about.
        Who::Nature => opponents(context, &Coalition::developer()),
        Who::Parties(parties) => Coalition::of(&context.policy, parties),
    };
    match ability {
        Ability::EndEveryPause { action, at, within } => {
            let pauses = Pauses::at(*action, *at);
            let limit = within.map(|it| context.setting.rounded_down(it));
            end_every_pause(context, &coalition, &pauses, limit)
        }
        Ability::AvoidPause { action, at } if coalition.developer => {
            avoid_pause(context, &coalition, &Pauses::at(*action, *at))
        }
        _ if coalition.developer => aim(ability).pursue(context, &coalition),
        _ => aim(ability)
            .thwarted()
            .pursue(context, &opponents(context, &coalition))
            .negated(),
    }
}

/// Boards on which a question is put, the cheapest first.
const LADDER: [(Pace, Plays); 5] = [
    (Pace::Behind, Plays::Less),
    (Pace::Ahead, Plays::Least),
    (Pace::Behind, Plays::All),
    (Pace::Ahead, Plays::All),
    (Pace::Each, Plays::All),
];

/// What a side wants of the watched beats of a play.
#[derive(Clone, Debug)]
enum Aim {
    Never(Watch),
    AtLeastOnce(Watch),
    /// From some time on at every beat.
    AtLast(Watch),
    /// Again and again a beat without it.
    NotForEver(Watch),
}

fn aim(ability: &Ability) -> Aim {
    let condition = |it: &Condition| Watch::Condition(it.clone());
    match ability {
        Ability::AvoidPause { action, at } | Ability::EndEveryPause { action, at, .. } => {
            Aim::Never(Watch::Pause {
                action: *action,
                level: *at,
            })
        }
        Ability::Avoid(it) => Aim::Never(condition(it)),
        Ability::Ensure(it)
        | Ability::Force {
            that: it,
            lasting: Lasting::Once,
        } => Aim::AtLeastOnce(condition(it)),
        Ability::Force {
            that: it,
            lasting: Lasting::For(time),
        } => Aim::AtLeastOnce(condition(&Condition::ForAtLeast(Box::new(it.clone()), *time))),
        Ability::Force {
            that: it,
            lasting: Lasting::Ever,
        } => Aim::AtLast(condition(it)),
    }
}

impl Aim {
    /// What the opponents want when they want that the aim is missed.
    fn thwarted(self) -> Aim {
        match self {
            Aim::Never(watch) => Aim::AtLeastOnce(watch),
            Aim::AtLeastOnce(watch) => Aim::Never(watch),
            Aim::AtLast(watch) => Aim::NotForEver(watch),
            Aim::NotForEver(watch) => Aim::AtLast(watch),
        }
    }

    /// Work of unstated length is finished at some time, except where the aim is to keep something away: then it is
    /// longer than anything else in the play.
    fn takes_work_as_finite(&self) -> bool {
        !matches!(self, Aim::Never(_))
    }

    fn watch(&self) -> &Watch {
        match self {
            Aim::Never(it) | Aim::AtLeastOnce(it) | Aim::AtLast(it) | Aim::NotForEver(it) => it,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Aim::Never(_) => "never",
            Aim::AtLeastOnce(_) => "at least once",
            Aim::AtLast(_) => "at last",
            Aim::NotForEver(_) => "not for ever",
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Aim::Never(_) => (
                "playing from the start, it can be kept away for ever",
                "it can be brought about against all effort",
            ),
            Aim::AtLeastOnce(_) => (
                "it can be brought about whatever others do",
                "others can keep it away for ever",
            ),
            Aim::AtLast(_) => (
                "it can be brought about and held for ever",
                "others can break it again and again",
            ),
            Aim::NotForEver(_) => (
                "it can be broken again and again",
                "it can be held for ever against all effort",
            ),
        }
    }

    fn pursue(&self, context: &Context<'_>, coalition: &Coalition) -> Answered {
        let mut used = BTreeSet::new();
        let mut judge = |(pace, plays)| {
            let board = self.board(context, coalition, pace, plays)?;
            used.extend(board.used.iter().copied());
            let key = (self.word(), limit(pace), board.key());
            context.known.verdicts.once(key, || self.is_won(&board))
        };
        // A yes on the board that is no better for us, a no on the board that is no worse; else each piece by itself.
        let decided = LADDER.into_iter().find_map(|rung| match (rung.0, judge(rung)) {
            (Pace::Behind | Pace::Each, Some(true)) => Some(true),
            (Pace::Ahead | Pace::Each, Some(false)) => Some(false),
            _ => None,
        });
        let (yes, no) = self.words();
        let answer = match decided {
            Some(true) => Answered::of(true, yes, "ranking"),
            Some(false) => Answered::of(false, no, "ranking"),
            None => Answered::undecided("the general solver has no room for it"),
        };
        Answered { used, ..answer }
    }

    fn board<'a>(
        &self,
        context: &'a Context<'_>,
        coalition: &Coalition,
        pace: Pace,
        plays: Plays,
    ) -> Option<Board<'a>> {
        let mut options = Options::new(pace, coalition.clone(), context.terms.clone());
        options.keep_to(plays, None);
        options.finite = self.takes_work_as_finite();
        let mut watches = vec![self.watch().clone()];
        watches.extend(options.finite.then_some(Watch::Unreleased));
        Board::new(&context.policy, &context.setting, options, &watches).ok()
    }

    fn is_won(&self, board: &Board<'_>) -> Option<bool> {
        let stops = matches!(self, Aim::AtLeastOnce(_));
        let arena = match stops {
            true => Arena::explore(&UntilGoal { board }, &board.roots(), limit(board.options.pace)),
            false => Arena::explore(board, &board.roots(), limit(board.options.pace)),
        };
        let arena = arena.ok()?;
        let beats = |holds: fn(Marks) -> bool| arena.select(|node| arena.marks(node).is_some_and(holds));
        let all_in = |region: &NodeSet| arena.roots().iter().all(|root| region.contains(*root));
        let none_in = |region: &NodeSet| !arena.roots().iter().any(|root| region.contains(*root));
        Some(match self {
            Aim::Never(_) => {
                let within = arena.select(|node| arena.marks(node).is_none_or(|marks| marks & GOAL == 0));
                all_in(&solve::stay(&arena, Side::Ours, &within).region)
            }
            Aim::AtLeastOnce(_) => all_in(
                &solve::recur(
                    &arena,
                    Side::Ours,
                    &beats(|marks| marks & (GOAL | UNRELEASED) != 0),
                )
                .region,
            ),
            Aim::NotForEver(_) => {
                let broken = beats(|marks| marks & GOAL == 0 || marks & UNRELEASED != 0);
                all_in(&solve::recur(&arena, Side::Ours, &broken).region)
            }
            Aim::AtLast(_) => {
                let broken = beats(|marks| marks & (GOAL | UNRELEASED) == 0);
                none_in(&solve::recur(&arena, Side::Theirs, &broken).region)
            }
        })
    }
}

fn opponents(context: &Context<'_>, coalition: &Coalition) -> Coalition {
    Coalition {
        developer: !coalition.developer,
        nature: !coalition.nature,
        others: others(&context.policy)
            .filter(|it| !coalition.others.contains(it))
            .collect(),
    }
}

fn avoid_pause(context: &Context<'_>, coalition: &Coalition, pauses: &Pauses) -> Answered {
    let found = context.scene().prepared_wait(coalition, pauses);
    let words = wait_words(&context.setting, found.wait);
    let answer = match found.wait {
        Wait::Steps(0) | Wait::None => Answered::of(
            true,
            "playing from the start, it keeps every pause away",
            "closed set",
        ),
        Wait::Between { least: 0, .. } => Answered::undecided(format!("a pause of {words} may be forced")),
        _ => Answered::of(false, format!("others can force a pause: {words}"), "ranking"),
    };
    Answered {
        used: found.used,
        ..answer
    }
}

fn end_every_pause(
    context: &Context<'_>,
    coalition: &Coalition,
    pauses: &Pauses,
    within: Option<u32>,
) -> Answered {
    let found = context.scene().unprepared_wait(coalition, pauses);
    let words = wait_words(&context.setting, found.wait);
    let answer = match (found.wait, within) {
        (Wait::Never, _) => Answered::of(false, "others can hold some pause for ever", "ranking"),
        (Wait::Between { most: None, .. }, None) => Answered::undecided("only bounds were found"),
        (_, None) => Answered::of(
            true,
            format!("whatever others do, it takes at most {words}"),
            "ranking",
        ),
        (Wait::Steps(steps), Some(limit)) => {
            Answered::of(steps <= limit, format!("it takes {words}"), "ranking")
        }
        (Wait::None, Some(_)) => Answered::of(true, "no pause can be reached", "closed set"),
        (Wait::Unknown, Some(_)) => Answered::of(false, format!("it takes {words}"), "ranking"),
        (Wait::Between { most: Some(most), .. }, Some(limit)) if most <= limit => {
            Answered::of(true, format!("it takes {words}"), "ranking")
        }
        (Wait::Between { least, .. }, Some(limit)) if least > limit => {
            Answered::of(false, format!("it takes {words}"), "ranking")
        }
        (Wait::Between { .. }, Some(_)) => Answered::undecided(format!("it takes {words}")),
    };
    Answered {
        used: found.used,
        ..answer
    }
}

/// Stands still once the goal is reached.
struct UntilGoal<'a, 'b> {
    board: &'b Board<'a>,
}

impl game::Board for UntilGoal<'_, '_> {
    fn side(&self, position: Position) -> Side {
        self.board.side(position)
    }

    fn moves(&self, position: Position, into: &mut Vec<Position>) {
        match self.marks(position) {
            Some(marks) if marks & GOAL != 0 => into.push(position),
            _ => self.board.moves(position, into),
        }
    }

    fn marks(&self, position: Position) -> Option<Marks> {
        self.board.marks(position)
    }
}
