//! What a statement offers after commas, in its one order: `, by Lab, may fail`.
//!
//! It must not know the rules of the parts themselves.

use super::{Form, Parser, Rule};
use crate::errors;
use crate::kind::SyntaxKind;

/// One part that may follow a comma.
pub(crate) struct Slot {
    /// The words by which it is known.
    pub(crate) lead: &'static [&'static str],
    /// How it is written, for messages: `by PARTY`.
    pub(crate) shape: &'static str,
    pub(crate) need: Need,
    /// What comes after the lead.
    pub(crate) rule: fn(&mut Parser<'_>) -> Rule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Optional,
    Required,
    /// In any order with the others.
    Free,
    /// The same, and more than once.
    Repeated,
}

impl Slot {
    pub(crate) const fn optional(
        lead: &'static [&'static str],
        shape: &'static str,
        rule: fn(&mut Parser<'_>) -> Rule,
    ) -> Slot {
        Slot {
            lead,
            shape,
            need: Need::Optional,
            rule,
        }
    }

    pub(crate) const fn required(self) -> Slot {
        Slot {
            need: Need::Required,
            ..self
        }
    }

    pub(crate) const fn free(self) -> Slot {
        Slot {
            need: Need::Free,
            ..self
        }
    }

    pub(crate) const fn repeated(self) -> Slot {
        Slot {
            need: Need::Repeated,
            ..self
        }
    }
}

impl Parser<'_> {
    /// All the slots of the statement at hand; the answer says which were given.
    pub(crate) fn slots(&mut self) -> Result<Vec<bool>, super::Broken> {
        let slots = self.form.slots;
        let mut given = vec![false; slots.len()];
        while let Some(index) = self.slot_here(slots, &given)? {
            self.judge(slots, &given, index);
            given[index] = true;
            self.slot(&slots[index])?;
        }
        match (0..slots.len()).find(|it| slots[*it].need == Need::Required && !given[*it]) {
            Some(missing) => self.missing(&slots[missing]).map(|()| given),
            None => Ok(given),
        }
    }

    /// The slot that begins here, its comma taken.
    fn slot_here(&mut self, slots: &'static [Slot], given: &[bool]) -> Result<Option<usize>, super::Broken> {
        if self.at_kind(SyntaxKind::Comma) {
            let found = slots.iter().position(|it| self.sees_after_comma(it));
            return if found.is_some() {
                Ok(found)
            } else {
                self.unknown_slot(slots, given).map(|()| None)
            };
        }
        let without_comma = slots.iter().position(|it| self.sees(it.lead));
        if without_comma.is_some() {
            let diagnostic =
                errors::missing_comma(self.place_before(), self.input.text_before(), self.word());
            self.report(diagnostic);
        }
        Ok(without_comma)
    }

    fn sees_after_comma(&self, slot: &Slot) -> bool {
        slot.lead
            .iter()
            .enumerate()
            .all(|(ahead, word)| self.input.word(ahead + 1) == *word)
    }

    fn slot(&mut self, slot: &Slot) -> Rule {
        self.eat_kind(SyntaxKind::Comma);
        self.node(SyntaxKind::Slot, |p| {
            p.phrase(slot.lead)?;
            (slot.rule)(p)
        })
    }

    /// Twice, or after one that comes later: what is meant is clear, and still there is one way to write it.
    fn judge(&mut self, slots: &'static [Slot], given: &[bool], index: usize) {
        let slot = &slots[index];
        let place = if self.kind() == SyntaxKind::Comma {
            self.place_after_comma()
        } else {
            self.place()
        };
        let later = (index + 1..slots.len()).find(|it| given[*it]);
        match (slot.need, later) {
            (Need::Repeated, _) => {}
            _ if given[index] => self.report(errors::given_twice(place, slot.lead)),
            (Need::Free, _) | (_, None) => {}
            (_, Some(later)) => self.report(errors::out_of_order(place, slot.lead, slots[later].lead)),
        }
    }

    fn place_after_comma(&self) -> crate::diagnostic::Place {
        let mut place = self.place();
        place.span = self.input.span(1);
        place
    }

    fn missing(&mut self, slot: &Slot) -> Rule {
        if self.kind() == SyntaxKind::Dot || self.is_over() {
            let diagnostic = errors::missing_slot(self.place_before(), self.form.keyword, slot.shape);
            return self.fail(diagnostic);
        }
        self.unexpected()
    }

    /// A comma that no slot follows: a slot of another kind of statement, or nothing known.
    fn unknown_slot(&mut self, slots: &'static [Slot], given: &[bool]) -> Rule {
        let open = (0..slots.len()).filter(|it| !given[*it] || slots[*it].need == Need::Repeated);
        let open: Vec<&'static Slot> = open.map(|it| &slots[it]).collect();
        let place = self.place_after_comma();
        match self.lead_after_comma() {
            Some(lead) => {
                let keyword = self.form.keyword;
                self.fail(errors::slot_of_others(
                    place,
                    &lead.join(" "),
                    keyword,
                    &self.takers(lead),
                    &open,
                ))
            }
            None => self.unknown_after_comma(place, &open),
        }
    }

    /// The longest lead of any kind of statement that follows the comma.
    fn lead_after_comma(&self) -> Option<&'static [&'static str]> {
        let slots = self.forms.iter().flat_map(|it| it.slots);
        slots
            .filter(|it| self.sees_after_comma(it))
            .map(|it| it.lead)
            .max_by_key(|it| it.len())
    }

    pub(super) fn slot_of_others_after_comma(&self) -> bool {
        let lead = self.lead_after_comma();
        lead.is_some_and(|lead| self.form.slots.iter().all(|it| it.lead != lead))
    }

    /// The kinds of statements that have such a part.
    pub(super) fn takers(&self, lead: &[&str]) -> Vec<&'static str> {
        let takes = |form: &&Form| form.slots.iter().any(|it| it.lead == lead);
        self.forms.iter().filter(takes).map(|it| it.keyword).collect()
    }

    fn unknown_after_comma(&mut self, place: crate::diagnostic::Place, open: &[&'static Slot]) -> Rule {
        // What no rule accepts has its own message, and so has half a phrase.
        let is_half = open
            .iter()
            .any(|it| it.lead.len() > 1 && it.lead[0] == self.input.word(1));
        if is_half || self.input.kind(1) != SyntaxKind::Word {
            self.bump(SyntaxKind::Comma);
            open.iter()
                .for_each(|it| self.hope(super::Expected::Words(it.lead)));
            return self.unexpected();
        }
        let diagnostic = errors::unknown_slot(place, self.input.text(1), self.form.keyword, open);
        self.fail(diagnostic)
    }
}
