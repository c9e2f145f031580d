//! Up to when each party has vouched for its record, as far as what has been shown bears it out.
//!
//! A party that vouches says how many entries of the line stand before; where another number was shown, some are
//! withheld and its word does not count. So withholding an entry can only make less known. It must not know what
//! follows from a party that is not heard.

use crate::evidence::Evidence;
use crate::standing::Heard;
use holdpoint_policy::model::{PartyId, Policy};
use holdpoint_policy::quantity::Date;

#[derive(Clone, Debug)]
pub(super) struct Completeness {
    parties: Vec<Vouched>,
    /// INVARIANT: what `parties` come to.
    heard: Heard,
    /// Entries of the line that were shown.
    shown: u64,
    /// When the last entry that was shown was received.
    received: Option<Date>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Vouched {
    /// The last word that counts.
    word: Option<Word>,
    /// From then on something may be there that was not shown.
    not_beyond: Option<Option<Date>>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    received: Date,
    holds_until: Date,
}

impl Completeness {
    pub(super) fn new(policy: &Policy) -> Completeness {
        Completeness {
            parties: vec![Vouched::default(); policy.parties.len()],
            heard: Heard::nobody(policy),
            shown: 0,
            received: None,
        }
    }

    pub(super) fn take(&mut self, evidence: &Evidence) {
        let party = &mut self.parties[evidence.by.index()];
        match evidence.complete {
            Some(it) if it.entries == self.shown => {
                let until = it.until.min(evidence.received);
                *party = Vouched {
                    word: Some(Word {
                        received: evidence.received,
                        holds_until: it.holds_until.max(until),
                    }),
                    not_beyond: None,
                };
            }
            // What is missing came after the last word that counts.
            Some(_) => party.ends(party.word.map(|it| it.received)),
            None => {}
        }
        if evidence.complete.is_some() {
            self.hear();
        }
        self.shown += 1;
        self.received = Some(evidence.received);
    }

    /// An entry that nobody was shown: anybody's, until they vouch again.
    pub(super) fn gap(&mut self) {
        let received = self.received;
        self.parties.iter_mut().for_each(|it| it.ends(received));
        self.hear();
    }

    /// An entry of which nothing counts: what it would have said is not known until the party vouches again.
    pub(super) fn unusable(&mut self, by: Option<PartyId>, received: Date, is_of_line: bool) {
        match by {
            Some(party) => {
                self.parties[party.index()].ends(self.received);
                self.hear();
            }
            None => self.gap(),
        }
        self.shown += u64::from(is_of_line);
        self.received = Some(received);
    }

    /// Entries of the line that were shown: what a party that vouches now has to say.
    pub(super) fn shown(&self) -> u64 {
        self.shown
    }

    pub(super) fn heard(&self) -> &Heard {
        &self.heard
    }

    fn hear(&mut self) {
        for (index, party) in self.parties.iter().enumerate() {
            self.heard.set(PartyId::from(index), party.heard());
        }
    }
}

impl Vouched {
    fn ends(&mut self, at: Option<Date>) {
        self.not_beyond = self.not_beyond.or(Some(at));
    }

    fn heard(&self) -> Option<Date> {
        let holds_until = self.word?.holds_until;
        match self.not_beyond {
            None => Some(holds_until),
            Some(at) => Some(holds_until.min(at?)),
        }
    }
}
