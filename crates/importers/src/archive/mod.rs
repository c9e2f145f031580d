//! A zip archive, read for what it is: bytes from somebody who may wish us to see something else.
//!
//! The directory is read here and not by a library, because what libraries forgive (a name twice, a directory
//! that disagrees with the members, sizes that are not so) is what has to be refused. It must not know what the
//! members are.

mod directory;
mod member;
#[cfg(test)]
mod tests;

use crate::refusal::{Place, Reason, Refusal};
use directory::Entry;
use std::collections::BTreeMap;

/// An archive whose directory was read and found to agree with its members' heads.
pub(crate) struct Archive<'b> {
    file: &'b str,
    bytes: &'b [u8],
    entries: Vec<Entry>,
    by_name: BTreeMap<String, usize>,
}

impl<'b> Archive<'b> {
    /// Reads the directory.
    pub(crate) fn open(file: &'b str, bytes: &'b [u8]) -> Result<Archive<'b>, Refusal> {
        let entries = directory::read(file, bytes)?;
        let names = entries
            .iter()
            .enumerate()
            .map(|(index, it)| (it.name.clone(), index));
        let by_name = names.collect();
        Ok(Archive {
            file,
            bytes,
            entries,
            by_name,
        })
    }

    /// The members' names, in the order of the directory.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|it| it.name.as_str())
    }

    /// What is in the member of that name, if there is one.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let entry = self.by_name.get(name).map(|it| &self.entries[*it]);
        entry
            .map(|it| member::read(self.file, self.bytes, it))
            .transpose()
    }
}

fn refuse(file: &str, member: Option<&str>, reason: Reason, problem: String, cure: &str) -> Refusal {
    Refusal {
        file: file.to_owned(),
        place: Box::new(Place {
            member: member.map(str::to_owned),
            ..Place::default()
        }),
        reason,
        problem,
        cure: cure.to_owned(),
    }
}
