//! An encoding as text, one line an entry, every name in place of its id.

use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::encoding::{Encoding, Meaning, PolicyEncoding};
use holdpoint_policy::inquiry::{Expect, Trigger};
use holdpoint_policy::model::{
    CapabilityCondition, Clause, Deadline, Determination, Evaluation, Exception, Frame, Grade, Level,
    LevelDefinition, Modal, Named, PartyId, Policy, Safeguard, Standard, StandardParts, Task, What,
};
use holdpoint_policy::world::{Assumed, Time, Work};

pub(crate) fn show(encoding: &Encoding) -> String {
    let mut lines: Vec<String> = encoding.policies.iter().flat_map(policy).collect();
    for check in &encoding.checks {
        let base = &encoding.policy(check.policy).base;
        lines.push(format!(
            "check {} on {}: {}",
            named(&check.named),
            base.name,
            check.property_text
        ));
        lines.push(format!("  {:?}", check.property));
        lines.extend(check.expects.iter().map(|it| format!("  {}", expect(it))));
    }
    for scenario in &encoding.scenarios {
        let base = &encoding.policy(scenario.policy).base;
        lines.push(format!("scenario {} on {}", scenario.name, base.name));
        let steps = scenario.steps.iter();
        lines.extend(steps.map(|it| {
            format!(
                "  {:?}: {} = {}",
                it.kind,
                it.text,
                condition(base, &it.condition)
            )
        }));
    }
    for question in &encoding.questions {
        let base = &encoding.policy(question.policy).base;
        lines.push(format!("question {} on {}", named(&question.named), base.name));
        for (outcome, trigger, _) in &question.outcomes {
            lines.push(match trigger {
                Trigger::When(it) => format!("  {outcome:?} when {}", condition(base, it)),
                Trigger::By(date) => format!("  {outcome:?} by {date}"),
            });
        }
        lines.push(format!(
            "  evidence {:?}, {:?}",
            question.evidence_until.map(|it| it.to_string()),
            question.if_superseded
        ));
    }
    lines.into_iter().map(|it| it + "\n").collect()
}

fn policy(encoding: &PolicyEncoding) -> Vec<String> {
    let it = &encoding.base;
    let amended: Vec<&str> = it.amended_by.iter().map(|by| party(it, *by)).collect();
    let mut lines = vec![format!(
        "policy {} {:?}{}{}{}",
        it.name,
        it.title.as_deref().unwrap_or(""),
        optional(", effective ", it.effective),
        optional(", supersedes ", it.supersedes.as_ref()),
        optional(
            ", amended by ",
            (!amended.is_empty()).then(|| amended.join(" and "))
        )
    )];
    lines.extend(
        it.parties
            .iter()
            .map(|party| format!("party {} {:?}", named(&party.named), party.kind)),
    );
    lines.extend(
        it.actions
            .iter()
            .map(|action| format!("action {}{}", named(&action.named), flag(action.scales, "scales"))),
    );
    lines.extend(it.capabilities.iter().map(|capability| {
        format!(
            "capability {} {}{}",
            named(&capability.named),
            capability.grades.join(" < "),
            flag(capability.may_fall, "may fall")
        )
    }));
    lines.extend(it.levels.iter().map(|one| level(it, one)));
    lines.extend(it.safeguards.iter().map(|one| safeguard(it, one)));
    lines.extend(it.standards.iter().map(|one| standard(it, one)));
    lines.extend(it.evaluations.iter().map(|one| evaluation(it, one)));
    lines.extend(it.scores.iter().map(|score| {
        format!(
            "score {} {} by {}",
            named(&score.named),
            score.grades.join(" < "),
            it.evaluations[score.by.index()].named.name
        )
    }));
    lines.extend(it.determinations.iter().map(|one| determination(it, one)));
    lines.extend(it.tasks.iter().map(|one| task(it, one)));
    lines.extend(it.facts.iter().map(|fact| {
        let by = fact.decided_by.map_or("nature", |by| party(it, by));
        format!(
            "fact {} by {by}{}",
            named(&fact.named),
            flag(fact.permanent, "permanent")
        )
    }));
    lines.extend(it.approvals.iter().map(|approval| {
        format!(
            "approval {} by {}",
            named(&approval.named),
            party(it, approval.by)
        )
    }));
    lines.extend(it.clauses.iter().map(|one| clause(it, one)));
    lines.extend(it.exceptions.iter().map(|one| exception(it, one)));
    lines.extend(
        it.not_encoded
            .iter()
            .map(|one| format!("not encoded {:?} because {:?}", one.source, one.because)),
    );
    lines.extend(
        encoding
            .slots
            .iter()
            .map(|slot| format!("slot {} {:?}", slot.name, slot.options)),
    );
    lines.extend(encoding.alternatives.iter().map(|one| {
        format!(
            "  slot {} option {}: {}",
            one.slot,
            one.option,
            meaning(it, &one.meaning)
        )
    }));
    for world in &encoding.worlds {
        lines.push(format!("world {}", named(&world.named)));
        for one in &world.assumptions {
            let source = optional(" source ", one.source.as_ref()) + &optional(" as of ", one.as_of);
            lines.push(format!("  {} = {}{source}", one.text, assumed(it, &one.what)));
        }
    }
    lines
}

fn meaning(policy: &Policy, meaning: &Meaning) -> String {
    match meaning {
        Meaning::Level(_, it) => level(policy, it),
        Meaning::Safeguard(_, it) => safeguard(policy, it),
        Meaning::Standard(_, it) => standard(policy, it),
        Meaning::Evaluation(_, it) => evaluation(policy, it),
        Meaning::Determination(_, it) => determination(policy, it),
        Meaning::Task(_, it) => task(policy, it),
        Meaning::Clause(_, it) => clause(policy, it),
        Meaning::Exception(_, it) => exception(policy, it),
        other => format!("{other:?}"),
    }
}

fn level(policy: &Policy, level: &Level) -> String {
    let definition = match &level.definition {
        LevelDefinition::Base => "base".to_owned(),
        LevelDefinition::Undefined => format!("undefined by {}", party(policy, level.by)),
        LevelDefinition::When(when) => format!("when {}", capabilities(policy, when)),
    };
    let above = level.above.map(|it| &policy.levels[it.index()].named.name);
    format!(
        "level {}{} {definition}",
        named(&level.named),
        optional(" above ", above)
    )
}

fn capabilities(policy: &Policy, when: &CapabilityCondition) -> String {
    match when {
        CapabilityCondition::One(id, grade) => {
            let capability = &policy.capabilities[id.index()];
            format!("{}{}", capability.named.name, at(&capability.grades, *grade))
        }
        CapabilityCondition::All(parts) => joined(parts, " and ", |it| capabilities(policy, it)),
        CapabilityCondition::Any(parts) => joined(parts, " or ", |it| capabilities(policy, it)),
    }
}

fn safeguard(policy: &Policy, it: &Safeguard) -> String {
    let flags = flag(it.may_fail, "may fail") + &flag(it.undefined, "undefined");
    format!(
        "safeguard {} by {}{flags}",
        named(&it.named),
        party(policy, it.by)
    )
}

fn standard(policy: &Policy, it: &Standard) -> String {
    let parts = it
        .parts
        .as_ref()
        .map_or("undefined".to_owned(), |it| standard_parts(policy, it));
    format!("standard {} = {parts}", named(&it.named))
}

fn standard_parts(policy: &Policy, parts: &StandardParts) -> String {
    match parts {
        StandardParts::One(it) => requirement(policy, *it).to_owned(),
        StandardParts::All(parts) => joined(parts, " and ", |it| standard_parts(policy, it)),
        StandardParts::Any(parts) => joined(parts, " or ", |it| standard_parts(policy, it)),
    }
}

fn evaluation(policy: &Policy, it: &Evaluation) -> String {
    let rules: Vec<String> = (it.rules.iter())
        .map(|rule| {
            format!(
                ", {} when {:?} {:?} {}{}{}",
                if rule.indicates { "indicated" } else { "ruled out" },
                rule.quantity,
                rule.comparison,
                holdpoint_policy::quantity::decimal_text(rule.bound),
                if rule.percent { "%" } else { "" },
                optional(" by ", rule.estimator.as_ref())
            )
        })
        .collect();
    format!(
        "evaluation {} of {}{} by {}{}{}",
        named(&it.named),
        subject(policy, it.of),
        optional(" buffer ", it.buffer),
        party(policy, it.by),
        flag(it.may_be_inconclusive, "may be inconclusive"),
        rules.concat()
    )
}

fn determination(policy: &Policy, it: &Determination) -> String {
    let of = it.of.map(|it| &policy.evaluations[it.index()].named.name);
    let requires = it.requires.map(|it| &policy.tasks[it.index()].named.name);
    format!(
        "determination {}{} by {}{}{}",
        named(&it.named),
        optional(" of ", of),
        party(policy, it.by),
        optional(" requires ", requires),
        flag(it.only_if_true, "only if true")
    )
}

fn task(policy: &Policy, it: &Task) -> String {
    let ends: Vec<&str> = it
        .ends
        .iter()
        .map(|it| policy.actions[it.index()].named.name.as_str())
        .collect();
    format!(
        "task {} by {}{}{}",
        named(&it.named),
        party(policy, it.by),
        flag(it.irreversible, "irreversible"),
        optional(", ends ", (!ends.is_empty()).then(|| ends.join(" and ")))
    )
}

fn clause(policy: &Policy, it: &Clause) -> String {
    let despite: Vec<&str> = it
        .despite
        .iter()
        .map(|it| policy.clauses[it.index()].named.name.as_str())
        .collect();
    let deadline = it.deadline.as_ref().map(|it| match it {
        Deadline::Within(length) => format!("within {length}"),
        Deadline::Unspecified(word) => format!("within {word:?}"),
        Deadline::By(date) => format!("by {date}"),
    });
    let modal = match it.modal {
        Modal::Must => "must",
        Modal::MustNot => "must not",
        Modal::IntendsTo => "intends to",
        Modal::May => "may",
    };
    format!(
        "clause {}:{}{} {}, {} {modal} {}{}{}{}",
        named(&it.named),
        optional(" supersedes ", it.supersedes.as_ref()),
        optional(" despite ", (!despite.is_empty()).then(|| despite.join(" and "))),
        frame(policy, &it.frame),
        party(policy, it.who),
        what(policy, &it.what),
        optional(" ", deadline),
        optional(" unless ", it.unless.as_ref().map(|it| condition(policy, it))),
        optional(" until ", it.until.as_ref().map(|it| condition(policy, it)))
    )
}

fn frame(policy: &Policy, frame: &Frame) -> String {
    let (word, actions, when) = match frame {
        Frame::Before { actions, when } => ("before", actions, when),
        Frame::While { actions, when } => ("while", actions, when),
        Frame::When(when) => return format!("when {}", condition(policy, when)),
        Frame::AtAllTimes => return "at all times".to_owned(),
    };
    let actions: Vec<&str> = actions
        .iter()
        .map(|it| policy.actions[it.index()].named.name.as_str())
        .collect();
    format!(
        "{word} {}{}",
        actions.join(" and "),
        optional(" when ", when.as_ref().map(|it| condition(policy, it)))
    )
}

fn what(policy: &Policy, what: &What) -> String {
    match what {
        What::Have(it) => format!("have {}", condition(policy, it)),
        What::Pause(action) => format!("pause {}", policy.actions[action.index()].named.name),
        What::Continue(action) => format!("continue {}", policy.actions[action.index()].named.name),
        What::Do(task) => format!("do {}", policy.tasks[task.index()].named.name),
        What::Run {
            evaluation,
            compute,
            calendar,
        } => format!(
            "run {}{}{}",
            policy.evaluations[evaluation.index()].named.name,
            optional(" every ", *compute),
            optional(" every ", *calendar)
        ),
    }
}

fn exception(policy: &Policy, it: &Exception) -> String {
    let suspends = it.suspends.as_ref().map_or("all".to_owned(), |clauses| {
        clauses
            .iter()
            .map(|it| policy.clauses[it.index()].named.name.as_str())
            .collect::<Vec<_>>()
            .join(" and ")
    });
    format!(
        "exception {}: when {}, {} suspends {suspends}",
        named(&it.named),
        condition(policy, &it.when),
        party(policy, it.who)
    )
}

fn condition(policy: &Policy, it: &Condition) -> String {
    match it {
        Condition::All(parts) => joined(parts, " and ", |it| condition(policy, it)),
        Condition::Any(parts) => joined(parts, " or ", |it| condition(policy, it)),
        Condition::Not(inner) => format!("not {}", condition(policy, inner)),
        Condition::ForAtLeast(inner, length) => format!("[{}]>={length}", condition(policy, inner)),
        Condition::Atom(it) => atom(policy, it),
    }
}

fn atom(policy: &Policy, atom: &Atom) -> String {
    let by = |by: &Option<holdpoint_policy::model::EvaluationId>| {
        optional(" by ", by.map(|it| &policy.evaluations[it.index()].named.name))
    };
    match atom {
        Atom::Met(it) => format!("met({})", requirement(policy, *it)),
        Atom::Indicated {
            subject: it,
            by: evaluation,
        } => format!("indicated({}{})", subject(policy, *it), by(evaluation)),
        Atom::RuledOut {
            subject: it,
            by: evaluation,
        } => format!("ruled-out({}{})", subject(policy, *it), by(evaluation)),
        Atom::Reached(it) => format!("reached({})", subject(policy, *it)),
        Atom::LevelDefined(it) => format!("defined({})", policy.levels[it.index()].named.name),
        Atom::StandardDefined(it) => format!("defined({})", policy.standards[it.index()].named.name),
        Atom::Holds(it) => format!("holds({})", policy.facts[it.index()].named.name),
        Atom::Approved { party: by, approval } => {
            format!(
                "approved({} by {})",
                policy.approvals[approval.index()].named.name,
                party(policy, *by)
            )
        }
        Atom::Attempted(it) => format!("attempted({})", policy.safeguards[it.index()].named.name),
        Atom::ComputeAtLeast(factor) => format!("compute>={factor}"),
        Atom::ScoreAtMost(it, grade) => format!(
            "{}<={}",
            policy.scores[it.index()].named.name,
            policy.scores[it.index()].grades[grade.0 as usize]
        ),
        Atom::ScoreAtLeast(it, grade) => format!(
            "{}>={}",
            policy.scores[it.index()].named.name,
            policy.scores[it.index()].grades[grade.0 as usize]
        ),
        Atom::GoingOn(it) => format!("going-on({})", policy.actions[it.index()].named.name),
        Atom::Paused { action, because } => {
            let because = because.map(|it| {
                format!(
                    "{}{}",
                    policy.clauses[it.clause.index()].named.name,
                    if it.only { " only" } else { "" }
                )
            });
            format!(
                "paused({}{})",
                policy.actions[action.index()].named.name,
                optional(" because of ", because)
            )
        }
        Atom::Breached(it) => format!("breached({})", policy.clauses[it.index()].named.name),
        Atom::Announced(inner) => format!("announced({})", condition(policy, inner)),
    }
}

fn subject(policy: &Policy, subject: Subject) -> String {
    match subject {
        Subject::Level(level) => policy.levels[level.index()].named.name.clone(),
        Subject::Capability(id, grade) => {
            let capability = &policy.capabilities[id.index()];
            format!("{}{}", capability.named.name, at(&capability.grades, grade))
        }
    }
}

fn requirement(policy: &Policy, requirement: Requirement) -> &str {
    match requirement {
        Requirement::Safeguard(it) => &policy.safeguards[it.index()].named.name,
        Requirement::Standard(it) => &policy.standards[it.index()].named.name,
        Requirement::Task(it) => &policy.tasks[it.index()].named.name,
        Requirement::Determination(it) => &policy.determinations[it.index()].named.name,
    }
}

fn assumed(policy: &Policy, assumed: &Assumed) -> String {
    match assumed {
        Assumed::Step(length) => format!("step {length}"),
        Assumed::Starts(date) => format!("starts {date}"),
        Assumed::Doubles {
            action,
            every,
            ends_at,
        } => {
            format!(
                "{} doubles every {every}{}",
                policy.actions[action.index()].named.name,
                optional(" ends ", *ends_at)
            )
        }
        Assumed::Takes {
            work: it,
            time,
            after,
            costs,
            succeeds,
        } => {
            let after: Vec<&str> = after
                .iter()
                .map(|it| policy.safeguards[it.index()].named.name.as_str())
                .collect();
            format!(
                "{} takes {}{}{}{}",
                work(policy, *it),
                taken(time),
                optional(" after ", (!after.is_empty()).then(|| after.join(" and "))),
                optional(" costs ", costs.as_ref()),
                optional(" succeeds ", *succeeds)
            )
        }
        Assumed::Appears {
            capability,
            not_before,
            per_doubling,
        } => {
            format!(
                "{} not before {not_before}{}",
                policy.capabilities[capability.index()].named.name,
                optional(" per doubling ", *per_doubling)
            )
        }
        Assumed::KeepsBuffer(it) => format!("{} keeps its buffer", policy.evaluations[it.index()].named.name),
        Assumed::MayLapse(it) => format!("{} may lapse", policy.safeguards[it.index()].named.name),
        Assumed::MayMiss { evaluation, up_to } => format!(
            "{} misses {up_to}",
            policy.evaluations[evaluation.index()].named.name
        ),
        Assumed::StartsAs { fact, value, turns } => {
            let turns = turns.map(|(chance, unit)| {
                format!("{chance} per {}", holdpoint_policy::quantity::unit_word(unit))
            });
            format!(
                "{} starts {value}{}",
                policy.facts[fact.index()].named.name,
                optional(" turns ", turns)
            )
        }
        Assumed::AtMostUnderWay(count) => format!("at most {count} under way"),
        Assumed::MaySlip(length) => format!("slips {length}"),
    }
}

fn work(policy: &Policy, work: Work) -> String {
    match work {
        Work::Safeguard(it) => policy.safeguards[it.index()].named.name.clone(),
        Work::Task(it) => policy.tasks[it.index()].named.name.clone(),
        Work::DefiningLevel(it) => format!("defining {}", policy.levels[it.index()].named.name),
        Work::DefiningStandard(it) => format!("defining {}", policy.standards[it.index()].named.name),
    }
}

fn taken(time: &Time) -> String {
    match time {
        Time::Range { least, most } => format!("{least} to {most}"),
        Time::Distribution { name, parameters } => {
            let parameters: Vec<String> = parameters
                .iter()
                .map(|(name, length)| format!("{name} {length}"))
                .collect();
            format!("{name}({})", parameters.join(", "))
        }
    }
}

fn expect(expect: &Expect) -> String {
    let scope = &expect.scope;
    let ids = |all: &[holdpoint_policy::model::ClauseId]| {
        format!("{:?}", all.iter().map(|it| it.0).collect::<Vec<_>>())
    };
    format!(
        "expect {:?}{}{}{}{}{}{}",
        expect.answer,
        optional(" world ", scope.world),
        optional(
            " readings ",
            (!scope.readings.is_empty()).then(|| format!("{:?}", scope.readings))
        ),
        flag(scope.with_amendment, "with amendment"),
        optional(" with only ", scope.with_only.as_ref().map(|it| ids(it))),
        optional(
            " without ",
            (!scope.without.is_empty()).then(|| ids(&scope.without))
        ),
        flag(scope.counting_intends, "counting intends")
    )
}

fn named(named: &Named) -> String {
    format!(
        "{}{}{}",
        named.name,
        optional(" reading ", named.reading.as_ref().map(|it| format!("{it:?}"))),
        optional(" ", named.title.as_ref().map(|it| format!("{it:?}")))
    )
}

fn party(policy: &Policy, party: PartyId) -> &str {
    &policy.parties[party.index()].named.name
}

fn at(grades: &[String], grade: Option<Grade>) -> String {
    optional("@", grade.map(|it| &grades[it.0 as usize]))
}

fn joined<T>(parts: &[T], between: &str, show: impl Fn(&T) -> String) -> String {
    format!("({})", parts.iter().map(show).collect::<Vec<_>>().join(between))
}

fn optional(before: &str, value: Option<impl std::fmt::Display>) -> String {
    value.map_or(String::new(), |it| format!("{before}{it}"))
}

fn flag(is_set: bool, word: &str) -> String {
    if is_set {
        format!(", {word}")
    } else {
        String::new()
    }
}
