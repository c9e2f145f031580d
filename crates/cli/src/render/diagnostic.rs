//! A diagnostic under the lines that it is about.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use holdpoint_app::{Diagnostic, Files, Place, Severity};
use std::ops::Range;

/// More than anybody reads at once; the first mend the rest, as often as not.
const SHOWN: usize = 40;

pub(crate) fn diagnostics(files: &Files, diagnostics: &[Diagnostic], has_colour: bool) -> String {
    let renderer = if has_colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let shown = diagnostics
        .iter()
        .take(SHOWN)
        .map(|it| format!("{}\n\n", renderer.render(&groups(files, it))));
    let mut text: String = shown.collect();
    if diagnostics.len() > SHOWN {
        text.push_str(&format!("and {} more\n", diagnostics.len() - SHOWN));
    }
    text
}

fn groups<'a>(files: &'a Files, it: &'a Diagnostic) -> Vec<Group<'a>> {
    let title = level(it.severity).primary_title(it.message.as_str()).id(it.code);
    let mut group = title.elements(elements(files, it));
    if let Some(help) = &it.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    vec![group]
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The place itself first, with the others that stand nearby; then the others.
fn elements<'a>(files: &'a Files, it: &'a Diagnostic) -> Vec<Element<'a>> {
    if files.is_empty() {
        return Vec::new();
    }
    let primary = Marked {
        place: it.place,
        label: it.label.as_deref(),
        kind: AnnotationKind::Primary,
    };
    let mut marked = vec![vec![primary]];
    for (place, words) in &it.related {
        let mark = Marked {
            place: *place,
            label: Some(words),
            kind: AnnotationKind::Context,
        };
        match marked.iter_mut().find(|it| is_near(files, it[0].place, *place)) {
            Some(near) => near.push(mark),
            None => marked.push(vec![mark]),
        }
    }
    marked.iter().map(|it| element(files, it)).collect()
}

struct Marked<'a> {
    place: Place,
    label: Option<&'a str>,
    kind: AnnotationKind,
}

/// In one file, and not so far apart that the lines between would bury them.
fn is_near(files: &Files, a: Place, b: Place) -> bool {
    const LINES: usize = 6;
    a.file == b.file && files.position(a).line.abs_diff(files.position(b).line) <= LINES
}

fn element<'a>(files: &'a Files, marked: &[Marked<'a>]) -> Element<'a> {
    let first = marked[0].place;
    let file = files.get(first.file);
    if file.text.is_empty() {
        return Origin::path(file.name.as_str()).into();
    }
    let lines = lines(&file.text, marked);
    let start = Place {
        span: holdpoint_app::Span {
            start: lines.start as u32,
            end: lines.start as u32,
        },
        ..first
    };
    let annotations = marked.iter().map(|it| annotation(&file.text, lines.start, it));
    Snippet::source(&file.text[lines.clone()])
        .path(file.name.as_str())
        .line_start(files.position(start).line)
        .annotations(annotations)
        .into()
}

fn annotation<'a>(text: &str, offset: usize, marked: &Marked<'a>) -> Annotation<'a> {
    let range = range(text, marked.place);
    marked
        .kind
        .span(range.start - offset..range.end - offset)
        .label(marked.label)
}

/// Bytes of a place, on the borders of characters whatever the place says.
fn range(text: &str, place: Place) -> Range<usize> {
    let border = |at: u32| {
        (0..=(at as usize).min(text.len()))
            .rev()
            .find(|it| text.is_char_boundary(*it))
            .unwrap_or(0)
    };
    let start = border(place.span.start);
    start..border(place.span.end).max(start)
}

/// Only the lines that are shown go to the renderer: a file may be long.
fn lines(text: &str, marked: &[Marked<'_>]) -> Range<usize> {
    let ranges = || marked.iter().map(|it| range(text, it.place));
    let start = ranges().map(|it| it.start).min().unwrap_or(0);
    let end = ranges().map(|it| it.end).max().unwrap_or(0);
    let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |it| end + it);
    line_start..line_end
}
