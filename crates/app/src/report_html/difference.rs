//! Two versions as one page: what the new text permits, what became of each clause, a play for each way apart.
//!
//! It must not know how a difference was found.

use super::album::Album;
use super::marked;
use super::page::{Section, document, framed};
use super::table::table;
use crate::diff::Diffed;
use crate::picture::list;
use crate::words;
use holdpoint_analysis::report::difference::{
    ActionChange, Alignment, Change, ClauseChange, Difference, Edition, Moved, Relation, Separation,
    ThingChange,
};
use maud::{Markup, html};

const MADE_BY: &str = concat!("holdpoint ", env!("CARGO_PKG_VERSION"));

/// In the order in which they are told.
const RELATIONS: [Relation; 7] = [
    Relation::Weaker,
    Relation::Stronger,
    Relation::Incomparable,
    Relation::Removed,
    Relation::Added,
    Relation::Undecided,
    Relation::Equal,
];

impl Diffed {
    /// Empty where the words have errors.
    pub fn html(&self) -> String {
        self.difference.as_ref().map_or(String::new(), page)
    }
}

fn page(it: &Difference) -> String {
    let mut album = Album::default();
    let title = format!("{} → {}", it.old.id, it.new.id);
    let header = html! {
        header.top {
            p.kicker { "What changed" }
            h1 { (title) }
            @for edition in [&it.old, &it.new] { p.meta { (edition_words(edition)) } }
            @if let Some(readings) = words::base_readings([&it.old, &it.new]) { p.meta { "Under " (readings) "." } }
        }
    };
    let section = |id, heading, body: Option<Markup>| body.map(|body| Section { id, heading, body });
    let sections = [
        section("summary", "In short", Some(in_short(it))),
        section("permits", "What the new text permits", actions(it)),
        section("clauses", "Clause by clause", clauses(it)),
        section("things", "What clauses speak of", things(&it.things)),
        section(
            "plays",
            "Histories that tell them apart",
            Some(plays(it, &mut album)),
        ),
    ];
    let sections: Vec<Section> = sections.into_iter().flatten().collect();
    let footer = html! { "Made by " (MADE_BY) " from the two texts alone." };
    document(&title, MADE_BY, &framed(&header, &sections, &footer))
}

/// The one paragraph for those who read no further.
fn in_short(it: &Difference) -> Markup {
    if it.is_equal() {
        return html! { p.lead { "Both say and permit the same." } };
    }
    html! {
        p.lead {
            @for relation in RELATIONS {
                @let named: Vec<&str> = (it.actions.iter())
                    .filter(|it| it.relation == relation)
                    .map(|it| it.action.as_str())
                    .collect();
                @if !named.is_empty() {
                    "On " (list(&named, "and")) ": " strong { (relation.word()) } ", " (words::difference::meaning(relation)) ". "
                }
            }
            @let counts = words::difference::clause_counts(it);
            @if !counts.is_empty() { "Clauses: " (counts) "." }
        }
    }
}

fn edition_words(edition: &Edition) -> Markup {
    html! {
        code { (edition.id) }
        @if let Some(title) = &edition.title { " · " (title) }
        @if let Some(date) = edition.effective { " · in force from " (date.0.date().to_string()) }
    }
}

fn actions(it: &Difference) -> Option<Markup> {
    let row = |action: &ActionChange| {
        [
            html! { (action.action) },
            html! { strong { (action.relation.word()) } },
            reasons(it, action),
        ]
    };
    let rows: Vec<[Markup; 3]> = it.actions.iter().map(row).collect();
    table("What the new text permits", ["Action", "New text", "Why"], &rows)
}

fn reasons(it: &Difference, action: &ActionChange) -> Markup {
    html! {
        ul.bare {
            @if !action.no_longer_barred.is_empty() {
                li { "permits what " (it.old.id) " bars by " (named(&action.no_longer_barred)) }
            }
            @if !action.newly_barred.is_empty() {
                li { "bars by " (named(&action.newly_barred)) " what " (it.old.id) " permits" }
            }
            @for (clause, why) in &action.undecided { li { code { (clause) } " is undecided: " (why) } }
        }
    }
}

fn named(found: &[Separation]) -> Markup {
    html! { @for (index, it) in found.iter().enumerate() { @if index > 0 { ", " } code { (it.clause) } } }
}

fn clauses(it: &Difference) -> Option<Markup> {
    let row = |clause: &ClauseChange| [clause_name(clause), change(clause.change), clause_words(clause)];
    let rows: Vec<[Markup; 3]> = it.clauses.iter().map(row).collect();
    table("Clause by clause", ["Clause", "Change", "What moved"], &rows)
}

/// What moved, with both wordings to unfold; of a clause that one text alone has, its words.
fn clause_words(clause: &ClauseChange) -> Markup {
    let said = html! {
        @for side in clause.old.iter().chain(&clause.new) {
            p.said { (side.words) @if let Some(citation) = &side.citation { span.quiet { " · " (citation) } } }
        }
    };
    html! {
        @match (&clause.old, &clause.new) {
            (Some(_), Some(_)) => {
                (moved(&clause.moved))
                @if let Some(Alignment::Likeness { percent }) = clause.aligned_by {
                    div.quiet { "taken for the same by likeness, " (percent) " %" }
                }
                details { summary { "In the language's words" } (said) }
            },
            _ => (said),
        }
    }
}

fn clause_name(clause: &ClauseChange) -> Markup {
    html! {
        @match (&clause.old, &clause.new) {
            (Some(old), Some(new)) if old.name != new.name => { (old.name) " → " (new.name) },
            (_, Some(one)) | (Some(one), None) => (one.name),
            (None, None) => {},
        }
    }
}

/// A word first, colour last.
fn change(change: Change) -> Markup {
    html! {
        @match change {
            Change::Strengthened => strong.good.change { span aria-hidden="true" { "↑ " } (change.word()) },
            Change::Weakened => strong.bad.change { span aria-hidden="true" { "↓ " } (change.word()) },
            Change::Unchanged => span.quiet { (change.word()) },
            Change::Mixed | Change::Added | Change::Removed | Change::Relocated => strong { (change.word()) },
        }
    }
}

fn moved(moved: &[Moved]) -> Markup {
    html! {
        ul.bare { @for it in moved { li {
            (it.dimension.word()) ": " (marked(&it.from)) " → " (marked(&it.to))
            @if let Some(direction) = it.direction { " (" strong { (direction.word()) } ")" }
        } } }
    }
}

/// What is another now, each by itself; then what came and what went, kind by kind.
fn things(things: &[ThingChange]) -> Option<Markup> {
    let another = things.iter().filter(|it| !it.moved.is_empty()).map(|it| {
        [
            html! { (it.kind) " " (it.name) },
            change(it.change),
            moved(&it.moved),
        ]
    });
    let whole = words::difference::came_and_went(things).into_iter();
    let whole = whole.map(|it| {
        [
            html! { (it.kind) },
            change(it.change),
            html! { (it.names.join(", ")) },
        ]
    });
    let rows: Vec<[Markup; 3]> = another.chain(whole).collect();
    table("What clauses speak of", ["What", "Change", "What moved"], &rows)
}

fn plays(it: &Difference, album: &mut Album) -> Markup {
    let mut shown = Vec::new();
    for action in &it.actions {
        for separation in action.no_longer_barred.iter().chain(&action.newly_barred) {
            shown.push((action.action.as_str(), album.play(&separation.play)));
        }
    }
    html! {
        @if shown.is_empty() { p { "There is none: whatever one text permits, the other permits." } }
        @for (index, (action, play)) in shown.iter().enumerate() {
            @if index == 0 || shown[index - 1].0 != *action { h3 { (action) } }
            (play)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::with_xml;
    use crate::DiffFiles;
    use roxmltree::Node;
    use std::fs;

    const OLD: &str = "policy old.\nparty Lab is the developer.\naction training, scales.\nsafeguard locks, by Lab.\n\
                       clause keep: before training, Lab must have locks in place.\n\
                       clause tell: at all times, Lab may do call.\ntask call, by Lab.\n";
    const NEW: &str = "policy new.\nparty Lab is the developer.\naction training, scales.\nsafeguard locks, by Lab.\n\
                       safeguard walls, by Lab.\nclause keep: before training, Lab must have locks in place and walls in place.\n";

    fn page() -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("it is written");
            path
        };
        let call = DiffFiles {
            old: path("old.hold", OLD),
            new: path("new.hold", NEW),
        };
        let diffed = call.run(&mut |_, _| {});
        assert!(diffed.difference.is_some(), "{:?}", diffed.new.diagnostics);
        diffed.html()
    }

    fn row<'a>(main: Node<'a, 'a>, section: &str, heading: &str) -> Node<'a, 'a> {
        let section = main.descendants().find(|it| it.attribute("id") == Some(section));
        let mut rows = section.into_iter().flat_map(|it| it.descendants());
        let is_it = |it: &Node<'_, '_>| it.has_tag_name("th") && it.text() == Some(heading);
        let found = rows.find(is_it).and_then(|it| it.parent());
        found.unwrap_or_else(|| panic!("no row {heading}"))
    }

    #[test]
    fn what_one_text_alone_says_need_not_be_unfolded() {
        with_xml(&page(), |document| {
            let tell = row(document.root_element(), "clauses", "tell");
            assert!(tell.descendants().any(|it| it.text() == Some("removed")));
            let words = tell
                .descendants()
                .find(|it| it.attribute("class") == Some("said"));
            let words = words.and_then(|it| it.text()).unwrap_or_default();
            assert!(words.contains("Lab may do call"), "{words}");
            assert!(!tell.descendants().any(|it| it.has_tag_name("details")));
            let keep = row(document.root_element(), "clauses", "keep");
            assert!(keep.descendants().any(|it| it.has_tag_name("details")));
        });
    }

    #[test]
    fn things_that_come_and_go_are_gathered_by_kind() {
        with_xml(&page(), |document| {
            let safeguards = row(document.root_element(), "things", "safeguard");
            assert!(safeguards.descendants().any(|it| it.text() == Some("walls")));
        });
    }

    #[test]
    fn the_paragraph_says_what_its_words_mean() {
        let page = page();
        assert!(
            page.contains(
                "On training: <strong>stronger</strong>, it bars all that the old text bars, and more."
            ),
            "{page}"
        );
        assert!(page.contains("Clauses: 1 strengthened, 1 removed."), "{page}");
    }

    #[test]
    fn every_cell_says_on_a_narrow_screen_what_it_is() {
        with_xml(&page(), |document| {
            let cells = document.descendants().filter(|it| it.has_tag_name("td"));
            let cells: Vec<Node<'_, '_>> = cells.collect();
            assert!(cells.len() >= 6);
            assert!(cells.iter().all(|it| it.attribute("data-label").is_some()));
        });
    }
}
