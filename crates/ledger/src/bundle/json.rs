//! The lines of a bundle as JSON.
//!
//! It must not know in which order they stand.

use super::{Content, Header, Item, Line, Open};
use crate::canonical::shape::{self, Members, Place, object};
use crate::canonical::{self, Misshapen, Object, Value};
use crate::entry::{Body, Entry, RequestKey, Reveal, Secret};
use crate::hash::Hash;
use crate::note::KeyName;

/// A line of more bytes is refused. A body that is shown whole always fits.
pub const LINE_BYTES_MAX: usize = 4 * Body::BYTES_MAX + 4096;
const FORMAT: &str = "holdpoint/bundle/v1";
const SUM: &str = "sum";
/// Hexadecimal digits of a sum.
const SUM_DIGITS: usize = 16;

impl Content {
    /// Without the end of the line.
    pub(super) fn to_line(&self) -> String {
        let bare = self.to_value();
        let sum = shape::text(&sum(&bare));
        let Value::Object(bare) = bare else {
            unreachable!("every line is an object");
        };
        let mut members = bare.members().to_vec();
        members.push((SUM.to_owned(), sum));
        let whole = Object::new(members).expect("no line has a member `sum` of its own");
        Value::Object(whole).to_canonical()
    }

    fn to_value(&self) -> Value {
        match self {
            Content::Header(header) => object([
                ("bundle", shape::text(FORMAT)),
                ("checkpoints", shape::number(header.n_checkpoints)),
                ("origin", shape::text(&header.origin.to_string())),
                ("size", shape::number(header.size)),
            ]),
            Content::Checkpoint { number, note } => object([
                ("checkpoint", shape::text(note)),
                ("number", shape::number(*number)),
            ]),
            Content::Entry(item) => item.to_value(),
        }
    }
}

impl Item {
    fn to_value(&self) -> Value {
        let commitment = ("commitment", shape::hash(self.commitment));
        let index = ("index", shape::number(self.index));
        let shown = |word| ("shown", shape::text(word));
        match &self.open {
            Open::All(entry) => object([
                ("body", shape::text(entry.body.text())),
                commitment,
                index,
                ("received_ms", shape::number(entry.received_ms)),
                ("request_key", shape::text(entry.request_key.as_str())),
                ("secret", shape::hash(Hash::from_bytes(*entry.secret.as_bytes()))),
                shown("all"),
            ]),
            Open::Part(reveal) => object([commitment, index, ("reveal", reveal.to_value()), shown("part")]),
            Open::Nothing => object([commitment, index, shown("nothing")]),
        }
    }
}

impl Line {
    /// Reads what [`Content::to_line`] writes.
    pub(super) fn read(bytes: &[u8]) -> Result<Line, Misshapen> {
        let value = canonical::read(bytes)?;
        let stated = stated(&Place::whole(&value))?;
        let bare = match value {
            Value::Object(object) => Value::Object(object.without(SUM)),
            _ => unreachable!("it has a member `sum`"),
        };
        let is_sound = sum(&bare) == stated;
        let content = content(&Place::whole(&bare))?;
        Ok(Line { content, is_sound })
    }
}

fn stated(whole: &Place<'_>) -> Result<String, Misshapen> {
    let stated = whole.object()?.member(SUM);
    let stated = stated.ok_or_else(|| whole.misshapen(format!("no member `{SUM}`"), "add it"))?;
    Ok(whole.inside(SUM, stated).text()?.to_owned())
}

/// Of the canonical bytes without the sum.
fn sum(bare: &Value) -> String {
    let bytes = bare.to_canonical();
    let mut digits = Hash::of(&[b"holdpoint/bundle/v1/sum\0", bytes.as_bytes()]).to_string();
    digits.truncate(SUM_DIGITS);
    digits
}

fn content(place: &Place<'_>) -> Result<Content, Misshapen> {
    let object = place.object()?;
    if object.member("bundle").is_some() {
        return header(place).map(Content::Header);
    }
    if object.member("checkpoint").is_some() {
        let members = place.members(&["checkpoint", "number"])?;
        return Ok(Content::Checkpoint {
            number: members.get("number")?.number()?,
            note: members.get("checkpoint")?.text()?.to_owned(),
        });
    }
    item(place).map(Content::Entry)
}

fn header(place: &Place<'_>) -> Result<Header, Misshapen> {
    let members = place.members(&["bundle", "checkpoints", "origin", "size"])?;
    let format = members.get("bundle")?;
    if format.text()? != FORMAT {
        return Err(format.wrong(&format!("`{FORMAT}`")));
    }
    let origin = members.get("origin")?;
    let name = KeyName::new(origin.text()?);
    Ok(Header {
        origin: name.ok_or_else(|| origin.wrong("a name of a ledger, such as example.org/ledger"))?,
        size: members.get("size")?.number()?,
        n_checkpoints: members.get("checkpoints")?.number()?,
    })
}

fn item(place: &Place<'_>) -> Result<Item, Misshapen> {
    let shown = place.object()?.member("shown");
    let shown = shown.ok_or_else(|| {
        place.misshapen(
            "a line that is no checkpoint and no entry".to_owned(),
            "write the bundle anew",
        )
    })?;
    let shown = place.inside("shown", shown);
    match shown.text()? {
        "all" => {
            let names = &[
                "body",
                "commitment",
                "index",
                "received_ms",
                "request_key",
                "secret",
                "shown",
            ];
            let members = place.members(names)?;
            let entry = entry(&members)?;
            placed(&members, Open::All(Box::new(entry)))
        }
        "part" => {
            let members = place.members(&["commitment", "index", "reveal", "shown"])?;
            let reveal = Reveal::of_shape(&members.get("reveal")?)?;
            if reveal.index != members.get("index")?.number()? {
                return Err(members
                    .get("index")?
                    .wrong("the index of what is revealed beside it"));
            }
            placed(&members, Open::Part(reveal))
        }
        "nothing" => placed(&place.members(&["commitment", "index", "shown"])?, Open::Nothing),
        _ => Err(shown.wrong("one of `all`, `part`, `nothing`")),
    }
}

fn placed(members: &Members<'_>, open: Open) -> Result<Item, Misshapen> {
    Ok(Item {
        index: members.get("index")?.number()?,
        commitment: members.get("commitment")?.hash()?,
        open,
    })
}

fn entry(members: &Members<'_>) -> Result<Entry, Misshapen> {
    let secret = members.get("secret")?.hash()?;
    let key = members.get("request_key")?;
    let request_key = RequestKey::new(key.text()?);
    let body = members.get("body")?;
    Ok(Entry {
        index: members.get("index")?.number()?,
        received_ms: members.get("received_ms")?.number()?,
        request_key: request_key.ok_or_else(|| key.wrong("1 to 200 bytes without control characters"))?,
        secret: Secret::draw(|it| it.copy_from_slice(secret.as_bytes())),
        body: Body::read(body.text()?.as_bytes()).map_err(|it| {
            let problem = format!("byte {} of it: {}", it.at, it.problem);
            body.misshapen(problem, it.cure)
        })?,
    })
}
