//! What makes an object a statement: the members that in-toto asks for, and the role.
//!
//! It must not know what a predicate means.

use super::{SIGNATURES, STATEMENT_TYPE};
use crate::canonical::{Misshapen, Value, shape::Place};
use crate::keyring::Role;

pub(super) const PREDICATE_TYPE: &str = "predicateType";
/// Subjects of one statement, at most.
const SUBJECTS_MAX: usize = 1000;

/// Sees that it is a statement, and gives back its role.
pub(super) fn statement(place: &Place<'_>) -> Result<Role, Misshapen> {
    if place.object()?.member(SIGNATURES).is_some() {
        let problem = format!("`{SIGNATURES}` is a member of what is to be signed");
        return Err(place.misshapen(problem, "leave it out: signatures are added behind it"));
    }
    let kind = member(place, "_type")?;
    if kind.text()? != STATEMENT_TYPE {
        return Err(kind.wrong(&format!("`{STATEMENT_TYPE}`")));
    }
    let predicate_type = member(place, PREDICATE_TYPE)?;
    if !predicate_type.text()?.contains(':') {
        return Err(predicate_type.wrong("an address, such as `https://example.org/evaluation/v1`"));
    }
    subjects(&member(place, "subject")?)?;
    let role = member(place, "role")?;
    Role::named(role.text()?).ok_or_else(|| role.wrong(&format!("one of the roles {}", Role::words())))
}

fn subjects(place: &Place<'_>) -> Result<(), Misshapen> {
    let subjects = place.items(SUBJECTS_MAX)?;
    if subjects.is_empty() {
        let problem = "`[]` says of nothing what it is about".to_owned();
        return Err(place.misshapen(problem, "name at least one subject with its digest"));
    }
    for subject in &subjects {
        let digest = member(subject, "digest")?;
        for (name, value) in digest.object()?.members() {
            if !matches!(value, Value::String(_)) {
                let problem = format!("`{name}` has a digest that is no string");
                return Err(digest.misshapen(problem, "write it in hexadecimal digits"));
            }
        }
    }
    Ok(())
}

fn member<'a>(place: &Place<'a>, name: &'static str) -> Result<Place<'a>, Misshapen> {
    let found = place.object()?.member(name);
    let value = found.ok_or_else(|| place.misshapen(format!("no member `{name}`"), "add it"))?;
    Ok(place.inside(name, value))
}
