//! What holds of every page: it is well formed, whole, escaped, and asks nothing of anybody.

use super::{Command, Input, fixture, render};
use holdpoint_analysis::report::Report;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeSet;

fn page(report: &Report) -> String {
    let command = |line: &str, answers: &str| Command {
        line: line.to_owned(),
        answers: answers.to_owned(),
    };
    render(&Input {
        title: "Responsible Scaling Policy 1.0",
        report,
        effective: &|_| Some(crate::picture::fixture::date(2023, 9, 19)),
        heading_of: &|place| {
            Some(
                if place.span.start < 1000 {
                    "A pause can happen"
                } else {
                    "A pause cannot be prevented"
                }
                .to_owned(),
            )
        },
        place_words: &|place| format!("rsp-1.0.thread.md:{}", place.span.start),
        explain: &|id| Some(format!("holdpoint explain rsp-1.0.thread.md {id}")),
        commands: &[command(
            "holdpoint check rsp-1.0.thread.md",
            "all of this, in a terminal",
        )],
        made_by: "holdpoint 0.1.0",
    })
}

/// HTML leaves some elements open and some attributes bare; an XML reader wants both closed.
fn as_xml(html: &str) -> String {
    let mut xml = String::new();
    for piece in html.split_inclusive('>') {
        let void = ["<meta ", "<link ", "<input "]
            .iter()
            .any(|it| piece.trim_start().starts_with(it));
        match piece.strip_suffix('>') {
            Some(tag) if void => xml += &format!("{}/>", tag.replace(" checked", " checked=\"\"")),
            _ => xml += piece,
        }
    }
    xml
}

fn with_document(report: &Report, ask: impl FnOnce(&Document<'_>)) {
    with_xml(&page(report), ask);
}

/// Of any page of ours.
pub(super) fn with_xml(page: &str, ask: impl FnOnce(&Document<'_>)) {
    let xml = as_xml(page);
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&xml, options).unwrap_or_else(|error| panic!("{error}"));
    ask(&document);
}

fn text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(|it| it.is_text())
        .filter_map(|it| it.text())
        .collect()
}

fn elements<'a>(document: &'a Document<'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document
        .descendants()
        .filter(move |it| it.tag_name().name() == name)
}

#[test]
fn every_page_is_well_formed() {
    for report in [fixture::rich(), fixture::hostile(), Report::default()] {
        with_document(&report, |document| {
            assert_eq!(document.root_element().tag_name().name(), "html")
        });
    }
}

#[test]
fn no_word_of_a_policy_becomes_markup() {
    with_document(&fixture::hostile(), |document| {
        assert_eq!(elements(document, "script").count(), 0);
        assert_eq!(elements(document, "b").count(), 0);
        assert_eq!(elements(document, "style").count(), 1);
        assert!(text(document.root_element()).contains("<script>alert('1')</script>"));
    });
}

#[test]
fn a_page_asks_nothing_of_the_network() {
    with_document(&fixture::rich(), |document| {
        for node in document.descendants() {
            for name in ["src", "href", "action", "poster", "data", "style"] {
                let Some(value) = node.attribute(name) else {
                    continue;
                };
                assert!(
                    value.starts_with('#') || value == "data:,",
                    "<{} {name}={value}>",
                    node.tag_name().name()
                );
            }
        }
    });
    let html = page(&fixture::rich());
    assert!(!html.contains("@import") && !html.contains("url("));
}

#[test]
fn every_link_and_label_leads_to_something_and_every_id_is_one() {
    with_document(&fixture::rich(), |document| {
        let ids: Vec<&str> = document
            .descendants()
            .filter_map(|it| it.attribute("id"))
            .collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len());
        let links = elements(document, "a").filter_map(|it| it.attribute("href")?.strip_prefix('#'));
        let labels = elements(document, "label").filter_map(|it| it.attribute("for"));
        let headings = document
            .descendants()
            .filter_map(|it| it.attribute("aria-labelledby"));
        let targets: Vec<&str> = links.chain(labels).chain(headings).collect();
        assert!(targets.len() > 20);
        assert!(targets.iter().all(|it| known.contains(it)), "{targets:?}");
    });
}

#[test]
fn headings_go_down_one_step_at_a_time_and_there_is_one_title() {
    with_document(&fixture::rich(), |document| {
        let depth = |node: Node<'_, '_>| {
            node.tag_name()
                .name()
                .strip_prefix('h')
                .and_then(|it| it.parse::<u32>().ok())
        };
        let depths: Vec<u32> = document.descendants().filter_map(depth).collect();
        assert_eq!(depths.iter().filter(|it| **it == 1).count(), 1);
        assert!(depths.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{depths:?}");
    });
}

#[test]
fn every_header_cell_says_what_it_heads_and_every_table_what_it_is() {
    with_document(&fixture::rich(), |document| {
        assert!(elements(document, "th").all(|it| it.attribute("scope").is_some()));
        for table in elements(document, "table") {
            let first = table.first_element_child().expect("a table has rows");
            assert_eq!(first.tag_name().name(), "caption");
        }
    });
}

#[test]
fn grades_are_words_and_not_only_colours() {
    with_document(&fixture::rich(), |document| {
        let badges = document
            .descendants()
            .filter(|it| it.attribute("class").is_some_and(|it| it.starts_with("badge")));
        let words: BTreeSet<String> = badges
            .map(|it| {
                text(it)
                    .trim_start_matches(|c: char| !c.is_ascii_alphabetic())
                    .to_owned()
            })
            .collect();
        for word in [
            "silent",
            "vacuous",
            "avoidable",
            "self-clearing",
            "binding",
            "undefined",
            "avoidable to binding",
            "yes",
            "no",
            "depends",
            "undecided",
        ] {
            assert!(words.contains(word), "{word} in {words:?}");
        }
    });
}

#[test]
fn the_users_own_words_in_a_message_are_set_as_code() {
    assert!(page(&fixture::rich()).contains("Nothing bounds <code>ASL-3</code> from above."));
    assert_eq!(super::prose("an odd ` mark").into_string(), "An odd ` mark.");
}

#[test]
fn a_wait_is_told_in_months_where_a_step_is_one() {
    let html = page(&fixture::rich());
    for words in [
        "7 months",
        "12 months",
        "for ever",
        "at least 24 months",
        "33 M USD, without honeypots, which nobody priced",
    ] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn a_play_is_drawn_once_and_linked_after_that() {
    with_document(&fixture::rich(), |document| {
        let titles: Vec<String> = elements(document, "figcaption").map(text).collect();
        assert_eq!(
            titles
                .iter()
                .filter(|it| it.contains("list is begun late"))
                .count(),
            1
        );
        assert_eq!(elements(document, "svg").count(), titles.len());
        assert!(text(document.root_element()).contains("shown above: the list is begun late"));
    });
}

#[test]
fn a_play_can_be_stepped_through_without_a_script() {
    with_document(&fixture::rich(), |document| {
        for steps in elements(document, "fieldset") {
            let inputs: Vec<_> = steps.children().filter(|it| it.has_tag_name("input")).collect();
            let panels = steps
                .children()
                .filter(|it| it.attribute("class") == Some("panel"))
                .count();
            assert_eq!(inputs.len(), panels);
            assert_eq!(
                inputs
                    .iter()
                    .filter(|it| it.attribute("checked").is_some())
                    .count(),
                1
            );
            let names: BTreeSet<_> = inputs.iter().map(|it| it.attribute("name")).collect();
            assert_eq!(names.len(), 1);
        }
    });
}

#[test]
fn claims_stand_under_the_heading_of_their_place_in_order() {
    let html = page(&fixture::rich());
    let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words} is missing"));
    assert!(at("<h3>A pause can happen</h3>") < at("row-02-conditions-exist"));
    assert!(at("row-06-security-alone") < at("<h3>A pause cannot be prevented</h3>"));
    assert!(at("<h3>A pause cannot be prevented</h3>") < at("row-08b-late"));
}

#[test]
fn the_summary_counts_claims_and_says_what_was_not_expected() {
    let html = page(&fixture::rich());
    assert!(html.contains("Of 4 claims about it, 1 holds, 1 does not, 1 depends on what is assumed or how a word is read and 1 could not be decided."), "{html}");
    assert!(html.contains("One verdict is not as its author expected."));
}

#[test]
fn what_is_the_same_in_every_world_is_one_row() {
    with_document(&fixture::rich(), |document| {
        let rows = elements(document, "tr").filter(|it| text(*it).contains("ASL-2any"));
        assert_eq!(rows.count(), 3);
        let vacuous = elements(document, "tr").filter(|it| text(*it).starts_with("ASL-3anyvacuous"));
        assert_eq!(vacuous.count(), 1);
    });
}

#[test]
fn nothing_to_report_is_a_page_too() {
    let html = page(&Report::default());
    assert!(html.contains("no policy that could be graded"));
    assert!(html.contains("How to replay"));
}
