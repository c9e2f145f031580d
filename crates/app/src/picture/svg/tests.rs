//! What holds of every drawing, whatever the play: well formed, whole, told in words, and nothing over nothing.

use super::super::fixture;
use super::canvas::width_of;
use super::{timeline_svg, timeline_svg_in_page};
use holdpoint_analysis::report::{ActionIs, Play};
use roxmltree::{Document, Node};

fn plays() -> Vec<Play> {
    vec![
        fixture::list_ends_pause(),
        fixture::pause_for_ever(),
        fixture::deletion(),
        fixture::busy(),
        fixture::long(2),
        fixture::long(3),
        fixture::long(60),
        fixture::long(300),
        fixture::hostile(),
        fixture::empty(),
    ]
}

fn of_class<'a>(document: &'a Document<'a>, class: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    let has = move |node: &Node<'_, '_>| {
        node.attribute("class")
            .is_some_and(|it| it.split(' ').any(|one| one == class))
    };
    document.descendants().filter(has)
}

fn words(node: Node<'_, '_>) -> String {
    let shown = node
        .descendants()
        .filter(|it| it.is_text() && !it.ancestors().any(|it| it.has_tag_name("title")));
    shown.filter_map(|it| it.text()).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name)
        .and_then(|it| it.parse().ok())
        .unwrap_or_else(|| panic!("{name} of {node:?}"))
}

#[test]
fn every_drawing_is_well_formed_and_named_for_those_who_hear_it() {
    for play in plays() {
        for svg in [timeline_svg(&play), timeline_svg_in_page(&play)] {
            let document = Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let heads: Vec<&str> = root.children().take(2).map(|it| it.tag_name().name()).collect();
            assert_eq!(heads, ["title", "desc"]);
            assert_eq!(
                document
                    .descendants()
                    .filter(|it| it.has_tag_name("script"))
                    .count(),
                0
            );
        }
    }
}

#[test]
fn there_is_a_lane_for_every_action_work_and_evaluation() {
    let svg = timeline_svg(&fixture::list_ends_pause());
    let document = Document::parse(&svg).expect("it is well formed");
    let count = |class| of_class(&document, class).count();
    assert_eq!(
        (
            count("hp-action"),
            count("hp-work-lane"),
            count("hp-evaluation"),
            count("hp-moments")
        ),
        (3, 3, 1, 1)
    );
}

#[test]
fn every_clause_that_bars_is_named_in_the_drawing() {
    for play in plays() {
        let svg = timeline_svg(&play);
        let document = Document::parse(&svg).expect("it is well formed");
        let shown: String = of_class(&document, "hp-why").map(|it| words(it) + " ").collect();
        for state in play.steps.iter().flat_map(|it| &it.actions) {
            let ActionIs::Paused { because } = &state.state else {
                continue;
            };
            for clause in because {
                assert!(shown.contains(clause.as_str()), "{clause} in {shown}");
            }
        }
    }
}

#[test]
fn a_pause_is_hatched_and_as_long_as_it_was() {
    let svg = timeline_svg(&fixture::list_ends_pause());
    let document = Document::parse(&svg).expect("it is well formed");
    let lane = of_class(&document, "hp-action")
        .next()
        .expect("training has a lane");
    let bars: Vec<_> = lane.children().filter(|it| it.has_tag_name("rect")).collect();
    let total: f64 = bars.iter().map(|it| number(*it, "width")).sum();
    let held = bars.iter().filter(|it| it.attribute("class") == Some("hp-held"));
    let held: f64 = held.map(|it| number(*it, "width")).sum();
    assert!((held / total - 8.0 / 14.0).abs() < 0.01, "{held} of {total}");
    assert_eq!(
        lane.children()
            .filter(|it| it.attribute("class") == Some("hp-hatch"))
            .count(),
        2
    );
}

#[test]
fn no_words_stand_over_others_and_none_leave_the_page() {
    for play in plays() {
        let svg = timeline_svg(&play);
        let document = Document::parse(&svg).expect("it is well formed");
        let texts = document.descendants().filter(|it| it.has_tag_name("text"));
        let texts = texts.filter(|it| it.attribute("class") != Some("hp-title"));
        let boxes: Vec<(f64, f64, f64, String)> = texts
            .map(|it| {
                (
                    number(it, "x"),
                    number(it, "y"),
                    f64::from(width_of(&words(it)).0) / 10.0,
                    words(it),
                )
            })
            .collect();
        for (index, (x, y, width, told)) in boxes.iter().enumerate() {
            let is_summary = told.contains("steps from");
            assert!(*x >= 0.0 && (is_summary || x + width <= 960.0), "{told}");
            for (other_x, other_y, other_width, other) in &boxes[..index] {
                let apart =
                    (y - other_y).abs() >= 11.0 || x + width <= *other_x || other_x + other_width <= *x;
                assert!(apart, "`{told}` over `{other}` in {}", play.title);
            }
        }
    }
}

#[test]
fn the_description_tells_what_the_drawing_shows() {
    let svg = timeline_svg(&fixture::pause_for_ever());
    let document = Document::parse(&svg).expect("it is well formed");
    let told = document
        .descendants()
        .find(|it| it.has_tag_name("desc"))
        .and_then(|it| it.text().map(str::to_owned));
    let told = told.expect("there is a description");
    for part in [
        "2023-10-19: nature warning-signs indicates ASL-3; training pauses because of secure-first",
        "From 2023-11-19 on it repeats for ever",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn a_drawing_refers_to_nothing_so_that_many_may_stand_in_a_page() {
    for play in plays() {
        let svg = timeline_svg_in_page(&play);
        let document = Document::parse(&svg).expect("it is well formed");
        assert!(
            document
                .descendants()
                .all(|it| it.attribute("id").is_none() && it.attribute("href").is_none())
        );
        assert!(!svg.contains("url(") && !svg.contains("<style"));
    }
}
