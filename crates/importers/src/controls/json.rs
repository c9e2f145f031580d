//! A list of controls.
//!
//! It must not know what a control is for.

use super::{COLUMNS, ControlStatus, is_date, no_date, state, twice};
use crate::json::{Source, View, Want, read as read_json};
use crate::measurement::Record;
use crate::refusal::Refusal;
use std::collections::BTreeSet;

pub(super) fn read(record: Record<'_>) -> Result<Vec<ControlStatus>, Refusal> {
    let source = Source::of_bytes(record.file, None, record.bytes)?;
    let node = read_json(&source, &Want::All)?;
    let view = View::new(&source, &node);
    view.only(&["controls"])?;
    let mut seen = BTreeSet::new();
    let controls = view
        .member("controls")?
        .items()?
        .into_iter()
        .enumerate()
        .map(|(index, it)| {
            let control = control(it, index)?;
            match seen.insert(control.control.clone()) {
                true => Ok(control),
                false => Err(twice(&source, it.node.at, &control.control)),
            }
        });
    controls.collect()
}

fn control(view: View<'_, '_>, index: usize) -> Result<ControlStatus, Refusal> {
    view.only(&COLUMNS)?;
    let status = view.member("status")?;
    let text = |name: &str| {
        Ok::<_, Refusal>(
            view.optional(name)?
                .map(|it| it.text())
                .transpose()?
                .map(str::to_owned),
        )
    };
    Ok(ControlStatus {
        control: view.member("control")?.text()?.to_owned(),
        state: state(view.source, status.node.at, status.text()?)?,
        reason: text("reason")?,
        assessed: date(view.member("assessed")?)?,
        assessor: text("assessor")?,
        expires: view.optional("expires")?.map(date).transpose()?,
        entry: format!("{} /controls/{index}", view.source.file),
        remarks: Vec::new(),
    })
}

fn date(view: View<'_, '_>) -> Result<String, Refusal> {
    let text = view.text()?;
    match is_date(text) {
        true => Ok(text.to_owned()),
        false => Err(no_date(view.source, view.node.at, text)),
    }
}
