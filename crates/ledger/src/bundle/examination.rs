//! Is a bundle what it says? Read once from end to end, held against what the reader knew before.
//!
//! Of the tree only its right edge is kept, so memory is one line, and what the report names. The leaves are the
//! commitments that the bundle states; an entry is held against its own. Behind a line that is missing or cannot be
//! read no root can be computed, and so nothing is under a checkpoint.
//!
//! It must not know where the bytes come from.

use super::heads::Heads;
use super::lines::{Found, Lines};
use super::progress::{Progress, Step};
use super::report::{Hidden, Report};
use super::signers::{Signed, Signers};
use super::{Content, Header, Item, LINE_BYTES_MAX, Line, Open};
use crate::entry::{Body, Entry, Misshown, Reveal};
use crate::hash::Hash;
use crate::keyring::{Keyring, Roots};
use crate::note::Note;
use crate::tree::Frontier;
use crate::verify::Fault;
use crate::witness::TrustPolicy;
use std::collections::BTreeMap;
use std::io::{self, BufRead};

/// What is known from elsewhere.
#[derive(Debug, Clone)]
pub struct Known {
    /// Whose checkpoints are believed.
    pub policy: TrustPolicy,
    /// Checkpoints of the ledger that were kept before. The ledger must have signed them; whether witnesses did is
    /// not asked again.
    pub pins: Vec<Note>,
    /// The root keys. Without them it is not looked at who signed the entries.
    pub roots: Option<Roots>,
}

/// Examines a bundle. An error is one of reading alone: all that is wrong with the bytes is in the report.
pub fn verify(input: impl BufRead, known: &Known) -> io::Result<Report> {
    let mut lines = Lines::new(input);
    let header = match lines.next()? {
        Some(found) => header(found),
        None => Err("line 1: the file is empty".to_owned()),
    };
    let header = match header {
        Ok(header) => header,
        Err(why) => return Ok(nothing(Fault::File { why })),
    };
    let mut examination = Examination::new(header, known);
    let mut number = 1;
    while let Some(found) = lines.next()? {
        number += 1;
        examination.line(number, found);
    }
    Ok(examination.finish())
}

fn header(found: Found<'_>) -> Result<Header, String> {
    match read(1, found)? {
        Line {
            content: Content::Header(header),
            is_sound: true,
        } => Ok(header),
        Line { is_sound: false, .. } => Err(unsound(1)),
        _ => Err("line 1: it does not say what the bundle is of".to_owned()),
    }
}

fn read(number: u64, found: Found<'_>) -> Result<Line, String> {
    match found {
        Found::Line(bytes) => Line::read(bytes).map_err(|it| {
            let dot = if it.place.is_empty() { "" } else { ", " };
            format!("line {number}{dot}{}: {}", it.place, it.problem)
        }),
        Found::TooLong => Err(format!("line {number}: more than {LINE_BYTES_MAX} bytes")),
        Found::Unended => Err(format!("line {number}: the file ends within it")),
    }
}

/// The report on a bundle of which nothing is known.
fn nothing(fault: Fault) -> Report {
    Report {
        size: 0,
        held: None,
        faults: vec![fault],
        hidden: Vec::new(),
        forks: Vec::new(),
        keyring: None,
    }
}

struct Examination<'a> {
    header: Header,
    heads: Heads<'a>,
    checkpoints: Progress,
    entries: Progress,
    /// `None` behind an entry whose commitment is not known.
    edge: Option<Frontier>,
    received_ms: u64,
    requests: BTreeMap<Hash, u64>,
    signers: Option<Signers>,
    faults: Vec<Fault>,
    hidden: Vec<Hidden>,
}

impl<'a> Examination<'a> {
    fn new(header: Header, known: &'a Known) -> Examination<'a> {
        let keyring = known.roots.as_ref().map(Keyring::new);
        let mut examination = Examination {
            heads: Heads::new(header.origin.clone(), &known.policy),
            header,
            checkpoints: Progress::default(),
            entries: Progress::default(),
            edge: Some(Frontier::new()),
            received_ms: 0,
            requests: BTreeMap::new(),
            signers: keyring.map(Signers::new),
            faults: Vec::new(),
            hidden: Vec::new(),
        };
        for (number, pin) in (0..).zip(&known.pins) {
            let pinned = examination.heads.pin(pin);
            let fault = pinned.map_err(|why| Fault::Pin { number, why }).err();
            examination.faults.extend(fault);
        }
        examination
    }

    fn line(&mut self, number: u64, found: Found<'_>) {
        match read(number, found) {
            Err(why) => self.unreadable(why),
            Ok(Line { content, is_sound }) => match content {
                Content::Header(_) => {
                    self.unreadable(format!("line {number}: it says anew what the bundle is of"));
                }
                Content::Checkpoint { number: place, note } => {
                    self.checkpoint(number, place, &note, is_sound)
                }
                Content::Entry(item) => self.item(number, item, is_sound),
            },
        }
    }

    fn has_entries(&self) -> bool {
        self.entries.next > 0 || self.entries.is_unreadable
    }

    /// The line is that of what is next.
    fn unreadable(&mut self, why: String) {
        let (progress, fault) = if !self.has_entries() && self.checkpoints.next < self.header.n_checkpoints {
            let number = self.checkpoints.next;
            (&mut self.checkpoints, checkpoint_fault(number, why))
        } else if self.entries.next < self.header.size {
            let index = self.entries.next;
            (&mut self.entries, Fault::Unreadable { index, why })
        } else {
            return self.faults.push(Fault::File { why });
        };
        if !progress.is_unreadable {
            progress.is_unreadable = true;
            self.faults.push(fault);
        }
    }

    fn checkpoint(&mut self, line: u64, number: u64, note: &str, is_sound: bool) {
        if !is_sound && number != self.checkpoints.next {
            return self.unreadable(unsound(line));
        }
        let wrong = |why: &str| checkpoint_fault(number, why.to_owned());
        if number >= self.header.n_checkpoints || self.has_entries() {
            return self.faults.push(wrong("stands where none belongs"));
        }
        match self.checkpoints.step(number) {
            Step::OutOfPlace => return self.faults.push(wrong("stands out of place")),
            Step::Behind(Some(missing)) => self.missing_checkpoints(missing),
            Step::Behind(None) | Step::InPlace => {}
        }
        let judged = match is_sound {
            true => self.heads.checkpoint(number, note),
            false => Err("stands on a line that was changed".to_owned()),
        };
        let fault = judged.map_err(|why| checkpoint_fault(number, why)).err();
        self.faults.extend(fault);
    }

    fn missing_checkpoints(&mut self, (first, last): (u64, u64)) {
        let why = match last - first {
            0 => "is missing".to_owned(),
            n => format!("is missing, and {n} behind it"),
        };
        self.faults.push(checkpoint_fault(first, why));
    }

    fn item(&mut self, line: u64, item: Item, is_sound: bool) {
        let index = item.index;
        if !is_sound && index != self.entries.next {
            return self.unreadable(unsound(line));
        }
        if index >= self.header.size {
            return self.out_of_place(index);
        }
        self.begin_entries();
        match self.entries.step(index) {
            Step::OutOfPlace => return self.out_of_place(index),
            Step::Behind(missing) => {
                let fault = missing.map(|(first, last)| Fault::Missing { first, last });
                self.faults.extend(fault);
                self.edge = None;
                self.unknown();
            }
            Step::InPlace => {}
        }
        if !is_sound {
            self.faults.push(Fault::Damaged { index });
        }
        self.content(&item);
        self.push(item.commitment);
    }

    fn out_of_place(&mut self, index: u64) {
        let number = i64::try_from(index).unwrap_or(i64::MAX);
        self.faults.push(Fault::OutOfPlace { number });
    }

    /// No checkpoint comes behind an entry.
    fn begin_entries(&mut self) {
        let n_checkpoints = self.header.n_checkpoints;
        if let Some(missing) = self.checkpoints.rest(n_checkpoints) {
            self.missing_checkpoints(missing);
        }
        self.checkpoints.next = n_checkpoints;
    }

    fn content(&mut self, item: &Item) {
        match &item.open {
            Open::All(entry) => self.whole(entry, item.commitment),
            Open::Part(reveal) => self.part(reveal, item.commitment),
            Open::Nothing => {
                self.hidden.push(Hidden::Withheld { index: item.index });
                self.unknown();
            }
        }
    }

    fn whole(&mut self, entry: &Entry, commitment: Hash) {
        let index = entry.index;
        if entry.commitment() != commitment {
            self.faults.push(Fault::Edited { index });
            return self.unknown();
        }
        self.received(index, entry.received_ms);
        let key = Hash::of(&[entry.request_key.as_str().as_bytes()]);
        let first = *self.requests.entry(key).or_insert(index);
        if first != index {
            self.faults.push(Fault::RequestTwice { index, first });
        }
        self.signed(index, &entry.body);
    }

    fn part(&mut self, reveal: &Reveal, commitment: Hash) {
        let index = reveal.index;
        if let Err(misshown) = reveal.verify(commitment) {
            self.faults.push(match misshown {
                Misshown::AnotherCommitment => Fault::Edited { index },
                Misshown::NoBody { .. } => Fault::NoBody { index },
            });
            return self.unknown();
        }
        self.received(index, reveal.received_ms);
        let (n_fields, n_withheld) = (reveal.fields.len(), reveal.n_withheld());
        match reveal.body() {
            Some(body) => self.signed(index, &body),
            None if n_withheld == 0 => {
                self.faults.push(Fault::NoBody { index });
                self.unknown();
            }
            None => {
                let n_open = n_fields - n_withheld;
                self.hidden.push(Hidden::Part {
                    index,
                    n_open,
                    n_fields,
                });
                if let Some(signers) = &mut self.signers {
                    signers.part(reveal);
                }
            }
        }
    }

    fn received(&mut self, index: u64, received_ms: u64) {
        if received_ms < self.received_ms {
            self.faults.push(Fault::TimeRunsBack { index });
        }
        self.received_ms = received_ms;
    }

    fn signed(&mut self, index: u64, body: &Body) {
        let Some(signers) = &mut self.signers else {
            return;
        };
        match signers.whole(index, body) {
            Signed::Rightly => {}
            Signed::NotKnown => self.hidden.push(Hidden::Signers { index }),
            Signed::Wrongly(refusal) => self.faults.push(Fault::NotAdmitted { index, refusal }),
        }
    }

    fn unknown(&mut self) {
        if let Some(signers) = &mut self.signers {
            signers.unknown();
        }
    }

    fn push(&mut self, commitment: Hash) {
        if let Some(edge) = &mut self.edge {
            edge.append(commitment.as_bytes());
            self.heads.grown(edge);
        }
    }

    fn finish(mut self) -> Report {
        self.begin_entries();
        let size = self.header.size;
        if let Some((first, last)) = self.entries.rest(size) {
            self.faults.push(Fault::Missing { first, last });
        }
        let heads = self.heads.finish(size);
        self.faults.extend(heads.faults);
        self.hidden.extend(heads.hidden);
        Report {
            size,
            held: heads.held,
            faults: self.faults,
            hidden: self.hidden,
            forks: heads.forks,
            keyring: self.signers.map(Signers::finish),
        }
    }
}

fn unsound(line: u64) -> String {
    format!("line {line}: it is not as it was written, by its sum")
}

fn checkpoint_fault(number: u64, why: String) -> Fault {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    Fault::Checkpoint { number, why }
}
