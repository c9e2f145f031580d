//! The reference grammar once more, as sentences to be drawn: independent of the parser that they test.
//!
//! It must not know how anything is parsed.

use proptest::prelude::*;

/// Each symbol with its forms; the first form of each is finite, and taken when the choices run out.
const RULES: &[(&str, &[&str])] = &[
    (
        "STATEMENT",
        &[
            "use STR .",
            "policy HEAD EFFECTIVE SUPERSEDES AMENDED .",
            "source STR SHA .",
            "party HEAD is PARTY .",
            "action HEAD SCALES .",
            "capability HEAD GRADED FALL .",
            "level HEAD ABOVE LEVELWHEN BY .",
            "safeguard HEAD , by NAME FAIL UNDEFINED .",
            "standard HEAD is PARTS .",
            "standard HEAD , undefined .",
            "evaluation HEAD of NAME AT EVALOPTS .",
            "score HEAD , graded NAME < NAME GRADES , by NAME .",
            "determination HEAD OF , by NAME REQUIRES ONLYIF .",
            "task HEAD , by NAME IRREVERSIBLE ENDS .",
            "fact HEAD , decided by DECIDER PERMANENT .",
            "approval HEAD , by NAME .",
            "clause HEAD SUPERSEDES : DESPITE FRAME , NAME MODAL WHAT TAILS .",
            "exception HEAD : when COND , NAME may suspend SUSPENDED .",
            "not encoded STR because STR .",
            "world HEAD FOR .",
            "assume ASSUMPTION SOURCED ASOF .",
            "check HEAD SAID : PROPERTY EXPECTS .",
            "scenario STR : STEP STEPS .",
            "question HEAD , on NAME : QPART QPARTS .",
        ],
    ),
    (
        "HEAD",
        &[
            "NAME",
            "NAME STR",
            "NAME STR reading STR",
            "NAME reading STR",
            "NAME reading STR STR",
        ],
    ),
    ("NAMES", &["NAME", "NAME and NAME", "NAME and NAME and NAME"]),
    ("AT", &["", "at NAME"]),
    ("EFFECTIVE", &["", ", effective DATE"]),
    ("SUPERSEDES", &["", ", supersedes NAME"]),
    ("AMENDED", &["", ", amended by NAMES"]),
    ("SHA", &["", ", sha256 STR"]),
    ("PARTY", &["developer", "internal", "independent", "outside"]),
    ("SCALES", &["", ", scales"]),
    ("GRADES", &["", "< NAME", "< NAME < NAME"]),
    ("GRADED", &["", ", graded NAME < NAME GRADES"]),
    ("FALL", &["", ", may fall"]),
    ("ABOVE", &["", "above NAME"]),
    ("LEVELWHEN", &["", ", undefined", ", when CAPS"]),
    ("BY", &["", ", by NAME"]),
    ("CAPS", &["CAP", "CAP and CAP", "CAP or CAP or CAP"]),
    ("CAP", &["NAME", "NAME at NAME", "( CAPS )"]),
    ("FAIL", &["", ", may fail"]),
    ("UNDEFINED", &["", ", undefined"]),
    ("PARTS", &["PART", "PART and PART and PART", "PART or PART"]),
    ("PART", &["NAME", "( PARTS )"]),
    (
        "EVALOPTS",
        &["", "BUFFER RULES BY INCONCLUSIVE", "INCONCLUSIVE BY BUFFER RULES"],
    ),
    ("BUFFER", &["", ", with buffer of FACTOR"]),
    ("INCONCLUSIVE", &["", ", may be inconclusive"]),
    (
        "RULES",
        &["", ", ANSWER when STR is COMPARED BOUND ESTIMATOR RULES"],
    ),
    ("ANSWER", &["indicated", "ruled out"]),
    ("COMPARED", &["above", "below", "at least", "at most"]),
    ("BOUND", &["NUM", "PCT"]),
    ("ESTIMATOR", &["", "by NAME"]),
    ("OF", &["", ", of NAME"]),
    ("REQUIRES", &["", ", requires NAME"]),
    ("ONLYIF", &["", ", only if true"]),
    ("IRREVERSIBLE", &["", ", irreversible"]),
    ("ENDS", &["", ", ends NAMES"]),
    ("DECIDER", &["nature", "NAME"]),
    ("PERMANENT", &["", ", permanent"]),
    ("DESPITE", &["", "despite NAMES ,"]),
    (
        "FRAME",
        &[
            "at all times",
            "when COND",
            "before NAMES",
            "before NAMES when COND",
            "while NAMES",
            "while NAMES when COND",
        ],
    ),
    ("MODAL", &["must", "must not", "intends to", "may"]),
    (
        "WHAT",
        &[
            "do NAME",
            "pause NAME",
            "continue NAME",
            "have GOALS",
            "run NAME EVERY",
            "run NAME EVERY and EVERY",
        ],
    ),
    ("EVERY", &["every FACTOR compute", "every DURATION"]),
    ("GOALS", &["GOAL", "GOAL and GOAL", "GOAL or GOAL or GOAL"]),
    (
        "GOAL",
        &[
            "NAME in place",
            "NAME defined",
            "NAME done",
            "NAME found",
            "NAME approved by NAME",
            "NAME ruled out AT",
            "NAME at most NAME",
            "NAME at least NAME",
            "( GOALS )",
        ],
    ),
    (
        "TAILS",
        &["", "DEADLINE", "UNLESS UNTIL", "UNTIL DEADLINE UNLESS"],
    ),
    (
        "DEADLINE",
        &["within DURATION", "within unspecified STR", "by DATE"],
    ),
    ("UNLESS", &["", "unless COND"]),
    ("UNTIL", &["", "until COND"]),
    ("SUSPENDED", &["all clauses", "NAMES"]),
    ("COND", &["UNARY", "UNARY and UNARY", "UNARY or UNARY or UNARY"]),
    (
        "UNARY",
        &[
            "ATOM",
            "not UNARY",
            "( COND )",
            "ATOM for at least DURATION",
            "( COND ) for at least DURATION",
        ],
    ),
    (
        "ATOM",
        &[
            "NAME is NOT PREDICATE",
            "NAME indicates NAME AT",
            "NAME rules out NAME AT",
            "NAME holds",
            "NAME does not hold",
            "NAME has NOT approved NAME",
            "NAME has NOT been attempted",
            "compute is at least FACTOR",
            "it is NOT announced that ATOM",
            "it is NOT announced that ( COND )",
            "NAME is NOT at most NAME",
            "NAME is NOT at least NAME",
        ],
    ),
    ("NOT", &["", "not"]),
    (
        "PREDICATE",
        &[
            "in place",
            "indicated AT",
            "ruled out AT",
            "reached AT",
            "defined",
            "found",
            "done",
            "breached",
            "going on",
            "paused BECAUSE",
        ],
    ),
    ("BECAUSE", &["", "because of NAME", "because of NAME only"]),
    ("FOR", &["", ", for NAME"]),
    ("SOURCED", &["", ", source STR"]),
    ("ASOF", &["", ", as of DATE"]),
    (
        "ASSUMPTION",
        &[
            "one step is DURATION",
            "it starts on DATE",
            "NAME doubles compute every DURATION ENDSAT",
            "NAME takes TIME ATTEMPT AFTER COSTS SUCCEEDS",
            "defining NAME takes TIME AFTER COSTS",
            "NAME appears not before FACTOR DOUBLING",
            "NAME keeps its buffer",
            "NAME may lapse",
            "NAME may miss by up to FACTOR",
            "NAME starts TRUTH TURNS",
            "at most NUM safeguards are under way at once",
            "work may slip by at most DURATION in all",
        ],
    ),
    ("ENDSAT", &["", "and ends at FACTOR"]),
    (
        "TIME",
        &["DURATION", "NUM to NUM UNIT", "NAME ( NAME DURATION PARAMETERS )"],
    ),
    ("PARAMETERS", &["", ", NAME DURATION PARAMETERS"]),
    ("ATTEMPT", &["", "per attempt"]),
    ("AFTER", &["", "after NAME", "after NAME and NAME"]),
    ("COSTS", &["", "and costs NUM USD", "and costs NUM M EUR"]),
    ("SUCCEEDS", &["", "and succeeds with probability PCT"]),
    ("DOUBLING", &["", "and with probability PCT per doubling"]),
    ("TRUTH", &["true", "false"]),
    ("TURNS", &["", "and turns with probability PCT per UNIT"]),
    ("SAID", &["", ", said by STR"]),
    ("EXPECTS", &["", ", expect VERDICT SCOPES EXPECTS"]),
    ("VERDICT", &["yes", "no", "depends"]),
    ("SCOPES", &["", "SCOPE SCOPES"]),
    (
        "SCOPE",
        &[
            "in NAME",
            "under reading STR",
            "under reading STR of NAME",
            "with amendment",
            "with only NAMES",
            "without NAMES",
            "counting intends",
        ],
    ),
    (
        "PROPERTY",
        &[
            "it is possible that COND",
            "it is never possible that COND",
            "it is inevitable that COND",
            "nature can ABILITY",
            "NAMES can ABILITY",
            "a pause of NAME AT lasts at most DURATION",
            "a pause of NAME AT can end while COND",
            "NAME has no upper bound",
            "NAME depends on NAME",
            "NAME AT is graded GRADE",
            "the policy is silent on NAME AT",
            "the policy leaves NAME AT undefined",
            "REF implies REF",
            "NAME is at least as strong as NAME on NAME",
            "the probability that COND WITHIN is at most PCT",
            "the finding NAME is NOT reported",
            "the finding NAME is NOT reported on NAME AT",
        ],
    ),
    (
        "GRADE",
        &[
            "silent",
            "vacuous",
            "avoidable",
            "self-clearing",
            "binding",
            "undefined",
        ],
    ),
    ("REF", &["NAME", "NAME of NAME"]),
    ("WITHIN", &["", "within DURATION", "by DATE"]),
    (
        "ABILITY",
        &[
            "avoid that COND",
            "avoid any pause of NAME AT",
            "ensure that COND",
            "force that COND",
            "force that COND for ever",
            "force NAME to be paused BECAUSE for DURATION",
            "end every pause of NAME AT",
            "end every pause of NAME within DURATION",
        ],
    ),
    ("STEPS", &["", "STEP STEPS"]),
    ("STEP", &["given COND", "then COND", "on DATE COND"]),
    ("QPARTS", &["", ", QPART QPARTS"]),
    (
        "QPART",
        &[
            "yes when COND",
            "no by DATE",
            "void when COND",
            "evidence known until DURATION after",
            "if superseded void",
            "if superseded follow successor clause or else void",
        ],
    ),
    ("DURATION", &["NUM UNIT"]),
    (
        "UNIT",
        &["month", "months", "hours", "days", "week", "years", "steps"],
    ),
    // Words that are keywords elsewhere are names where a name belongs.
    (
        "NAME",
        &[
            "x",
            "ASL-3",
            "rsp-1.0",
            "graded",
            "scales",
            "reading",
            "undefined",
            "indicated",
            "yes",
            "months",
            "long-name-of-something_1",
        ],
    ),
    (
        "STR",
        &[
            "\"s\"",
            "\"\"",
            "\"a # no comment. (é)\"",
            "\"a title that is long enough to make a line go over its end\"",
        ],
    ),
    ("DATE", &["2024-03-01", "2026-01-01T00:00:00Z"]),
    ("FACTOR", &["4x", "2.5x"]),
    ("PCT", &["30%", "0.5%"]),
    ("NUM", &["3", "2.5"]),
];

/// One to six statements, as words.
pub(crate) fn document() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any::<u8>(), 1..80).prop_map(|choices| {
        let mut drawing = Drawing {
            choices,
            next: 0,
            words: Vec::new(),
        };
        for _ in 0..=drawing.choices.len() / 16 {
            drawing.draw("STATEMENT");
        }
        drawing.words
    })
}

struct Drawing {
    choices: Vec<u8>,
    next: usize,
    words: Vec<String>,
}

impl Drawing {
    fn draw(&mut self, symbol: &'static str) {
        let Some((_, forms)) = RULES.iter().find(|(name, _)| *name == symbol) else {
            self.words.push(symbol.to_owned());
            return;
        };
        let choice = self.choices.get(self.next).copied().map_or(0, usize::from);
        self.next += 1;
        let form = forms[choice % forms.len()];
        if form.starts_with('"') {
            // A string holds white space of its own.
            self.words.push(form.to_owned());
        } else {
            form.split_whitespace().for_each(|it| self.draw(it));
        }
    }
}
