//! Whose word counts: the keys of a ledger as its key events leave them, at every size that may be asked about.
//!
//! A key event speaks of entries before it too (`revoke`), so that what counts depends on how much of the ledger is looked
//! at: a decision is made anew with the keys as they were when it was made. It must not know what a statement says.

use super::revision::Revision;
use crate::ledger::Seen;
use crate::problem::Problem;
use holdpoint_gate::evidence::Unusable;
use holdpoint_ledger::attestation::KeyId;
use holdpoint_ledger::keyring::{KEY_EVENT, Uncounted};
use holdpoint_ledger::{Attestation, Body, Keyring, Role, Roots};
use holdpoint_policy::model::PartyKind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The keys, and who published which policy.
#[derive(Debug)]
pub(crate) struct Authority {
    keyring: Keyring,
    /// The keys from so many entries on, in order. INVARIANT: the first is from none on.
    changes: Vec<(u64, Arc<Keyring>)>,
    publishers: BTreeMap<u64, Publisher>,
}

/// Whose signatures are under a policy, verified, and whom its text calls the developer.
#[derive(Debug)]
struct Publisher {
    role: Role,
    keys: Vec<KeyId>,
    /// `None` of a text that cannot be read.
    developer: Option<String>,
}

/// Whether an entry may change keys.
pub(super) fn may_be_key_event(entry: &Seen<'_>) -> bool {
    entry.may_be(|it| it == KEY_EVENT)
}

impl Authority {
    pub(super) fn new(roots: &Roots) -> Authority {
        let keyring = Keyring::new(roots);
        Authority {
            changes: vec![(0, Arc::new(keyring.clone()))],
            keyring,
            publishers: BTreeMap::new(),
        }
    }

    /// The next entry. What is no key event, or none that root keys signed, changes no key.
    pub(super) fn take(&mut self, entry: &Seen<'_>) -> Result<(), Problem> {
        self.keyring.skip_to(entry.index);
        let body = entry.body.as_deref().filter(|_| may_be_key_event(entry));
        let is_followed = body.is_some_and(|it| self.keyring.take(it).is_ok());
        self.keyring.skip_to(entry.index + 1);
        if is_followed {
            self.changes
                .push((entry.index + 1, Arc::new(self.keyring.clone())));
        }
        match entry.body.is_none() && may_be_key_event(entry) {
            true => Err(Problem::new(
                format!(
                    "entry {} is not shown, and may retire or revoke a key",
                    entry.index
                ),
                "ask for a bundle that shows the entries of kind `key-event`",
            )),
            false => Ok(()),
        }
    }

    /// Who published it is told from the entry itself.
    pub(super) fn publication(&mut self, revision: &Revision, body: &Body) {
        let Some(attestation) = Attestation::read(body).ok().flatten() else {
            return;
        };
        let signed = |key: &KeyId| {
            let known = self.keyring.key(*key);
            known.and_then(|it| attestation.is_signed_by(it.0)) == Some(true)
        };
        let keys = attestation.signatures().iter().filter_map(|it| it.key());
        let encoding = revision.encoding().ok();
        let developer = encoding.and_then(|(it, _)| {
            let mut parties = it.base.parties.iter();
            let developer = parties.find(|it| it.kind == PartyKind::Developer)?;
            Some(developer.named.name.clone())
        });
        let publisher = Publisher {
            role: attestation.role(),
            keys: keys.filter(signed).collect(),
            developer,
        };
        self.publishers.insert(revision.entry, publisher);
    }

    /// The keys by the entries before `size`.
    pub(crate) fn at(&self, size: u64) -> &Arc<Keyring> {
        let n = self.changes.partition_point(|it| it.0 <= size);
        &self.changes[n.saturating_sub(1)].1
    }

    /// Of these policies, in order, those that count and those that do not, with the reason. The first is the word of the
    /// developer that it names; each later one of the developer of the one before it.
    pub(super) fn published<'r>(
        &self,
        revisions: &'r [Revision],
        size: u64,
    ) -> (Vec<&'r Revision>, Vec<Unusable>) {
        let keyring = self.at(size);
        let (mut counted, mut not) = (Vec::new(), Vec::new());
        let mut developer: Option<&str> = None;
        for revision in revisions {
            let publisher = self.publishers.get(&revision.entry);
            let own = publisher.and_then(|it| it.developer.as_deref());
            match publisher.map_or(Err(Uncounted::Unsigned), |it| {
                it.speaks_for(keyring, revision.entry, developer.or(own))
            }) {
                Ok(()) => {
                    developer = own.or(developer);
                    counted.push(revision);
                }
                Err(why) => not.push(uncounted(keyring, revision.entry, &why)),
            }
        }
        (counted, not)
    }
}

impl Publisher {
    fn speaks_for(&self, keyring: &Keyring, entry: u64, developer: Option<&str>) -> Result<(), Uncounted> {
        let mut found = Err(Uncounted::Unsigned);
        for key in self.keys.iter().copied() {
            let may = match developer {
                Some(developer) => keyring.may_speak(key, self.role, entry, developer),
                None => keyring.may_sign(key, self.role, entry),
            };
            found = may.map_err(|why| Uncounted::Barred { key, why });
            if found.is_ok() {
                break;
            }
        }
        found
    }
}

/// An entry that is on record and does not count as said by whom it names.
pub(super) fn uncounted(keyring: &Keyring, entry: u64, why: &Uncounted) -> Unusable {
    let problem = match why {
        Uncounted::Barred { key, why } => match keyring.key(*key) {
            Some((verifier, _)) => format!("the key `{}` may not say it: {why}", verifier.name()),
            None => format!("the key `{key}` may not say it: {why}"),
        },
        Uncounted::Unsigned | Uncounted::WrongSignature { .. } => why.to_string(),
    };
    Unusable {
        entry,
        by: None,
        is_of_line: true,
        at: "signatures".to_owned(),
        problem,
        cure: "record it again, signed with a key that speaks for the party; `holdpoint ledger key list` shows them"
            .to_owned(),
    }
}
