//! What stands in where a sentence names nothing that can be used: after an error every id must still be
//! that of an entry.
//!
//! It must not report anything but a missing developer: the error itself has been reported.

use super::kind::{Kind, Target};
use super::lookup::Resolver;
use super::names::Declaration;
use crate::Place;
use crate::condition::Subject;
use crate::errors::meaning::no_developer;
use crate::model::{
    Evaluation, EvaluationId, Level, LevelDefinition, LevelId, Named, Party, PartyId, PartyKind, Policy,
};

impl Resolver<'_> {
    /// Who owns what names no owner.
    pub(super) fn developer_of(&mut self, kind: Kind, declaration: &Declaration<'_>) -> PartyId {
        if let Some(developer) = self.here().developer {
            self.used.insert((self.here.policy, Target::Party(developer)));
            return developer;
        }
        if self.without_developer.insert(self.here.policy) {
            self.report(no_developer(
                declaration.name_place(),
                &declaration.name.value,
                kind,
            ));
        }
        self.party_stand_in()
    }

    pub(super) fn party_stand_in(&mut self) -> PartyId {
        self.stand_ins.insert(Kind::Party);
        self.here().developer.unwrap_or(PartyId(0))
    }

    pub(super) fn level_stand_in(&mut self) -> LevelId {
        self.stand_ins.insert(Kind::Level);
        LevelId(0)
    }

    pub(super) fn evaluation_stand_in(&mut self) -> EvaluationId {
        self.stand_ins.insert(Kind::Evaluation);
        EvaluationId(0)
    }

    /// Makes the entries that stand in, where a policy has none of their kind.
    pub(super) fn add_stand_ins(&mut self, policy: &mut Policy) {
        let needed = std::mem::take(&mut self.stand_ins);
        if needed.contains(&Kind::Evaluation) && policy.evaluations.is_empty() {
            let of = Subject::Level(self.level_stand_in());
            let by = self.party_stand_in();
            let named = self.nameless();
            policy.evaluations.push(Evaluation {
                named,
                of,
                buffer: None,
                by,
                may_be_inconclusive: false,
                rules: Vec::new(),
            });
        }
        let needed = needed
            .into_iter()
            .chain(std::mem::take(&mut self.stand_ins))
            .collect::<Vec<_>>();
        if needed.contains(&Kind::Level) && policy.levels.is_empty() {
            let by = self.party_stand_in();
            policy.levels.push(Level {
                named: self.nameless(),
                above: None,
                definition: LevelDefinition::Undefined,
                by,
            });
        }
        if policy.parties.is_empty() && (!needed.is_empty() || !self.stand_ins.is_empty()) {
            policy.parties.push(Party {
                named: self.nameless(),
                kind: PartyKind::Developer,
            });
        }
        self.stand_ins.clear();
    }

    fn nameless(&self) -> Named {
        let place = Place {
            file: self.file(),
            ..Place::default()
        };
        Named {
            name: "unknown".to_owned(),
            title: None,
            reading: None,
            place,
            name_place: place,
        }
    }
}
