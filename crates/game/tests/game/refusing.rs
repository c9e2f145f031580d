//! The audit accepts nothing that is false, wherever it comes from.

use crate::boards::{Table, at, chosen_fields, field, field_weight, tables};
use crate::naive;
use holdpoint_game::audit::{self, Fault, Flaw};
use holdpoint_game::certificate::{
    Cease, Reach, Recur, RunAtLeast, RunAtMost, RunEndless, Stay, TotalAtLeast, TotalAtMost, WaitAtLeast,
    WaitAtMost,
};
use holdpoint_game::{Length, Marks, Position, Side, Sum};
use proptest::prelude::*;
use std::collections::BTreeMap;

const SIDES: [Side; 2] = [Side::Ours, Side::Theirs];

/// Small numbers drawn for every position, or none: certificates that no solver made.
type Drawn = Vec<Option<(u32, u32)>>;

fn listed<T>(table: &Table, drawn: &Drawn, entry: impl Fn(u32, u32) -> T) -> BTreeMap<Position, T> {
    let entries = drawn.iter().enumerate().take(table.len());
    entries
        .filter_map(|(n, drawn)| drawn.map(|(first, second)| (at(n), entry(first, second))))
        .collect()
}

/// What an accepted certificate says must be so; a refused one says nothing.
fn assert_true<T>(
    verdict: Result<(), Flaw>,
    claims: &BTreeMap<Position, T>,
    is_so: impl Fn(usize, &T) -> bool,
) {
    for (position, claim) in claims.iter().filter(|_| verdict.is_ok()) {
        assert!(
            is_so(field(*position), claim),
            "a false claim about field {} was accepted",
            field(*position)
        );
    }
}

fn check_drawn_regions(table: &Table, bits: u32, drawn: &Drawn) {
    let fields = chosen_fields(table, bits);
    let holds = |position: Position| fields[field(position)];
    for side in SIDES {
        let moves = listed(table, drawn, |first, _| first);
        let least = naive::moves_to(table, side, &fields);
        let verdict = audit::reach(
            table,
            &Reach {
                side,
                moves: moves.clone(),
            },
            holds,
        );
        assert_true(verdict, &moves, |n, moves| {
            least[n].is_some_and(|least| least <= *moves)
        });

        let won = naive::recur(table, side, &fields);
        let verdict = audit::recur(
            table,
            &Recur {
                side,
                moves: moves.clone(),
            },
            holds,
        );
        assert_true(verdict, &moves, |n, _| won[n]);
        let verdict = audit::cease(
            table,
            &Cease {
                side: side.other(),
                measure: moves.clone(),
            },
            holds,
        );
        assert_true(verdict, &moves, |n, _| !won[n]);

        let next = |_, second: u32| Some(at(second as usize % table.len()));
        let mut next = listed(table, drawn, next);
        for (position, next) in next
            .iter_mut()
            .filter(|(position, _)| table.fields[field(**position)].side != side)
        {
            *next = next.filter(|_| field(*position) % 5 == 4);
        }
        let kept = naive::stay(table, side, &fields);
        let verdict = audit::stay(
            table,
            &Stay {
                side,
                next: next.clone(),
            },
            holds,
        );
        assert_true(verdict, &next, |n, _| kept[n]);
    }
}

fn check_drawn_counts(table: &Table, mark: Marks, drawn: &Drawn) {
    for side in SIDES {
        let value = naive::wait(table, side, mark);
        let beats = listed(table, drawn, |first, second| (first, second));
        let verdict = audit::wait_at_most(
            table,
            &WaitAtMost {
                side,
                mark,
                beats: beats.clone(),
            },
        );
        assert_true(verdict, &beats, |n, beats| value[n] <= Length::Finite(beats.0));

        let beats = listed(table, drawn, |first, second| {
            if second > 3 {
                Length::Endless
            } else {
                Length::Finite(first)
            }
        });
        let verdict = audit::wait_at_least(
            table,
            &WaitAtLeast {
                side: side.other(),
                mark,
                beats: beats.clone(),
            },
        );
        assert_true(verdict, &beats, |n, beats| value[n] >= *beats);

        let measure = listed(table, drawn, |first, _| first);
        let verdict = audit::run_endless(
            table,
            &RunEndless {
                side: side.other(),
                mark,
                measure: measure.clone(),
            },
        );
        assert_true(verdict, &measure, |n, _| {
            naive::longest_run(table, side, mark, n) == Length::Endless
        });

        for bound in 0..4 {
            let longest_safe = listed(table, drawn, |first, _| first.min(bound));
            let kept = naive::is_kept(table, side, mark, bound as usize);
            let claims = longest_safe.clone();
            let verdict = audit::run_at_most(
                table,
                &RunAtMost {
                    side,
                    mark,
                    root: at(0),
                    bound,
                    longest_safe,
                },
            );
            assert_true(verdict, &claims, |n, longest| kept[n][*longest as usize]);
        }
    }
}

fn check_drawn_run(table: &Table, mark: Marks, length: u32, drawn: &[Option<u32>]) {
    let key = |index: usize| (at(index / length as usize), index as u32 % length);
    let entries = drawn.iter().enumerate().take(table.len() * length as usize);
    let moves: BTreeMap<_, _> = entries
        .filter_map(|(index, left)| left.map(|left| (key(index), left)))
        .collect();
    for side in SIDES {
        let kept = naive::is_kept(table, side.other(), mark, length as usize - 1);
        let certificate = RunAtLeast {
            side,
            mark,
            root: at(0),
            length,
            moves: moves.clone(),
        };
        if audit::run_at_least(table, &certificate).is_ok() {
            assert!(!kept[0][0], "a run that cannot be forced was accepted");
            assert!(
                moves
                    .keys()
                    .all(|(position, run)| !kept[field(*position)][*run as usize])
            );
        }
    }
}

fn check_drawn_totals(table: &Table, bits: u32, weight: impl Fn(usize, usize) -> u64 + Copy, drawn: &Drawn) {
    let within = |position: Position| bits >> field(position) & 1 == 1;
    let paid = |from: Position, to: Position| weight(field(from), field(to));
    for side in SIDES {
        let value = naive::least_total(table, side, &chosen_fields(table, bits), 3, weight);
        let total = listed(table, drawn, |first, _| u64::from(first));
        let verdict = audit::total_at_most(
            table,
            &TotalAtMost {
                side,
                total: total.clone(),
            },
            within,
            paid,
        );
        assert_true(verdict, &total, |n, total| value[n] <= Sum::Finite(*total));

        let sum = |first, second| {
            if second > 3 {
                Sum::Endless
            } else {
                Sum::Finite(u64::from(first))
            }
        };
        let total = listed(table, drawn, |first, second| (sum(first, second), second));
        let certificate = TotalAtLeast {
            side: side.other(),
            total: total.clone(),
        };
        let verdict = audit::total_at_least(table, &certificate, within, paid);
        assert_true(verdict, &total, |n, total| value[n] >= total.0);
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    prop::collection::vec(prop::option::weighted(0.7, (0u32..5, 0u32..5)), 8)
}

/// A board that breaks its promise: play can stay at field 0 for ever and never pass a beat.
fn without_beats() -> Table {
    Table::of(&[("ours", None, &[0]), ("ours", Some(0), &[0])])
}

#[test]
fn no_wait_is_bounded_by_going_round_without_a_beat() {
    for left in 0..3 {
        let beats = BTreeMap::from([(at(0), (0, left))]);
        let verdict = audit::wait_at_most(
            &without_beats(),
            &WaitAtMost {
                side: Side::Ours,
                mark: 1,
                beats,
            },
        );
        assert_eq!(
            verdict,
            Err(Flaw {
                position: at(0),
                fault: Fault::NoGoodMove
            })
        );
    }
}

#[test]
fn no_run_is_endless_by_going_round_without_a_beat() {
    let measure = BTreeMap::from([(at(0), 0)]);
    let verdict = audit::run_endless(
        &without_beats(),
        &RunEndless {
            side: Side::Ours,
            mark: 1,
            measure,
        },
    );
    assert_eq!(
        verdict,
        Err(Flaw {
            position: at(0),
            fault: Fault::NoBeat
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_false_region_is_accepted(table in tables(4), bits: u32, drawn in drawn()) {
        check_drawn_regions(&table, bits, &drawn);
    }

    #[test]
    fn no_false_count_is_accepted(table in tables(4), mark in 1u16..4, drawn in drawn()) {
        check_drawn_counts(&table, mark, &drawn);
    }

    #[test]
    fn no_false_run_is_accepted(table in tables(3), mark in 1u16..4, length in 1u32..4,
        drawn in prop::collection::vec(prop::option::weighted(0.8, 0u32..6), 9)) {
        check_drawn_run(&table, mark, length, &drawn);
    }

    #[test]
    fn no_false_total_is_accepted(table in tables(4), bits: u32, seed: u64, drawn in drawn()) {
        check_drawn_totals(&table, bits | 3, |from, to| field_weight(seed, 3, from, to), &drawn);
    }
}
