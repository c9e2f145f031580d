//! Whether lines stand where they say, and which are not there.
//!
//! It must not know what is on them.

/// Where lines of one kind have come to.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) next: u64,
    /// The next one could not be read.
    pub(super) is_unreadable: bool,
}

/// How a line stands to those before it.
pub(super) enum Step {
    InPlace,
    /// Some before it are missing or could not be read; those that were not named yet.
    Behind(Option<(u64, u64)>),
    OutOfPlace,
}

impl Progress {
    /// The line says that it has that number.
    pub(super) fn step(&mut self, number: u64) -> Step {
        if number < self.next {
            return Step::OutOfPlace;
        }
        let first = self.next + u64::from(self.is_unreadable);
        let is_behind = number > self.next;
        // An unreadable line that turns out to be none stood between two others.
        self.is_unreadable = false;
        self.next = number + 1;
        match is_behind {
            false => Step::InPlace,
            true => Step::Behind((first < number).then(|| (first, number - 1))),
        }
    }

    /// Those up to `end` that were never seen and not named yet.
    pub(super) fn rest(&self, end: u64) -> Option<(u64, u64)> {
        let first = self.next + u64::from(self.is_unreadable);
        (first < end).then(|| (first, end - 1))
    }
}
