//! The use case `record --policy`: a policy's text becomes the one in force, from now on at the earliest.

use super::frame::{self, Written, frame_of};
use crate::check::understood;
use crate::files::Files;
use crate::gate::contents::Contents;
use crate::gate::revision::POLICY_REVISION;
use crate::ledger::read_key;
use crate::loader::{Loaded, load, shown};
use crate::moment;
use crate::outcome::{Outcome, has_errors};
use crate::problem::Problem;
use holdpoint_ledger::canonical::Value;
use holdpoint_ledger::{Hash, Role};
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::model::PartyKind;
use holdpoint_policy::quantity::Date;
use holdpoint_policy::{Diagnostic, FileId};
use std::path::PathBuf;

/// Publishes a policy, or a revision of it.
#[derive(Clone, Debug)]
pub struct PublishPolicy {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// The document.
    pub policy: PathBuf,
    /// From when on it is in force; from now on if not given.
    pub from: Option<Date>,
    /// The meaning in which a name is taken, as `NAME=READING`; of the other names every meaning has to allow an action.
    pub readings: Vec<String>,
    /// The file of the secret key that signs it.
    pub key: Option<PathBuf>,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// A policy that is on record.
#[derive(Clone, Debug)]
pub struct Published {
    /// The number of entries before it.
    pub index: u64,
    /// Its name.
    pub policy: String,
    /// From when on it is in force, in UTC.
    pub from: String,
}

/// Why a policy is not published.
#[derive(Clone, Debug)]
pub enum NotPublished {
    /// The call cannot be served.
    Problem(Problem),
    /// The document has errors.
    Words {
        /// The files that were read.
        files: Files,
        /// What is wrong with their words.
        diagnostics: Vec<Diagnostic>,
        /// Unusable if the document cannot be read at all.
        outcome: Outcome,
    },
}

impl From<Problem> for NotPublished {
    fn from(it: Problem) -> NotPublished {
        NotPublished::Problem(it)
    }
}

impl PublishPolicy {
    /// Publishes it.
    pub fn run(&self) -> Result<Published, NotPublished> {
        let (store, contents) = Contents::of_ledger(&self.path, self.roots.as_deref())?;
        let key = self.key.as_deref().map(read_key).transpose()?;
        let mut loaded = load(std::slice::from_ref(&self.policy));
        let encoding = understood(&mut loaded);
        if has_errors(&loaded.diagnostics) {
            return Err(NotPublished::Words {
                outcome: Outcome::of(&loaded),
                files: loaded.files,
                diagnostics: loaded.diagnostics,
            });
        }
        let encoded = encoding.policies.first().ok_or_else(|| {
            let message = format!("{} states no policy", self.policy.display());
            Problem::new(message, "name a document with a `policy` statement")
        })?;
        let now_ms = moment::now_ms(self.now)?;
        let from = self.in_force_from(&contents, moment::date(now_ms))?;
        if let Some(keyring) = contents.keyring(contents.size()) {
            // A revision is the word of the developer of the policy before it.
            let before = contents
                .revisions(contents.size())?
                .last()
                .map(|it| it.encoding());
            let before = before.transpose()?.map(|it| it.0.base);
            let parties = &before.as_ref().unwrap_or(&encoded.base).parties;
            if let Some(developer) = parties.iter().find(|it| it.kind == PartyKind::Developer) {
                super::speaks_for(keyring, key.as_ref(), contents.size(), &developer.named.name)?;
            }
        }
        let body = self.body(encoded, &loaded, from, contents.role(key.as_ref()))?;
        let receipt = super::append(&*store, &body, key.as_ref(), now_ms)?;
        Ok(Published {
            index: receipt.index,
            policy: encoded.base.name.clone(),
            from: moment::words(from),
        })
    }

    /// Never before it is on record: else a revision could allow today what was not allowed when it was done.
    fn in_force_from(&self, contents: &Contents, now: Date) -> Result<Date, Problem> {
        let from = self.from.unwrap_or(now);
        if from < now {
            let message = format!(
                "a policy that is recorded at {} cannot be in force from {}",
                moment::words(now),
                moment::words(from)
            );
            let help = "leave the date out, or name a later one; what was done before is judged by what was in force then";
            return Err(Problem::new(message, help));
        }
        let revisions = contents.revisions(contents.size())?;
        let later = revisions.iter().find(|it| it.from > from);
        match later {
            Some(later) => Err(Problem::new(
                format!(
                    "entry {} is a revision that is in force from {}, after this one",
                    later.entry,
                    moment::words(later.from)
                ),
                "name a later date",
            )),
            None => Ok(from),
        }
    }

    fn body(
        &self,
        encoded: &PolicyEncoding,
        loaded: &Loaded,
        from: Date,
        role: Role,
    ) -> Result<Written, Problem> {
        let readings = self.chosen(encoded)?;
        let files = files(loaded);
        let sha256 = Hash::of(&[files[0].1.as_bytes()]).to_string();
        let named = |(name, text): (String, String)| {
            frame::object([
                ("name".to_owned(), frame::text(&name)),
                ("text".to_owned(), frame::text(&text)),
            ])
        };
        let mut members = vec![
            (
                "files".to_owned(),
                Value::Array(files.into_iter().map(named).collect()),
            ),
            ("in_force_from".to_owned(), frame::text(&moment::words(from))),
            ("policy".to_owned(), frame::text(&encoded.base.name)),
            ("readings".to_owned(), frame::object(readings)),
        ];
        members.extend(frame_of(POLICY_REVISION, &encoded.base.name, &sha256, role));
        Written::new(members)
    }

    fn chosen(&self, encoded: &PolicyEncoding) -> Result<Vec<(String, Value)>, Problem> {
        let mut chosen: Vec<(String, Value)> = Vec::new();
        for text in &self.readings {
            let (name, reading) = text
                .split_once('=')
                .ok_or_else(|| Problem::new(format!("`{text}` chooses no reading"), "write NAME=READING"))?;
            let slot = encoded.slots.iter().find(|it| it.name == name).ok_or_else(|| {
                let names: Vec<&str> = encoded.slots.iter().map(|it| it.name.as_str()).collect();
                let message = format!("`{name}` has no readings to choose from");
                let help = match names.is_empty() {
                    true => "no name of this policy has".to_owned(),
                    false => format!("these have: {}", names.join(", ")),
                };
                Problem::new(message, help)
            })?;
            if !slot.options.iter().any(|it| it == reading) {
                let message = format!("`{name}` has no reading `{reading}`");
                return Err(Problem::new(
                    message,
                    format!("it has: {}", slot.options.join(", ")),
                ));
            }
            if chosen.iter().any(|it| it.0 == name) {
                let message = format!("two readings of `{name}` are chosen");
                return Err(Problem::new(message, "choose one"));
            }
            chosen.push((name.to_owned(), frame::text(reading)));
        }
        Ok(chosen)
    }
}

/// The document and what it uses, each under the name by which it is used; the document first.
fn files(loaded: &Loaded) -> Vec<(String, String)> {
    let main = FileId(0);
    let path = std::path::Path::new(&loaded.files.get(main).name);
    let name = path
        .file_name()
        .map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    let mut found: Vec<(FileId, String)> = vec![(main, name)];
    let mut next = 0;
    while let Some((id, by)) = found.get(next).cloned() {
        next += 1;
        let file = loaded.files.get(id);
        for (used, written) in file.uses.iter().zip(crate::loader::used_names(&file.document)) {
            if found.iter().all(|(it, _)| it != used) {
                found.push((*used, shown(&by, written)));
            }
        }
    }
    let text = |id: FileId| loaded.files.get(id).text.clone();
    found.into_iter().map(|(id, name)| (name, text(id))).collect()
}
