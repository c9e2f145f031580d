//! The text itself: which clause encodes which sentence, and what each of two encodings does with a sentence or a section.
//!
//! It must not know what a sentence means.

use super::vocabulary::words;
use crate::difference::{Aligned, likest, shared};
use crate::ladder;
use crate::report::comparison::{SameBy, Section, SentencePair, Treatment};
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::model::ClauseId;
use std::collections::BTreeSet;

/// An encoding's sentences with the clauses that stand below each.
pub(super) struct Quoted<'a> {
    coded: &'a PolicyEncoding,
    /// For each clause the position of the last sentence above it in its file.
    above: Vec<Option<usize>>,
    words: Vec<BTreeSet<String>>,
}

impl<'a> Quoted<'a> {
    pub(super) fn of(coded: &'a PolicyEncoding) -> Quoted<'a> {
        let above = coded.base.clauses.iter().map(|clause| {
            let place = clause.named.place;
            let sentences = coded.sentences.iter().enumerate();
            let before = sentences.filter(|(_, it)| {
                it.encoded && it.place.file == place.file && it.place.span.start < place.span.start
            });
            before
                .max_by_key(|(_, it)| it.place.span.start)
                .map(|(index, _)| index)
        });
        Quoted {
            coded,
            above: above.collect(),
            words: coded.sentences.iter().map(|it| words(&it.text)).collect(),
        }
    }

    /// How much of the sentences that two clauses encode is the same words, in percent; 0 where either has none.
    pub(super) fn likeness(&self, clause: ClauseId, other: &Quoted<'_>, its: ClauseId) -> u8 {
        match (self.above[clause.index()], other.above[its.index()]) {
            (Some(one), Some(another)) => shared(&self.words[one], &other.words[another]),
            _ => 0,
        }
    }

    fn treated(&self, sentence: usize) -> Treatment {
        if !self.coded.sentences[sentence].encoded {
            return Treatment::NotYetRead;
        }
        let below =
            ladder::clause_ids(&self.coded.base).filter(|it| self.above[it.index()] == Some(sentence));
        Treatment::Encoded(below.map(|it| self.name(it)).collect())
    }

    fn section(&self, citation: &str) -> Treatment {
        let policy = &self.coded.base;
        let cites = |it: &ClauseId| policy.clauses[it.index()].named.title.as_deref() == Some(citation);
        let clauses: Vec<String> = (ladder::clause_ids(policy).filter(cites))
            .map(|it| self.name(it))
            .collect();
        let declared = policy.not_encoded.iter().find(|it| it.source == citation);
        match (clauses.is_empty(), declared) {
            (false, _) => Treatment::Encoded(clauses),
            (true, Some(it)) => Treatment::NotEncoded(it.because.clone()),
            (true, None) => Treatment::Absent,
        }
    }

    /// What clauses cite and what is declared not encoded, once each.
    fn citations(&self) -> Vec<&'a str> {
        let policy = &self.coded.base;
        let cited = policy.clauses.iter().filter_map(|it| it.named.title.as_deref());
        let mut all: Vec<&str> = Vec::new();
        for citation in cited.chain(policy.not_encoded.iter().map(|it| it.source.as_str())) {
            if !all.contains(&citation) {
                all.push(citation);
            }
        }
        all
    }

    fn name(&self, clause: ClauseId) -> String {
        self.coded.base.clauses[clause.index()].named.name.clone()
    }
}

pub(super) fn sections(first: &Quoted<'_>, second: &Quoted<'_>) -> Vec<Section> {
    let mut all = first.citations();
    for citation in second.citations() {
        if !all.contains(&citation) {
            all.push(citation);
        }
    }
    let section = |citation: &str| Section {
        citation: citation.to_owned(),
        treated: [first.section(citation), second.section(citation)],
    };
    all.into_iter().map(section).collect()
}

/// Sentences are the same by their words, or because clauses that are aligned encode them.
pub(super) fn sentences(
    first: &Quoted<'_>,
    second: &Quoted<'_>,
    clauses: &[Aligned<SameBy>],
) -> Vec<SentencePair> {
    let all = |it: &Quoted<'_>| (0..it.words.len()).collect::<Vec<usize>>();
    let percent = |one: usize, other: usize| shared(&first.words[one], &second.words[other]);
    let likest = likest(&all(first), &all(second), percent);
    let mut pairs: Vec<(usize, usize)> = likest.into_iter().map(|it| (it.0, it.1)).collect();
    for clause in clauses {
        let both = first.above[clause.old.index()].zip(second.above[clause.new.index()]);
        let is_free = |it: &(usize, usize)| pairs.iter().all(|known| known.0 != it.0 && known.1 != it.1);
        pairs.extend(both.filter(is_free));
    }
    let side = |it: &Quoted<'_>, place: Option<usize>| match place {
        Some(place) => (Some(it.coded.sentences[place].text.clone()), it.treated(place)),
        None => (None, Treatment::Absent),
    };
    let pair = |one: Option<usize>, other: Option<usize>| {
        let (one, other) = (side(first, one), side(second, other));
        SentencePair {
            texts: [one.0, other.0],
            treated: [one.1, other.1],
        }
    };
    let its = |place: usize| pairs.iter().find(|it| it.0 == place).map(|it| it.1);
    let of_first = all(first).into_iter().map(|it| pair(Some(it), its(it)));
    let is_left = |it: &usize| pairs.iter().all(|pair| pair.1 != *it);
    let left = all(second).into_iter().filter(is_left);
    of_first.chain(left.map(|it| pair(None, Some(it)))).collect()
}
