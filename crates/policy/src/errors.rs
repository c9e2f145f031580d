//! Every message of name resolution and checking, made by a named function, in the policy's words.
//!
//! `names`: what a word refers to. `values`: kinds, grades, units, numbers. `meaning`: what only a whole
//! document can get wrong. It must not know when a message is due.

pub(crate) mod meaning;
pub(crate) mod names;
pub(crate) mod values;

/// Declares the codes as constants, and `CODES` as the list of them.
macro_rules! codes {
    ($($constant:ident $code:literal $name:literal;)*) => {
        $(pub(crate) const $constant: &str = $code;)*

        /// Code and name of every message of this crate, in order.
        pub const CODES: &[(&str, &str)] = &[$(($code, $name)),*];
    };
}

codes! {
    UNKNOWN_NAME "HP0201" "unknown-name";
    UNKNOWN_POLICY "HP0202" "unknown-policy";
    UNKNOWN_READING "HP0203" "unknown-reading";
    UNKNOWN_GRADE "HP0204" "unknown-grade";
    UNKNOWN_FINDING "HP0205" "unknown-finding";
    DUPLICATE_NAME "HP0211" "duplicate-name";
    DUPLICATE_READING "HP0212" "duplicate-reading";
    READING_NOT_TAKEN "HP0213" "reading-not-taken";
    AMBIGUOUS_READING "HP0214" "ambiguous-reading";
    REPEATED_NAME "HP0215" "repeated-name";
    REPEATED_GRADE "HP0216" "repeated-grade";
    TOO_MANY_GRADES "HP0217" "too-many-grades";
    GRADES_DIFFER "HP0218" "grades-differ";
    UNUSED "HP0219" "unused";

    WRONG_KIND "HP0301" "wrong-kind";
    GRADE_MISSING "HP0302" "grade-missing";
    NOT_GRADED "HP0303" "not-graded";
    ALREADY_DEFINED "HP0304" "already-defined";
    NOT_THE_APPROVER "HP0305" "not-the-approver";
    NEVER_FAILS "HP0306" "never-fails";
    NOT_EVALUATED "HP0307" "not-evaluated";
    REACHED_UNSEEN "HP0308" "reached-unseen";
    NO_SUCH_DATE "HP0309" "no-such-date";
    STEP_UNIT "HP0310" "step-unit";
    NO_TIME "HP0311" "no-time";
    FACTOR_TOO_SMALL "HP0312" "factor-too-small";
    PROBABILITY_ABOVE_ONE "HP0313" "probability-above-one";
    PROBABILITY_TOO_FINE "HP0314" "probability-too-fine";
    MONEY_NOT_WHOLE "HP0315" "money-not-whole";
    MONEY_TOO_LARGE "HP0316" "money-too-large";
    RANGE_UPSIDE_DOWN "HP0317" "range-upside-down";
    NOT_A_COUNT "HP0318" "not-a-count";
    UNKNOWN_DISTRIBUTION "HP0319" "unknown-distribution";
    UNKNOWN_PARAMETER "HP0320" "unknown-parameter";
    REPEATED_PARAMETER "HP0321" "repeated-parameter";
    MISSING_PARAMETER "HP0322" "missing-parameter";
    PARAMETERS_OUT_OF_ORDER "HP0323" "parameters-out-of-order";
    DOES_NOT_SCALE "HP0324" "does-not-scale";
    DEVELOPER_DECIDES "HP0325" "developer-decides";
    NOT_A_DIGEST "HP0326" "not-a-digest";

    NO_DEVELOPER "HP0401" "no-developer";
    TWO_DEVELOPERS "HP0402" "two-developers";
    CIRCLE "HP0403" "circle";
    LEVEL_WITHOUT_CONDITION "HP0404" "level-without-condition";
    MODAL_DOES_NOT_FIT "HP0405" "modal-does-not-fit";
    DESPITE_WITHOUT_MAY "HP0406" "despite-without-may";
    REPEATED_DEADLINE "HP0407" "repeated-deadline";
    DEADLINE_WITHOUT_EFFECT "HP0408" "deadline-without-effect";
    REPEATED_CLOCK "HP0409" "repeated-clock";
    OVERRIDES_ITSELF "HP0410" "overrides-itself";
    ASSUMPTION_WITHOUT_WORLD "HP0411" "assumption-without-world";
    REPEATED_ASSUMPTION "HP0412" "repeated-assumption";
    NO_BUFFER_TO_KEEP "HP0413" "no-buffer-to-keep";
    NEVER_TRAINS "HP0414" "never-trains";
    SCOPES_CONTRADICT "HP0415" "scopes-contradict";
    DEPENDS_WITH_SCOPE "HP0416" "depends-with-scope";
    EXPECTS_CONTRADICT "HP0417" "expects-contradict";
    REPEATED_QUESTION_PART "HP0420" "repeated-question-part";
    OUTCOME_MISSING "HP0421" "outcome-missing";
}
