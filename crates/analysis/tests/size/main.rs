//! Generated policies of the size that the design promises: many safeguards in a dependency graph, several levels, long
//! durations as ranges; and a limit on work under way at once. Their waits come out as numbers and not as bounds.

#[path = "../shared/text.rs"]
mod text;

use holdpoint_analysis::report::{GradeRow, Wait};
use holdpoint_analysis::{CheckOptions, check};
use std::fmt::Write;
use text::encoding;

/// 60 safeguards, 8 capabilities, 6 levels, durations to 36 months.
#[test]
fn sixty_safeguards_and_six_levels_are_settled_exactly() {
    let rows = rows(&document(&Size {
        n_safeguards: 60,
        n_levels: 6,
        longest: 36,
        growth: "doubles compute every 2 months and ends at 262144x",
        at_once: None,
    }));
    assert_eq!(rows.len(), 6);
    for row in rows {
        let (Wait::Steps(prepared), Wait::Steps(unprepared)) = (row.prepared_wait, row.unprepared_wait)
        else {
            panic!("only bounds: {row:?}");
        };
        assert!(prepared <= unprepared && unprepared > 0, "{row:?}");
    }
}

#[test]
fn sixteen_safeguards_for_two_hands_are_planned_exactly() {
    let rows = rows(&document(&Size {
        n_safeguards: 16,
        n_levels: 1,
        longest: 6,
        growth: "doubles compute every 3 months and ends at 4096x",
        at_once: Some(2),
    }));
    for row in rows {
        assert!(
            is_exact(row.prepared_wait) && is_exact(row.unprepared_wait),
            "{row:?}"
        );
    }
}

#[test]
fn sixteen_safeguards_of_three_levels_are_planned_exactly() {
    let rows = rows(&document(&Size {
        n_safeguards: 16,
        n_levels: 3,
        longest: 6,
        growth: "doubles compute every 3 months and ends at 4096x",
        at_once: Some(2),
    }));
    assert_eq!(rows.len(), 3);
    for row in rows {
        assert!(
            is_exact(row.prepared_wait) && is_exact(row.unprepared_wait),
            "{row:?}"
        );
    }
}

struct Size {
    n_safeguards: usize,
    n_levels: usize,
    longest: u64,
    growth: &'static str,
    at_once: Option<u32>,
}

fn is_exact(wait: Wait) -> bool {
    matches!(wait, Wait::Steps(_))
}

/// The rows of the world, of every level above the base.
fn rows(text: &str) -> Vec<GradeRow> {
    let encoding = encoding(text);
    let report = check(&encoding, &CheckOptions::default(), &mut |_, _| {});
    let rows = report.policies.into_iter().flat_map(|it| it.grades);
    rows.filter(|it| it.world.is_some() && it.level.as_deref() != Some("L0"))
        .collect()
}

fn document(size: &Size) -> String {
    let mut text = String::from("policy generated.\nparty Lab is the developer.\naction training, scales.\n");
    let n_capabilities = size.n_levels + 2;
    let mut line = |line: String| writeln!(text, "{line}").expect("a string takes what is written");
    (0..n_capabilities).for_each(|it| line(format!("capability c{it}.")));
    line("level L0.".to_owned());
    for level in 1..=size.n_levels {
        let also = if level <= 2 {
            format!(" or c{}", size.n_levels + level - 1)
        } else {
            String::new()
        };
        line(format!(
            "level L{level} above L{}, when c{}{also}.",
            level - 1,
            level - 1
        ));
    }
    (0..size.n_safeguards).for_each(|it| line(format!("safeguard s{it}, by Lab.")));
    let each = size.n_safeguards.div_ceil(size.n_levels);
    for level in 1..=size.n_levels {
        let last = (level * each).min(size.n_safeguards);
        let parts: Vec<String> = ((level - 1) * each..last).map(|it| format!("s{it}")).collect();
        line(format!("standard S{level} is {}.", parts.join(" and ")));
        line(format!("evaluation e{level} of L{level}."));
        line(format!(
            "clause run-{level}: before training, Lab must run e{level} every 4x compute and every 3 months."
        ));
        line(format!(
            "clause gate-{level}: before training when L{level} is indicated, Lab must have S{level} in place."
        ));
    }
    line(format!(
        "world w, for generated.\nassume one step is 1 month.\nassume training {}.",
        size.growth
    ));
    let mut seed = 7u64;
    let mut number = |least: u64, most: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        least + (seed >> 33) % (most - least + 1)
    };
    for safeguard in 0..size.n_safeguards {
        let most = number(1, size.longest);
        // With a limit the length of work is fixed: a plan is for a length.
        let least = if size.at_once.is_some() {
            most
        } else {
            most - number(0, most.min(5) - 1)
        };
        let takes = if least == most {
            most.to_string()
        } else {
            format!("{least} to {most}")
        };
        let before = number(1, 4) as usize;
        let after = if before <= safeguard && number(1, 2) == 1 {
            format!(" after s{}", safeguard - before)
        } else {
            String::new()
        };
        line(format!("assume s{safeguard} takes {takes} months{after}."));
    }
    for capability in 0..n_capabilities {
        line(format!(
            "assume c{capability} appears not before {}x.",
            4u64 << capability
        ));
    }
    if let Some(limit) = size.at_once {
        line(format!(
            "assume at most {limit} safeguards are under way at once."
        ));
    }
    text
}
