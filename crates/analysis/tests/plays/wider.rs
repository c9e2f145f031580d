//! Drawn policies with clauses of every other kind beside their gates: pauses and their ends, duties while an action
//! goes on and duties with a deadline, permissions, scores.
//!
//! It must not know what they mean; what is not drawn, and why, `main` says.

use crate::dice::Dice;
use crate::draw;

/// The document of a seed, with up to four clauses more than `draw` gives it.
pub(crate) fn policy(seed: u64) -> String {
    let text = draw::policy(seed);
    let (before, world) = text.split_once("world w").expect("it has a world");
    let mut wider = Wider {
        text: before.to_owned(),
        dice: Dice::new(seed ^ 0x5eed),
    };
    wider.declare();
    for index in 0..=wider.dice.below(4) {
        let sentence = wider.sentence();
        wider.text.push_str(&format!("clause m{index}: {sentence}.\n"));
    }
    format!("{}world w{world}", wider.text)
}

struct Wider {
    text: String,
    dice: Dice,
}

impl Wider {
    fn declare(&mut self) {
        self.text
            .push_str("task report, by Lab, irreversible.\nfact rumour, decided by Watch.\n");
        if self.dice.below(3) == 0 {
            self.text
                .push_str("score harm, graded low < middle < high, by e1.\n");
        }
    }

    fn sentence(&mut self) -> String {
        let (action, when) = (self.action(), self.condition());
        let (goal, deadline) = (self.goal(), self.deadline());
        let tail = self.tail();
        match self.dice.below(13) {
            0 => format!("when {when}, Lab must pause {action}{deadline}{tail}"),
            1 => format!("when {when}, Lab must not continue {action}{deadline}{tail}"),
            2 => format!("while {action} when {when}, Lab must have {goal}{deadline}{tail}"),
            3 => format!("when {when}, Lab must do report{deadline}{tail}"),
            4 => format!("when {when}, Lab must have {goal}{deadline}{tail}"),
            5 => format!("at all times, Lab must have {goal}{deadline}{tail}"),
            6 => format!("at all times, Lab must do report{deadline}{tail}"),
            7 => format!("before {action} when {when}, Lab must do report{tail}"),
            8 => format!("before {action} when {when}, Lab must have {goal}{tail}"),
            9 => format!("while {action}, Lab must run e1 every 2 months{tail}"),
            10 => format!("when {when}, Lab must not have {goal}{tail}"),
            11 => format!("at all times, Lab must pause {action}{deadline}{tail}"),
            _ => format!("despite k2, when {when}, Lab may continue training{deadline}{tail}"),
        }
    }

    fn action(&mut self) -> &'static str {
        match self.has("action deployment") && self.dice.below(2) == 0 {
            true => "deployment",
            false => "training",
        }
    }

    fn tail(&mut self) -> String {
        match self.dice.below(8) {
            0 | 1 => format!(" unless {}", self.condition()),
            2 | 3 => format!(" until {}", self.condition()),
            4 => format!(" unless {} until {}", self.condition(), self.condition()),
            _ => String::new(),
        }
    }

    fn deadline(&mut self) -> String {
        match self.dice.below(2) {
            0 => format!(" within {} months", 1 + self.dice.below(3)),
            _ => String::new(),
        }
    }

    fn goal(&mut self) -> &'static str {
        let all = [
            ("s1 in place", "safeguard s1"),
            ("s2 in place", "safeguard s2"),
            ("D found", "determination D"),
            ("report done", "task report"),
            ("harm at most low", "score harm"),
            ("leave approved by Watch", "approval leave"),
        ];
        self.one_of(&all)
    }

    fn condition(&mut self) -> String {
        let one = self.atom();
        match self.dice.below(6) {
            0 => format!("{one} and {}", self.atom()),
            1 => format!("{one} or {}", self.atom()),
            2 => format!("{one} for at least 2 months"),
            _ => one.to_owned(),
        }
    }

    fn atom(&mut self) -> &'static str {
        let all = [
            ("L2 is indicated", "level L2"),
            ("L2 is ruled out", "level L2"),
            ("e1 indicates L2", "evaluation e1"),
            ("s1 is in place", "safeguard s1"),
            ("s1 is not in place", "safeguard s1"),
            ("s1 has been attempted", "safeguard s1, by Lab, may fail"),
            ("rumour holds", "fact rumour"),
            ("rumour does not hold", "fact rumour"),
            ("report is done", "task report"),
            ("D is found", "determination D"),
            ("compute is at least 4x", "action training"),
            ("L3 is defined", "level L3 above L2, undefined"),
            ("harm is at least middle", "score harm"),
            ("training is paused", "action training"),
            ("training is going on", "action training"),
            ("k2 is breached", "clause k2"),
            ("m0 is breached", "clause m0"),
        ];
        self.one_of(&all)
    }

    /// Of those whose thing the text has.
    fn one_of(&mut self, all: &[(&'static str, &'static str)]) -> &'static str {
        loop {
            let (words, thing) = all[self.dice.below(all.len())];
            if self.has(thing) {
                return words;
            }
        }
    }

    fn has(&self, thing: &str) -> bool {
        self.text.lines().any(|it| it.starts_with(thing))
    }
}
