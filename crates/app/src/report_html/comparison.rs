//! Two encodings of one text as one page: how far they agree, what each permits, what differs, a play for each way apart.
//!
//! It must not know how a comparison was found.

use super::album::Album;
use super::page::{Section, document, framed};
use super::table::table;
use crate::compare::Compared;
use crate::words::comparison as words;
use holdpoint_analysis::report::comparison::{ClausePair, Comparison};
use holdpoint_analysis::report::difference::Moved;
use maud::{Markup, html};

const MADE_BY: &str = concat!("holdpoint ", env!("CARGO_PKG_VERSION"));

impl Compared {
    /// Empty where nothing could be compared.
    pub fn html(&self) -> String {
        self.comparison.as_ref().map_or(String::new(), page)
    }
}

fn page(it: &Comparison) -> String {
    let mut album = Album::default();
    let title = format!("{} against {}", it.labels[0], it.labels[1]);
    let parts = [
        ("agreement", "How far they agree", Some(agreement(it))),
        ("permits", "What each permits", actions(it)),
        ("clauses", "Clause by clause", clauses(it)),
        ("things", "Meanings that differ", things(it)),
        ("grades", "Grades that differ", grades(it)),
        ("claims", "Claims whose verdicts differ", claims(it)),
        ("readings", "Readings", readings(it)),
        ("text", "What each does with the text", passages(it)),
        ("names", "Names", names(it)),
        ("plays", "Histories that tell them apart", plays(it, &mut album)),
    ];
    let section = |(id, heading, body): (_, _, Option<Markup>)| {
        Some(Section {
            id,
            heading,
            body: body?,
        })
    };
    let sections: Vec<Section> = parts.into_iter().filter_map(section).collect();
    let header = html! {
        header.top { p.kicker { "Two encodings of one text" } h1 { (title) } }
    };
    let footer = html! { "Made by " (MADE_BY) " from the two encodings alone." };
    document(&title, MADE_BY, &framed(&header, &sections, &footer))
}

fn lines(lines: &[String]) -> Markup {
    html! { ul.bare { @for line in lines { li { (line) } } } }
}

fn plain(words: &str) -> Markup {
    html! { (words) }
}

fn agreement(it: &Comparison) -> Markup {
    let found = words::agreement(it);
    let rows: Vec<[Markup; 2]> = found
        .iter()
        .map(|(name, words)| [plain(name), plain(words)])
        .collect();
    html! {
        @if it.is_agreed() { p { strong.good { "They agree in all that was compared." } } }
        (table("How far they agree", ["Compared", "Agreement"], &rows).unwrap_or_default())
        (lines(&words::covered(it)))
    }
}

fn actions(it: &Comparison) -> Option<Markup> {
    let rows: Vec<[Markup; 2]> = (it.actions.iter())
        .map(|action| [plain(&action.action), lines(&words::permits(action, &it.labels))])
        .collect();
    table("What each permits", ["Action", "What each permits"], &rows)
}

fn clauses(it: &Comparison) -> Option<Markup> {
    let [first, second] = &it.labels;
    let rows: Vec<[Markup; 3]> = it
        .clauses
        .iter()
        .map(|clause_pair| clause(clause_pair, it))
        .collect();
    table("Clause by clause", [first, second, "What differs"], &rows)
}

fn clause(clause: &ClausePair, it: &Comparison) -> [Markup; 3] {
    let name = |which: usize| {
        html! {
            @match &clause.sides[which] { Some(side) => (side.name), None => span.quiet { "–" } }
        }
    };
    let differs = html! {
        @if clause.is_alike() { span.quiet { "nothing" } }
        (moved(&clause.moved, it))
        @if let Some(by) = clause.by.and_then(words::same_by) { div.quiet { (by) } }
        details {
            summary { "In the language's words" }
            @for side in clause.sides.iter().flatten() {
                p { (side.words) @if let Some(citation) = &side.citation { span.quiet { " · " (citation) } } }
            }
        }
    };
    [name(0), name(1), differs]
}

fn moved(moved: &[Moved], it: &Comparison) -> Markup {
    let all: Vec<String> = moved
        .iter()
        .map(|moved| words::moved(moved, &it.labels))
        .collect();
    lines(&all)
}

fn things(it: &Comparison) -> Option<Markup> {
    let row = |thing: &holdpoint_analysis::report::difference::ThingChange| {
        [html! { (thing.kind) " " (thing.name) }, moved(&thing.moved, it)]
    };
    let rows: Vec<[Markup; 2]> = it.things.iter().map(row).collect();
    table("Meanings that differ", ["What", "What differs"], &rows)
}

fn grades(it: &Comparison) -> Option<Markup> {
    let [first, second] = &it.labels;
    let apart = it.rows.iter().filter(|it| !it.is_alike()).map(|row| {
        let [one, other] = row
            .sides
            .each_ref()
            .map(|it| plain(&words::row_side(it.as_ref())));
        [plain(&words::row(row)), one, other]
    });
    table(
        "Grades that differ",
        ["Row", first, second],
        &apart.collect::<Vec<_>>(),
    )
}

fn claims(it: &Comparison) -> Option<Markup> {
    let [first, second] = &it.labels;
    let apart = it.checks.iter().filter(|it| !it.is_alike());
    let rows = apart.map(|it| {
        [
            plain(&it.property),
            plain(&it.verdicts[0]),
            plain(&it.verdicts[1]),
        ]
    });
    table(
        "Claims whose verdicts differ",
        ["Claim", first, second],
        &rows.collect::<Vec<_>>(),
    )
}

fn readings(it: &Comparison) -> Option<Markup> {
    let said = words::readings(it);
    (!said.is_empty()).then(|| lines(&said))
}

fn passages(it: &Comparison) -> Option<Markup> {
    let [first, second] = &it.labels;
    let sections = it.sections.iter().filter(|it| !it.is_alike());
    let sections = sections.map(|it| (it.citation.as_str(), &it.treated));
    let sentences = it.sentences.iter().filter(|it| !it.is_alike());
    let sentences = sentences.map(|it| {
        let text = it.texts.iter().flatten().next();
        (text.map_or("", String::as_str), &it.treated)
    });
    let rows = sections.chain(sentences).map(|(what, treated)| {
        let [one, other] = treated.each_ref().map(|it| plain(&words::treatment(it)));
        [plain(what), one, other]
    });
    table(
        "What each does with the text",
        ["Passage", first, second],
        &rows.collect::<Vec<_>>(),
    )
}

fn names(it: &Comparison) -> Option<Markup> {
    let [first, second] = &it.labels;
    let same = it.names.iter().map(|name| {
        let by = words::same_by(name.by).unwrap_or_default();
        let [one, other] = name.names.each_ref().map(|it| plain(it));
        [plain(name.kind), one, other, plain(&by)]
    });
    let only = it.only.iter().enumerate().flat_map(|(which, names)| {
        names.iter().map(move |(kind, name)| {
            let cell = |here: bool| if here { plain(name) } else { plain("–") };
            [plain(kind), cell(which == 0), cell(which == 1), plain("")]
        })
    });
    let rows: Vec<[Markup; 4]> = same.chain(only).collect();
    table("Names", ["Kind", first, second, "Why"], &rows)
}

fn plays(it: &Comparison, album: &mut Album) -> Option<Markup> {
    let mut shown = Vec::new();
    for action in &it.actions {
        for separation in action.first_permits.iter().chain(&action.second_permits) {
            shown.push((action.action.as_str(), album.play(&separation.play)));
        }
    }
    (!shown.is_empty()).then(|| {
        html! {
            @for (index, (action, play)) in shown.iter().enumerate() {
                @if index == 0 || shown[index - 1].0 != *action { h3 { (action) } }
                (play)
            }
        }
    })
}
