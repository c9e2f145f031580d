//! Findings: what is worth knowing about a policy without having asked, each with a code, a place and, where one can
//! show it, a play.
//!
//! It must not know how findings are shown.

mod clauses;
mod gates;
mod levels;
mod powers;
mod timing;

use crate::property::{Answered, Context};
use crate::report::{Finding, Play, Verdict};
use crate::setting::Use;
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::inquiry::At;
use holdpoint_policy::model::{ActionId, LevelId};
use holdpoint_policy::{Place, Severity};
use std::collections::BTreeSet;

/// What a finder says; names and codes are added from the registry.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) place: Place,
    pub(crate) clauses: Vec<String>,
    pub(crate) on: Option<(ActionId, At)>,
    pub(crate) help: Option<String>,
    pub(crate) play: Option<Play>,
}

impl Found {
    pub(crate) fn new(severity: Severity, place: Place, message: impl Into<String>) -> Found {
        Found {
            severity,
            message: message.into(),
            place,
            clauses: Vec::new(),
            on: None,
            help: None,
            play: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Found {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn clauses(mut self, clauses: Vec<String>) -> Found {
        self.clauses = clauses;
        self
    }

    pub(crate) fn on(mut self, action: ActionId, level: At) -> Found {
        self.on = Some((action, level));
        self
    }

    pub(crate) fn play(mut self, play: Option<Play>) -> Found {
        self.play = play;
        self
    }
}

/// Where a finder may look, and no further than it is asked to.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a, 'b> {
    pub(crate) context: &'b Context<'a>,
    pub(crate) action: Option<ActionId>,
    pub(crate) level: At,
}

impl Scope<'_, '_> {
    /// Every action with every level that is asked for; `None` where the policy has no level.
    pub(crate) fn gated(&self) -> Vec<(ActionId, At)> {
        let policy = &self.context.policy;
        let levels = match self.level {
            Some(level) => vec![Some(level)],
            None => crate::ladder::places(policy),
        };
        let actions = (0..policy.actions.len())
            .map(ActionId::from)
            .filter(|it| self.action.is_none_or(|asked| asked == *it));
        actions
            .flat_map(|action| levels.iter().map(move |level| (action, *level)))
            .collect()
    }

    pub(crate) fn levels(&self) -> impl Iterator<Item = LevelId> + '_ {
        crate::ladder::levels(&self.context.policy).filter(|it| self.level.is_none_or(|asked| asked == *it))
    }
}

type Finder = fn(&Scope<'_, '_>) -> Vec<Found>;

/// Every finding that the policy's text and plays can show, in the order of their codes.
const FINDERS: &[(&str, Finder)] = &[
    ("checklist-gate", gates::checklist_gate),
    ("shortcut", gates::shortcut),
    ("no-upper-bound", levels::no_upper_bound),
    ("undefined-level", levels::undefined_level),
    ("undefined-standard", levels::undefined_standard),
    ("exposure", gates::exposure),
    ("interval-larger-than-buffer", timing::interval_larger_than_buffer),
    ("duty-without-deadline", timing::duty_without_deadline),
    ("depends-on-reading", gates::depends_on_reading),
    ("self-clearing-pause", gates::self_clearing_pause),
    (
        "evaluation-timing-can-be-gamed",
        timing::evaluation_timing_can_be_gamed,
    ),
    ("trigger-without-evaluation", levels::trigger_without_evaluation),
    ("double-bind", clauses::double_bind),
    ("redundant-clause", clauses::redundant_clause),
    ("shadowed-clause", clauses::shadowed_clause),
    ("never-fires", clauses::never_fires),
    ("pause-nobody-can-end", gates::pause_nobody_can_end),
    (
        "loosening-without-independent-check",
        powers::loosening_without_independent_check,
    ),
    (
        "met-only-by-breaking-an-assumption",
        timing::met_only_by_breaking_an_assumption,
    ),
    ("silent-action", levels::silent_action),
];

/// All findings, most of them with nothing assumed; those about a world once for each.
pub(crate) fn all(policy: &PolicyEncoding, contexts: &[Context<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(plain) = contexts.first() else {
        return findings;
    };
    for (name, finder) in FINDERS {
        let about_worlds = *name == "met-only-by-breaking-an-assumption";
        let looked_at = if about_worlds {
            &contexts[1..]
        } else {
            std::slice::from_ref(plain)
        };
        for context in looked_at {
            let scope = Scope {
                context,
                action: None,
                level: None,
            };
            findings.extend(finder(&scope).into_iter().map(|it| named(name, it, context)));
        }
    }
    for sentence in policy.sentences.iter().filter(|it| !it.encoded) {
        let message = format!("this sentence is not encoded: \"{}\"", shortened(&sentence.text));
        let found = Found::new(Severity::Warning, sentence.place, message)
            .help("encode it in a block below it, or say `not encoded \"…\" because \"…\".`");
        findings.push(named("sentence-not-encoded", found, plain));
    }
    findings
}

/// Pauses of an action that can end with none of the safeguards in place that are asked for.
pub(crate) fn shortcuts(context: &Context<'_>, action: ActionId) -> Vec<Found> {
    gates::shortcut(&Scope {
        context,
        action: Some(action),
        level: None,
    })
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.len() {
        0..=12 => words.join(" "),
        _ => format!("{} …", words[..12].join(" ")),
    }
}

fn named(name: &'static str, found: Found, context: &Context<'_>) -> Finding {
    let policy = &context.policy;
    let (action, level) = match found.on {
        Some((action, level)) => (
            Some(policy.actions[action.index()].named.name.clone()),
            level.map(|it| policy.levels[it.index()].named.name.clone()),
        ),
        None => (None, None),
    };
    Finding {
        code: holdpoint_policy::findings::code(name).expect("every finder stands in the list of findings"),
        name,
        severity: found.severity,
        message: found.message,
        place: found.place,
        clauses: found.clauses,
        action,
        level,
        help: found.help,
        play: found.play,
    }
}

/// `the finding F is reported [on A [at L]]`, in this setting.
pub(crate) fn reported(context: &Context<'_>, finding: &str, action: Option<ActionId>, at: At) -> Answered {
    let Some((_, finder)) = FINDERS.iter().find(|(name, _)| *name == finding) else {
        return sentences(context, finding);
    };
    let scope = Scope {
        context,
        action,
        level: at,
    };
    let fits = |found: &Found| match (action, found.on) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(action), Some((on, level))) => on == action && (at.is_none() || level == at),
    };
    let found: Vec<Found> = finder(&scope).into_iter().filter(fits).collect();
    match found.into_iter().next() {
        Some(first) => Answered {
            play: first.play,
            ..Answered::of(true, first.message, "text")
        },
        None => Answered::of(false, "nothing of the kind is found", "text"),
    }
}

/// Findings about the document and not about the policy.
fn sentences(context: &Context<'_>, finding: &str) -> Answered {
    if finding != "sentence-not-encoded" {
        return Answered::undecided("this finding needs a source file, and a property has none");
    }
    let left = context
        .encoding
        .policy(context.id)
        .sentences
        .iter()
        .filter(|it| !it.encoded)
        .count();
    Answered {
        verdict: if left > 0 { Verdict::Yes } else { Verdict::No },
        ..Answered::of(true, format!("{left} left"), "text")
    }
}

/// What the world is taken to be, for messages that depend on it.
pub(crate) fn in_words(context: &Context<'_>) -> String {
    context
        .setting
        .world
        .as_ref()
        .map_or("with nothing assumed".to_owned(), |it| format!("in world {it}"))
}

/// Assumptions that a message rests on.
pub(crate) fn assumed(context: &Context<'_>, used: &BTreeSet<Use>) -> String {
    context.setting.assumptions(used).join("; ")
}
