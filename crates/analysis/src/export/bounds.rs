//! Which of the boards that were asked on the way to a wait show its value, and the exports of those.
//!
//! It must not know how a board is written down.

use super::Exporter;
use super::number::Numbering;
use super::plain::{Answer, Bound, ExportedBoard, PlainBoard, Question};
use crate::board::{Board, Pace, Watch};
use crate::report::Wait;
use crate::waits::{self, Asked, Pauses, Question as Asks, Reply, UntilUnpaused};
use holdpoint_game::{Arena, Length};

/// The first board that shows each bound of the wait.
pub(super) fn showing(wait: Wait, asked: &[Asked]) -> Vec<&Asked> {
    let least = best(asked, Pace::Ahead, std::cmp::Reverse);
    let most = best(asked, Pace::Behind, |length| length);
    let last = asked
        .last()
        .into_iter()
        .filter(|it| it.options.pace == Pace::Each);
    let verdict = |pace, ends| first(asked, pace, Reply::Ends(ends));
    match wait {
        Wait::None => Vec::new(),
        _ if last.clone().next().is_some() => last.collect(),
        Wait::Steps(_) | Wait::Between { .. } => least.into_iter().chain(most).collect(),
        // With work of unstated length it is the board on which that is finished that tells.
        Wait::Never => verdict(Pace::Ahead, false).or(least).into_iter().collect(),
        Wait::Unknown => (least.into_iter()).chain(verdict(Pace::Behind, true)).collect(),
    }
}

pub(super) fn question(asks: Asks) -> Question {
    match asks {
        Asks::Prepared => Question::Prepared,
        Asks::Unprepared => Question::Unprepared,
    }
}

fn best<K: Ord>(asked: &[Asked], pace: Pace, key: impl Fn(Length) -> K) -> Option<&Asked> {
    let lengths = asked.iter().filter(|it| it.options.pace == pace);
    let lengths = lengths.filter_map(|it| match it.reply {
        Reply::Length(length) => Some((length, it)),
        Reply::Ends(_) => None,
    });
    lengths.min_by_key(|(length, _)| key(*length)).map(|(_, it)| it)
}

fn first(asked: &[Asked], pace: Pace, reply: Reply) -> Option<&Asked> {
    asked
        .iter()
        .find(|it| it.options.pace == pace && it.reply == reply)
}

impl Exporter<'_, '_> {
    pub(super) fn bound(&mut self, asks: Asks, pauses: &Pauses, shown: &Asked) {
        let question = question(asks);
        let bound = match shown.options.pace {
            Pace::Ahead => Bound::AtLeast,
            Pace::Behind => Bound::AtMost,
            Pace::Together | Pace::Each => Bound::Exactly,
        };
        let answer = match shown.reply {
            Reply::Length(Length::Finite(steps)) => Answer::Steps(steps),
            Reply::Length(Length::Endless) => Answer::Endless,
            Reply::Ends(ends) => Answer::Ends(ends),
        };
        let mut watches = vec![pauses.watch.clone()];
        watches.extend(shown.options.finite.then_some(Watch::Unreleased));
        let board = self.context.scene().board(shown.options.clone(), &watches);
        let plain = board.and_then(|board| self.plain(question, &board));
        let exported = plain.map(|plain| ExportedBoard {
            question,
            bound,
            answer,
            plain,
        });
        self.keep(question, bound, exported);
    }

    fn plain(&self, question: Question, board: &Board<'_>) -> Option<PlainBoard> {
        let most = self.most_positions;
        let before = Arena::explore(board, &board.roots(), most).ok()?;
        let mut numbering = Numbering::new(board);
        numbering.begin(&before);
        if question == Question::Unprepared {
            let pace = board.options.pace;
            let paused = before.nodes().filter(|node| waits::is_paused(&before, *node));
            let found: Vec<_> = paused
                .map(|node| (node, waits::found_from(board, pace, before.position(node))))
                .collect();
            let starts: Vec<_> = found.iter().flat_map(|(_, starts)| starts).copied().collect();
            let after = Arena::explore(&UntilUnpaused { board }, &starts, most).ok()?;
            numbering.found(&after, &found);
        }
        let plain = numbering.plain();
        (plain.len() <= most).then_some(plain)
    }
}
