//! Small policy documents from a seed, as text.
//!
//! It must not know what they mean.

/// The document of a seed: a policy and one world.
pub(crate) fn policy(seed: u64) -> String {
    Draw::new(seed).document()
}

/// A stream of numbers that depends on the seed alone.
struct Draw {
    state: u64,
    text: String,
    n_clauses: usize,
}

/// What later sentences can name.
struct Things {
    /// Levels above the base that have a condition.
    n_levels: usize,
    has_undefined_top: bool,
    n_safeguards: usize,
    has_determination: bool,
    has_approval: bool,
    has_fact: bool,
    has_task: bool,
    has_deployment: bool,
    n_evaluations: usize,
    /// The second capability has grades, and the second evaluation is of it.
    is_graded: bool,
    /// The first safeguard may fail.
    may_fail: bool,
}

impl Draw {
    fn new(seed: u64) -> Draw {
        Draw {
            // Not a multiple of what is added: neighbours would draw from one stream.
            state: seed.wrapping_mul(0xd134_2543_de82_ef95),
            text: String::new(),
            n_clauses: 0,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of the numbers from `least` to `most`.
    fn number(&mut self, least: u64, most: u64) -> u64 {
        least + self.next() % (most - least + 1)
    }

    fn once_in(&mut self, n: u64) -> bool {
        self.number(1, n) == 1
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn document(mut self) -> String {
        let things = self.things();
        self.declare(&things);
        self.clauses(&things);
        self.world(&things);
        self.text
    }

    fn things(&mut self) -> Things {
        let n_levels = if self.once_in(3) { 2 } else { 1 };
        let has_determination = self.once_in(3);
        let n_evaluations = if n_levels == 2 && self.once_in(2) { 2 } else { 1 };
        Things {
            n_levels,
            has_undefined_top: self.once_in(2),
            n_safeguards: [1, 1, 2, 2, 3][self.number(0, 4) as usize] as usize,
            has_determination,
            has_approval: self.once_in(5),
            has_fact: self.once_in(6),
            has_task: self.once_in(if has_determination { 2 } else { 4 }),
            has_deployment: self.once_in(4),
            n_evaluations,
            is_graded: n_evaluations == 2 && self.once_in(2),
            may_fail: self.once_in(6),
        }
    }

    fn declare(&mut self, things: &Things) {
        self.line("policy drawn.\nparty Lab is the developer.\nparty Watch is independent.");
        self.line("action training, scales.");
        if things.has_deployment {
            self.line("action deployment.");
        }
        self.levels(things);
        for index in 1..=things.n_safeguards {
            let may_fail = match index {
                1 => things.may_fail,
                _ => self.once_in(7),
            };
            let may_fail = if may_fail { ", may fail" } else { "" };
            self.line(&format!("safeguard s{index}, by Lab{may_fail}."));
        }
        if things.n_safeguards > 1 {
            let joined = if self.once_in(3) { "or" } else { "and" };
            self.line(&format!("standard S is s1 {joined} s2."));
        }
        for index in 1..=things.n_evaluations {
            let buffer = if self.once_in(3) {
                ", with a buffer of 2x"
            } else {
                ""
            };
            let open = if self.once_in(8) {
                ", may be inconclusive"
            } else {
                ""
            };
            let of = match index {
                2 if things.is_graded => "c2".to_owned(),
                _ => format!("L{}", index + 1),
            };
            let buffer = if of == "c2" { "" } else { buffer };
            self.line(&format!("evaluation e{index} of {of}{buffer}{open}."));
        }
        self.moves(things);
    }

    fn levels(&mut self, things: &Things) {
        let several = self.number(1, 6);
        let graded = if things.is_graded {
            ", graded none < low < high"
        } else {
            ""
        };
        self.line(&format!(
            "capability c1.\ncapability c2{graded}.\ncapability c3.\nlevel L1."
        ));
        let first = match several {
            1 => "c1 and c3",
            2 => "c1 or c3",
            _ => "c1",
        };
        self.line(&format!("level L2 above L1, when {first}."));
        if things.n_levels == 2 {
            let at = match (things.is_graded, self.once_in(2)) {
                (false, _) => "",
                (true, true) => " at low",
                (true, false) => " at high",
            };
            self.line(&format!("level L3 above L2, when c2{at}."));
        }
        if things.has_undefined_top {
            let below = things.n_levels + 1;
            self.line(&format!("level L{} above L{below}, undefined.", below + 1));
        }
    }

    fn moves(&mut self, things: &Things) {
        if things.has_task {
            self.line("task review, by Lab.");
        }
        if things.has_determination {
            let of = if self.once_in(4) { "" } else { ", of e1" };
            let requires = if things.has_task { ", requires review" } else { "" };
            let only = if self.once_in(3) { ", only if true" } else { "" };
            self.line(&format!("determination D{of}, by Lab{requires}{only}."));
        }
        if things.has_approval {
            self.line("approval leave, by Watch.");
        }
        if things.has_fact {
            let decider = if self.once_in(2) { "nature" } else { "Watch" };
            let permanent = if self.once_in(3) { ", permanent" } else { "" };
            self.line(&format!("fact alarm, decided by {decider}{permanent}."));
        }
    }

    fn clauses(&mut self, things: &Things) {
        for index in 1..=things.n_evaluations {
            let clocks = match self.number(1, 4) {
                1 => format!("{} months", self.number(1, 4)),
                2 => format!(
                    "{}x compute and every {} months",
                    self.factor(),
                    self.number(2, 4)
                ),
                _ => format!("{}x compute", self.factor()),
            };
            self.clause(&format!("before training, Lab must run e{index} every {clocks}"));
        }
        self.gate("training", things);
        for _ in 0..self.number(0, 1) {
            self.gate("training", things);
        }
        if things.has_deployment {
            self.gate("deployment", things);
        }
        if self.once_in(6) {
            self.pause(things);
        }
    }

    fn pause(&mut self, things: &Things) {
        let level = self.number(2, things.n_levels as u64 + 1);
        let within = match self.number(1, 3) {
            1 => format!(" within {} months", self.number(1, 2)),
            _ => String::new(),
        };
        let safeguard = self.number(1, things.n_safeguards as u64);
        let until = match self.number(1, 4) {
            1 if things.has_fact => " until alarm holds".to_owned(),
            1 if things.may_fail => " until s1 has been attempted".to_owned(),
            2 => String::new(),
            _ => format!(" until s{safeguard} is in place"),
        };
        let when = format!("L{level} is indicated");
        self.clause(&format!("when {when}, Lab must pause training{within}{until}"));
    }

    fn clause(&mut self, sentence: &str) {
        self.n_clauses += 1;
        let n = self.n_clauses;
        self.line(&format!("clause k{n}: {sentence}."));
    }

    fn gate(&mut self, action: &str, things: &Things) {
        let when = match action {
            "training" => self.when(1, things),
            // Not at all times: `standing` says why.
            _ => self.when(2, things),
        };
        let goal = self.goal(things);
        let unless = self.unless(things);
        self.clause(&format!("before {action}{when}, Lab must have {goal}{unless}"));
    }

    fn when(&mut self, first: u64, things: &Things) -> String {
        let level = self.number(2, things.n_levels as u64 + 1);
        match self.number(first, 12) {
            1 => String::new(),
            2 if things.has_fact => " when alarm holds".to_owned(),
            3 if things.has_fact => format!(" when L{level} is indicated and alarm holds"),
            4 if things.n_evaluations == 1 => " when L2 is not ruled out".to_owned(),
            5 if things.is_graded => " when c2 is indicated at high".to_owned(),
            6 if things.is_graded => " when c2 is indicated at low".to_owned(),
            7 if things.is_graded => " when c2 is not ruled out at high".to_owned(),
            8 if things.may_fail => {
                format!(" when L{level} is indicated and s1 has been attempted and s1 is not in place")
            }
            _ => format!(" when L{level} is indicated"),
        }
    }

    fn goal(&mut self, things: &Things) -> String {
        let undefined = things.n_levels + 2;
        let safeguard = self.number(1, things.n_safeguards as u64);
        match self.number(1, 10) {
            1 | 2 if things.has_undefined_top => format!("L{undefined} defined"),
            3 if things.has_task => "review done".to_owned(),
            4 if things.has_undefined_top => format!("s{safeguard} in place and L{undefined} defined"),
            5 if things.has_approval => format!("s{safeguard} in place or leave approved by Watch"),
            6..=8 if things.n_safeguards > 1 => "S in place".to_owned(),
            _ => format!("s{safeguard} in place"),
        }
    }

    fn unless(&mut self, things: &Things) -> String {
        match self.number(1, 4) {
            1 | 2 if things.has_determination => " unless D is found".to_owned(),
            3 if things.has_approval => " unless Watch has approved leave".to_owned(),
            4 if things.has_fact && self.once_in(2) => " until alarm holds".to_owned(),
            4 if things.has_fact => " unless alarm holds".to_owned(),
            4 if things.may_fail => " unless s1 has been attempted".to_owned(),
            _ => String::new(),
        }
    }

    fn factor(&mut self) -> u64 {
        [2, 3, 4, 4, 8, 16][self.number(0, 5) as usize]
    }

    fn world(&mut self, things: &Things) {
        self.line("world w, for drawn.\nassume one step is 1 month.");
        let end = 1u64 << self.number(2, 5);
        self.line(&format!(
            "assume training doubles compute every 1 month and ends at {end}x."
        ));
        for index in 1..=things.n_safeguards {
            let takes = self.takes(4);
            let after = if index > 1 && self.once_in(3) {
                let both = if index == 3 { " and s1" } else { "" };
                format!(" after s{}{both}", index - 1)
            } else {
                String::new()
            };
            self.line(&format!("assume s{index} takes {takes}{after}."));
        }
        if self.once_in(8) {
            let lapses = self.number(1, things.n_safeguards as u64);
            self.line(&format!("assume s{lapses} may lapse."));
        }
        if self.once_in(8) {
            let slips = self.number(1, 2);
            self.line(&format!("assume work may slip by at most {slips} months in all."));
        }
        for index in 1..=3 {
            let from = 1u64 << self.number(0, 4);
            self.line(&format!("assume c{index} appears not before {from}x."));
        }
        if self.text.contains("e1 of L2, with") {
            self.line("assume e1 keeps its buffer.");
        }
        if things.has_task && self.once_in(3) {
            let takes = self.takes(2);
            self.line(&format!("assume review takes {takes}."));
        }
        if things.has_undefined_top && self.once_in(3) {
            let takes = self.takes(3);
            self.line(&format!(
                "assume defining L{} takes {takes}.",
                things.n_levels + 2
            ));
        }
        if things.has_fact && self.once_in(3) {
            self.line("assume alarm starts true.");
        }
        if things.n_safeguards > 1 && self.once_in(4) {
            let limit = self.number(1, 2);
            self.line(&format!(
                "assume at most {limit} safeguards are under way at once."
            ));
        }
    }

    /// `3 steps`, `1 to 3 steps`.
    fn takes(&mut self, most: u64) -> String {
        let longest = self.number(1, most);
        let least = if self.once_in(3) {
            self.number(1, longest)
        } else {
            longest
        };
        if least == longest {
            format!("{longest} steps")
        } else {
            format!("{least} to {longest} steps")
        }
    }
}
