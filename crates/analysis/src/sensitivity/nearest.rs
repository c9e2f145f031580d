//! The nearest value that makes a difference, on one side of the present one.
//!
//! It must not know what is changed.

/// What a changed value makes of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Probed {
    Same,
    Other(String),
    /// Not decided.
    Open,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nearest {
    At(u32, String),
    Nowhere,
    Open,
}

/// From `first`, next to the present value, to `last`, in either direction: one by one.
pub(super) fn of_any(first: u32, last: u32, probe: &dyn Fn(u32) -> Probed) -> Nearest {
    for step in 0..=first.abs_diff(last) {
        let value = value(first, last, step);
        match probe(value) {
            Probed::Same => {}
            Probed::Other(then) => return Nearest::At(value, then),
            Probed::Open => return Nearest::Open,
        }
    }
    Nearest::Nowhere
}

/// Likewise, where a value that makes a difference makes one of every value beyond it: what makes more of something never
/// worse for one side and then better again. The farthest is asked first.
pub(super) fn of_ordered(first: u32, last: u32, probe: &dyn Fn(u32) -> Probed) -> Nearest {
    let n_further = first.abs_diff(last);
    let value = |step: u32| value(first, last, step);
    let mut then = match probe(value(n_further)) {
        Probed::Same => return Nearest::Nowhere,
        Probed::Open => return Nearest::Open,
        Probed::Other(then) => then,
    };
    // Everything below `low` is the same, and `high` is another.
    let (mut low, mut high, mut stride) = (0, n_further, 1);
    while low < high {
        // Small changes are likelier to matter, and cheaper to look at: gallop before halving.
        let middle = (low + stride - 1).min(low + (high - low) / 2);
        match probe(value(middle)) {
            Probed::Same => (low, stride) = (middle + 1, stride * 2),
            Probed::Open => return Nearest::Open,
            Probed::Other(found) => (high, then) = (middle, found),
        }
    }
    Nearest::At(value(high), then)
}

fn value(first: u32, last: u32, step: u32) -> u32 {
    if last >= first { first + step } else { first - step }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_threshold(threshold: u32) -> impl Fn(u32) -> Probed {
        move |it| {
            if it >= threshold {
                Probed::Other("x".to_owned())
            } else {
                Probed::Same
            }
        }
    }

    #[test]
    fn the_first_that_differs_is_found_wherever_it_is() {
        for threshold in 1..=40 {
            for nearest in [of_ordered, of_any] {
                let found = nearest(1, 40, &from_threshold(threshold));
                assert_eq!(found, Nearest::At(threshold, "x".to_owned()));
            }
        }
        assert_eq!(of_ordered(1, 40, &from_threshold(41)), Nearest::Nowhere);
    }

    #[test]
    fn downward_it_is_the_last_that_differs() {
        for threshold in 1..=40 {
            let probe = |it| match it <= threshold {
                true => Probed::Other("x".to_owned()),
                false => Probed::Same,
            };
            assert_eq!(of_ordered(40, 1, &probe), Nearest::At(threshold, "x".to_owned()));
            assert_eq!(of_any(40, 1, &probe), Nearest::At(threshold, "x".to_owned()));
        }
    }

    #[test]
    fn what_is_not_decided_is_said() {
        assert_eq!(of_ordered(1, 9, &|_| Probed::Open), Nearest::Open);
        assert_eq!(of_any(1, 9, &|_| Probed::Open), Nearest::Open);
    }

    #[test]
    fn what_comes_and_goes_is_found_one_by_one() {
        let probe = |it| match it {
            5 | 6 => Probed::Other("x".to_owned()),
            _ => Probed::Same,
        };
        assert_eq!(of_any(1, 40, &probe), Nearest::At(5, "x".to_owned()));
    }
}
