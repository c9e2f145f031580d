//! Under what an answer is expected: the scopes of one `expect`, merged.
//!
//! It must not know the property that is asked.

use super::kind::{Kind, Role, Target};
use super::lookup::Resolver;
use crate::Place;
use crate::encoding::{Encoding, ReadingSlot};
use crate::errors::meaning::scopes_contradict;
use crate::errors::names::{ambiguous_reading, unknown_reading};
use crate::inquiry::Scope;
use holdpoint_syntax::ast::{self, Name, Text};

const WORLD: Role = Role::new("in", &[Kind::World]);

impl Resolver<'_> {
    /// `None` when a scope could not be resolved, or two of them contradict.
    pub(super) fn scope(
        &mut self,
        scopes: &[ast::Scope],
        place: Place,
        encoding: &Encoding,
    ) -> Option<Scope> {
        let mut merged = Scope::default();
        // Readings by slot, the base among them, so that two of one slot are seen.
        let mut readings: Vec<(usize, usize)> = Vec::new();
        let mut sound = true;
        for scope in scopes {
            sound &= match scope {
                ast::Scope::In(world) => self.in_world(world, &mut merged),
                ast::Scope::Under { reading, of } => self.under_reading(
                    reading,
                    of.as_ref(),
                    &encoding.policies[self.here.policy].slots,
                    &mut readings,
                ),
                ast::Scope::WithAmendment => set(&mut merged.with_amendment),
                ast::Scope::CountingIntends => set(&mut merged.counting_intends),
                ast::Scope::WithOnly(clauses) => self.with_only(clauses, &mut merged, place),
                ast::Scope::Without(clauses) => {
                    let found = self.clauses(clauses, "without");
                    merged.without.extend(&found);
                    found.len() == clauses.len()
                }
            };
        }
        merged.readings = readings.into_iter().filter(|(_, option)| *option != 0).collect();
        merged.readings.sort_unstable();
        let clash = merged
            .with_only
            .iter()
            .flatten()
            .any(|it| merged.without.contains(it));
        if clash {
            self.report(scopes_contradict(place, "with and without the same clause"));
        }
        (sound && !clash).then_some(merged)
    }

    fn in_world(&mut self, world: &Name, merged: &mut Scope) -> bool {
        let Some(Target::World(found)) = self.find(world, &WORLD) else {
            return false;
        };
        if merged.world.is_some() {
            self.report(scopes_contradict(self.place(world.span), "in two worlds"));
            return false;
        }
        merged.world = Some(found);
        true
    }

    fn with_only(&mut self, clauses: &[Name], merged: &mut Scope, place: Place) -> bool {
        let found = self.clauses(clauses, "with only");
        let whole = found.len() == clauses.len();
        if merged.with_only.replace(found).is_some() {
            self.report(scopes_contradict(place, "with two lists of the only clauses"));
            return false;
        }
        whole
    }

    fn under_reading(
        &mut self,
        reading: &Text,
        of: Option<&Name>,
        slots: &[ReadingSlot],
        readings: &mut Vec<(usize, usize)>,
    ) -> bool {
        let Some((slot, option)) = self.reading(reading, of, slots) else {
            return false;
        };
        if readings.iter().any(|(it, _)| *it == slot) {
            let what = format!("under two readings of `{}`", slots[slot].name);
            self.report(scopes_contradict(self.place(reading.span), &what));
            return false;
        }
        readings.push((slot, option));
        true
    }

    fn reading(
        &mut self,
        reading: &Text,
        of: Option<&Name>,
        slots: &[ReadingSlot],
    ) -> Option<(usize, usize)> {
        let mine = slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| of.is_none_or(|it| it.value == slot.name));
        let found: Vec<(usize, usize)> = mine
            .clone()
            .filter_map(|(index, slot)| {
                Some((index, slot.options.iter().position(|it| *it == reading.value)?))
            })
            .collect();
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                let known: Vec<&str> = mine
                    .flat_map(|(_, slot)| &slot.options)
                    .map(String::as_str)
                    .collect();
                let of = of.map(|it| it.value.as_str());
                self.report(unknown_reading(
                    self.place(reading.span),
                    &reading.value,
                    of,
                    &known,
                ));
                None
            }
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .map(|(slot, _)| slots[*slot].name.as_str())
                    .collect();
                self.report(ambiguous_reading(
                    self.place(reading.span),
                    &reading.value,
                    &names,
                ));
                None
            }
        }
    }
}

/// Turns a switch on; saying so twice changes nothing.
fn set(switch: &mut bool) -> bool {
    *switch = true;
    true
}
