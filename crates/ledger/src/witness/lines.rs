//! The lines of a trust policy: words between blanks, names that are bytes, every line checked where it stands.
//!
//! It must not know what is believed because of it.

use super::policy::{Group, Log, Member, NamedWitness, TrustPolicy};
use crate::note::{Algorithm, KeyName, Malformed, Verifier, line, short};
use std::fmt;

/// A policy of more bytes is refused.
const BYTES_MAX: usize = 1_000_000;
const NONE: &[u8] = b"none";

/// What a witness or a group is called: bytes, of which those above 127 need not be UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(Vec<u8>);

impl Name {
    /// The bytes as they stand in the file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn none() -> Name {
        Name(NONE.to_vec())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

/// The words of one line.
pub(super) struct Words<'a> {
    /// The first is 1.
    number: usize,
    words: Vec<&'a [u8]>,
}

impl<'a> Words<'a> {
    /// Of every line that has any; comments are left out.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Vec<Words<'a>>, Malformed> {
        if bytes.len() > BYTES_MAX {
            let problem = format!("{} bytes, of which a policy has at most {BYTES_MAX}", bytes.len());
            return Err(line(1, problem, "see that it is the policy and not another file"));
        }
        let whole = bytes.strip_suffix(b"\n");
        let whole = whole.ok_or_else(|| unended(bytes))?;
        let lines = (1..).zip(whole.split(|byte| *byte == b'\n'));
        lines
            .map(|(number, it)| Words::of_line(number, it))
            .filter(is_kept)
            .collect()
    }

    fn of_line(number: usize, text: &'a [u8]) -> Result<Words<'a>, Malformed> {
        let is_odd = |byte: &&u8| (**byte < b' ' && **byte != b'\t') || **byte == 127;
        if let Some(odd) = text.iter().find(is_odd) {
            let problem = format!("the control character `{}`", char::from(*odd).escape_debug());
            return Err(line(
                number,
                problem,
                "leave it out; lines end with a newline alone",
            ));
        }
        let words = text.split(|byte| matches!(byte, b' ' | b'\t'));
        let mut words: Vec<&[u8]> = words.filter(|it| !it.is_empty()).collect();
        if words.first().is_some_and(|it| it.starts_with(b"#")) {
            words.clear();
        }
        Ok(Words { number, words })
    }

    fn malformed(&self, problem: String, cure: &'static str) -> Malformed {
        line(self.number, problem, cure)
    }

    fn key(&self, word: &[u8], algorithm: Algorithm) -> Result<Verifier, Malformed> {
        let key = Verifier::parse(&String::from_utf8_lossy(word)).map_err(|it| Malformed {
            line: self.number,
            ..it
        })?;
        if key.algorithm() != algorithm {
            let problem = format!("{} is a key of the other kind", shown(word));
            return Err(self.malformed(
                problem,
                "logs have keys that begin with `A`, witnesses with `B`, behind the second `+`",
            ));
        }
        Ok(key)
    }
}

fn is_kept(words: &Result<Words<'_>, Malformed>) -> bool {
    words.as_ref().map_or(true, |it| !it.words.is_empty())
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Reader {
    logs: Vec<Log>,
    witnesses: Vec<NamedWitness>,
    groups: Vec<Group>,
    /// Witnesses and groups that are members already.
    members: Vec<Member>,
    quorum: Option<Option<Member>>,
}

impl Reader {
    pub(super) fn line(&mut self, line: &Words<'_>) -> Result<(), Malformed> {
        match line.words[..] {
            [b"log", key] => self.log(line, key, None),
            [b"log", key, url] => self.log(line, key, Some(url)),
            [b"witness", name, key] => self.witness(line, name, key, None),
            [b"witness", name, key, url] => self.witness(line, name, key, Some(url)),
            [b"group", name, threshold, ref members @ ..] if !members.is_empty() => {
                self.group(line, name, threshold, members)
            }
            [b"quorum", name] => self.quorum(line, name),
            [word, ..] => Err(odd_line(line, word)),
            [] => Ok(()),
        }
    }

    pub(super) fn finish(self) -> Result<TrustPolicy, Malformed> {
        let quorum = self.quorum.ok_or_else(|| {
            let problem = "no line `quorum`".to_owned();
            line(
                1,
                problem,
                "end the policy with `quorum NAME`, or `quorum none` if no witness is needed",
            )
        })?;
        Ok(TrustPolicy {
            logs: self.logs,
            witnesses: self.witnesses,
            groups: self.groups,
            quorum,
        })
    }

    fn log(&mut self, line: &Words<'_>, key: &[u8], url: Option<&[u8]>) -> Result<(), Malformed> {
        let key = line.key(key, Algorithm::Ed25519)?;
        if self.logs.iter().any(|it| it.key.key_id() == key.key_id()) {
            return Err(twice(line, key.name(), "log"));
        }
        let url = url.map(|it| String::from_utf8_lossy(it).into_owned());
        self.logs.push(Log { key, url });
        Ok(())
    }

    fn witness(
        &mut self,
        line: &Words<'_>,
        name: &[u8],
        key: &[u8],
        url: Option<&[u8]>,
    ) -> Result<(), Malformed> {
        let name = self.new_name(line, name)?;
        let key = line.key(key, Algorithm::Cosigner)?;
        if self.witnesses.iter().any(|it| it.key.key_id() == key.key_id()) {
            return Err(twice(line, key.name(), "witness"));
        }
        let url = url.map(|it| String::from_utf8_lossy(it).into_owned());
        self.witnesses.push(NamedWitness { name, key, url });
        Ok(())
    }

    fn group(
        &mut self,
        line: &Words<'_>,
        name: &[u8],
        threshold: &[u8],
        words: &[&[u8]],
    ) -> Result<(), Malformed> {
        let name = self.new_name(line, name)?;
        let mut members = Vec::new();
        for word in words {
            let member = self.known(line, word)?;
            if self.members.contains(&member) {
                let problem = format!("{} is a member already", shown(word));
                return Err(line.malformed(problem, "let each witness and group be in one group alone"));
            }
            self.members.push(member);
            members.push(member);
        }
        let threshold = match threshold {
            b"any" => 1,
            b"all" => members.len(),
            digits => counted(line, digits, members.len())?,
        };
        self.groups.push(Group {
            name,
            threshold,
            members,
        });
        Ok(())
    }

    fn quorum(&mut self, line: &Words<'_>, name: &[u8]) -> Result<(), Malformed> {
        if self.quorum.is_some() {
            return Err(line.malformed("a second line `quorum`".to_owned(), "keep one of the two"));
        }
        self.quorum = Some(match name {
            NONE => None,
            name => Some(self.known(line, name)?),
        });
        Ok(())
    }

    fn find(&self, name: &[u8]) -> Option<Member> {
        let witness = self.witnesses.iter().position(|it| it.name.0 == name);
        let group = || {
            self.groups
                .iter()
                .position(|it| it.name.0 == name)
                .map(Member::Group)
        };
        witness.map(Member::Witness).or_else(group)
    }

    fn known(&self, line: &Words<'_>, name: &[u8]) -> Result<Member, Malformed> {
        self.find(name).ok_or_else(|| {
            let problem = format!("{} is no witness or group on a line before", shown(name));
            line.malformed(problem, "name it above, with `witness` or `group`")
        })
    }

    fn new_name(&self, line: &Words<'_>, name: &[u8]) -> Result<Name, Malformed> {
        if name == NONE {
            let problem = "`none` is the quorum that needs nobody".to_owned();
            return Err(line.malformed(problem, "call it something else"));
        }
        match self.find(name) {
            Some(_) => {
                let problem = format!("{} is named already", shown(name));
                Err(line.malformed(problem, "call it something else"))
            }
            None => Ok(Name(name.to_vec())),
        }
    }
}

fn counted(line: &Words<'_>, digits: &[u8], n: usize) -> Result<usize, Malformed> {
    let text = std::str::from_utf8(digits).unwrap_or("");
    let count = text.parse::<usize>().ok().filter(|it| it.to_string() == text);
    count.filter(|it| (1..=n).contains(it)).ok_or_else(|| {
        let problem = format!(
            "{} is neither `all`, `any` nor a number from 1 to {n}",
            shown(digits)
        );
        line.malformed(problem, "say how many of the members must cosign")
    })
}

fn odd_line(line: &Words<'_>, word: &[u8]) -> Malformed {
    let cure = match word {
        b"log" => "write `log KEY` or `log KEY URL`",
        b"witness" => "write `witness NAME KEY` or `witness NAME KEY URL`",
        b"group" => "write `group NAME all|any|K MEMBER...`",
        b"quorum" => "write `quorum NAME`",
        _ => "did you mean one of `log`, `witness`, `group`, `quorum`?",
    };
    let problem = match cure.starts_with("did") {
        true => format!("{} begins no line of a policy", shown(word)),
        false => format!("{} with too many or too few words behind it", shown(word)),
    };
    line.malformed(problem, cure)
}

fn twice(line: &Words<'_>, name: &KeyName, kind: &str) -> Malformed {
    let problem = format!(
        "the public key of {} is that of another {kind}",
        short(&name.to_string())
    );
    line.malformed(problem, "keep one of the two")
}

fn unended(bytes: &[u8]) -> Malformed {
    let number = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
    let problem = "the file is empty or its last line has no end".to_owned();
    line(number, problem, "end the file with a newline")
}

fn shown(word: &[u8]) -> String {
    short(&String::from_utf8_lossy(word))
}
