//! Which assumption, changed by how little, makes a grade or a verdict another. Plain data for whoever shows it.
//!
//! It must not know how a flip was found.

/// All that was asked of one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensitivity {
    /// The policy's label.
    pub policy: String,
    pub subjects: Vec<Subject>,
}

/// One row of the ladder, or one claim, in one world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `training@ASL-3`, or the name of the check.
    pub id: String,
    /// `training at ASL-3`, or the property of the check as written.
    pub words: String,
    /// `None`: nothing assumed.
    pub world: Option<String>,
    /// The grade or the verdict as it is.
    pub now: String,
    pub length_of_step: String,
    /// By the least change of each thing in each direction; the smallest change in steps first, then those that are not
    /// counted in steps.
    pub flips: Vec<Flip>,
    /// What was changed as far as was looked, and makes no other grade or verdict by itself.
    pub steady: Vec<String>,
    /// What the solver could not decide when changed.
    pub undecided: Vec<String>,
    /// Of a row with safeguards whose times are stated: how much room each leaves.
    pub margins: Vec<Margin>,
}

/// One thing changed, and all else as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// `weight-security takes`, `harm appears not before`, `alarm is decided by`.
    pub what: String,
    pub from: String,
    /// The change nearest to `from` that was found to make a difference.
    pub to: String,
    /// By so many steps (of time, or of growth for factors of compute); `None` where it is no number of steps.
    pub by: Option<u32>,
    /// The grade or verdict then.
    pub then: String,
}

/// How late a safeguard may be begun, all else begun at once, for the developer to avoid every pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    pub safeguard: String,
    /// In steps, at most.
    pub takes: u32,
    /// The step in which what comes before it is done.
    pub earliest: u32,
    pub room: Room,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It may take so many steps longer, or be begun so many steps later.
    Spare(u32),
    /// However long it took as far as was looked, no pause would come of it.
    Ample,
    /// It would have to take so many steps less for no pause to come.
    Short(u32),
    /// Making it quicker does not avoid the pause.
    Elsewhere,
    Undecided,
}
