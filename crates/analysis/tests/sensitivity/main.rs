//! What is said to flip a grade, held against whole checks of the edited world: each value up to the flip, one by one.

#[path = "../naive/draw.rs"]
mod draw;
#[path = "../shared/text.rs"]
mod text;

use holdpoint_analysis::report::sensitivity::{Flip, Margin, Room, Subject};
use holdpoint_analysis::report::{GradeRow, Wait};
use holdpoint_analysis::{CheckOptions, SensitivityOptions, check, sensitivity};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::quantity::{Decimal, Duration, Unit};
use holdpoint_policy::world::{Assumed, Assumption, Time, Work};

const N_POLICIES: u64 = 25;
/// Values beyond the present one that a thing said to be steady is held to.
const N_BEYOND: u32 = 6;

#[derive(Debug, Default)]
struct Tally {
    n_flips: usize,
    n_steady: usize,
    n_owners: usize,
    n_margins: usize,
}

#[test]
fn every_flip_is_the_nearest_value_with_another_grade() {
    let mut tally = Tally::default();
    for seed in 0..N_POLICIES {
        let encoding = text::encoding(&draw::policy(seed));
        let options = SensitivityOptions {
            world: Some(encoding.policies[0].worlds[0].named.name.clone()),
            ids: Vec::new(),
        };
        for policy in sensitivity(&encoding, &options, &mut |_, _| {}) {
            for subject in &policy.subjects {
                let held = Held {
                    encoding: &encoding,
                    subject,
                    seed,
                };
                held.flips(&mut tally);
                held.steady(&mut tally);
                held.margins(&mut tally);
            }
        }
    }
    println!("{tally:?}");
    let counts = [tally.n_flips, tally.n_steady, tally.n_owners, tally.n_margins];
    assert!(
        counts.iter().all(|it| *it >= 10),
        "too little was looked at: {tally:?}"
    );
}

struct Held<'a> {
    encoding: &'a Encoding,
    subject: &'a Subject,
    seed: u64,
}

impl Held<'_> {
    fn flips(&self, tally: &mut Tally) {
        for flip in &self.subject.flips {
            match flip.what.strip_suffix(" takes") {
                Some(name) => tally.n_flips += usize::from(self.time(name, flip)),
                None if flip.to.ends_with(" lapse") => tally.n_flips += usize::from(self.may_lapse(flip)),
                None => tally.n_owners += usize::from(self.may_fail(flip)),
            }
        }
    }

    /// Whether it is a safeguard's time.
    fn time(&self, name: &str, flip: &Flip) -> bool {
        let (Some(now), Some(by)) = (self.takes(name), flip.by) else {
            return false;
        };
        let at = |distance: u32| match steps(&flip.to) > now {
            true => now + distance,
            false => now - distance,
        };
        assert_eq!(at(by), steps(&flip.to), "seed {}: {flip:?}", self.seed);
        for distance in 1..=by {
            let grade = grade(&self.row(&self.with_time(name, at(distance))));
            let expected = if distance < by {
                &self.subject.now
            } else {
                &flip.then
            };
            assert_eq!(grade, *expected, "seed {}, {distance} steps: {flip:?}", self.seed);
        }
        true
    }

    fn may_lapse(&self, flip: &Flip) -> bool {
        let mut encoding = self.encoding.clone();
        let policy = &mut encoding.policies[0];
        let mut safeguards = policy.base.safeguards.iter();
        let Some(position) = safeguards.position(|it| it.named.name == flip.what) else {
            return false;
        };
        let assumed = Assumed::MayLapse(position.into());
        let assumptions = &mut policy.worlds[0].assumptions;
        match flip.to.as_str() {
            "may lapse" => assumptions.push(Assumption {
                what: assumed,
                ..assumptions[0].clone()
            }),
            _ => assumptions.retain(|it| it.what != assumed),
        }
        let grade = grade(&self.row(&encoding));
        assert_eq!(grade, flip.then, "seed {}: {flip:?}", self.seed);
        true
    }

    fn may_fail(&self, flip: &Flip) -> bool {
        let mut encoding = self.encoding.clone();
        let mut safeguards = encoding.policies[0].base.safeguards.iter_mut();
        let Some(safeguard) = safeguards.find(|it| it.named.name == flip.what) else {
            return false;
        };
        safeguard.may_fail = !safeguard.may_fail;
        assert_eq!(
            grade(&self.row(&encoding)),
            flip.then,
            "seed {}: {flip:?}",
            self.seed
        );
        true
    }

    fn steady(&self, tally: &mut Tally) {
        for steady in &self.subject.steady {
            let Some((name, _)) = steady.split_once(" takes ") else {
                continue;
            };
            let Some(now) = self.takes(name) else { continue };
            tally.n_steady += 1;
            for value in (1..=now + N_BEYOND).filter(|it| *it != now) {
                let grade = grade(&self.row(&self.with_time(name, value)));
                assert_eq!(grade, self.subject.now, "seed {}: {name} at {value}", self.seed);
            }
        }
    }

    fn margins(&self, tally: &mut Tally) {
        for margin in &self.subject.margins {
            let avoids = |takes: u32| {
                let row = self.row(&self.with_time(&margin.safeguard, takes));
                matches!(row.prepared_wait, Wait::Steps(0) | Wait::None)
            };
            let Margin { takes, room, .. } = *margin;
            let expected = match room {
                Room::Spare(spare) => avoids(takes + spare) && !avoids(takes + spare + 1),
                Room::Short(short) => avoids(takes - short) && !avoids(takes - short + 1),
                Room::Ample => avoids(takes) && avoids(takes + N_BEYOND),
                Room::Elsewhere => !avoids(takes) && !avoids(1),
                Room::Undecided => continue,
            };
            assert!(expected, "seed {}, {}: {margin:?}", self.seed, self.subject.id);
            tally.n_margins += 1;
        }
    }

    /// The row of the subject, by a whole check.
    fn row(&self, encoding: &Encoding) -> GradeRow {
        let options = CheckOptions {
            world: self.subject.world.clone(),
            checks_only: false,
        };
        let report = check(encoding, &options, &mut |_, _| {});
        let mut rows = report.policies.into_iter().flat_map(|it| it.grades);
        rows.find(|it| it.world == self.subject.world && it.id() == self.subject.id)
            .expect("the row is there in the edited world")
    }

    fn takes(&self, name: &str) -> Option<u32> {
        let policy = &self.encoding.policies[0];
        let stated = policy.worlds[0]
            .assumptions
            .iter()
            .rev()
            .find_map(|it| match &it.what {
                Assumed::Takes {
                    work: Work::Safeguard(work),
                    time: Time::Range { most, .. },
                    ..
                } if policy.base.safeguards[work.index()].named.name == name => Some(most.amount.digits),
                _ => None,
            });
        stated.and_then(|it| u32::try_from(it).ok())
    }

    fn with_time(&self, name: &str, value: u32) -> Encoding {
        let mut encoding = self.encoding.clone();
        let policy = &mut encoding.policies[0];
        let names: Vec<String> = policy
            .base
            .safeguards
            .iter()
            .map(|it| it.named.name.clone())
            .collect();
        for assumption in &mut policy.worlds[0].assumptions {
            if let Assumed::Takes {
                work: Work::Safeguard(work),
                time: Time::Range { least, most },
                ..
            } = &mut assumption.what
                && names[work.index()] == name
            {
                *most = Duration {
                    amount: Decimal {
                        digits: u64::from(value),
                        places: 0,
                    },
                    unit: Unit::Step,
                };
                if least.amount.digits >= u64::from(value) {
                    *least = *most;
                }
            }
        }
        encoding
    }
}

fn grade(row: &GradeRow) -> String {
    let words: Vec<&str> = row.grade.iter().map(|it| it.word()).collect();
    words.join(" or ")
}

/// `9 months` → 9.
fn steps(words: &str) -> u32 {
    let number = words.split(' ').next().expect("a number and its unit");
    number.parse().expect("whole steps")
}
