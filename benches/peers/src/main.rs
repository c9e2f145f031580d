//! Decisions of Cedar and regorus on the models that `holdpoint-bench gate` wrote down: `holdpoint-peers MODELS.json`.
//!
//! Each engine has one clause a rule that denies, as their own guides write them, and says which clauses bar. Every answer
//! is held against the one that came with the model; then each piece of evidence of what was barred is withheld in turn.
//! Printed is one line of JSON an engine.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request, RestrictedExpression,
};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::time::Instant;

/// One model as it stands: what is known of it, by name, and which clauses bar it.
struct Model {
    id: String,
    evidence: Vec<(String, Value)>,
    now: i64,
    barred: BTreeSet<String>,
}

/// Which clause asks for which safeguards; the clause of the evaluation is the last.
struct Asked {
    clauses: Vec<(String, Vec<String>)>,
    evaluation: String,
    days_ms: i64,
}

/// An engine that was told the policy.
trait Engine {
    /// What it takes to ask about a model, made before time is taken.
    type Question;
    fn question(&self, model: &Model, withheld: Option<usize>) -> Self::Question;
    /// Whether it allows, and which clauses bar.
    fn decide(&mut self, question: &Self::Question) -> (bool, BTreeSet<String>);
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: holdpoint-peers MODELS.json");
    let text = std::fs::read_to_string(&path).expect("the models can be read");
    let read: Value = serde_json::from_str(&text).expect("the models are JSON");
    let (asked, models) = (asked(&read), models(&read));
    measure("Cedar", Cedar::new(&asked), &models);
    measure("regorus RVM", Rego::new(&asked), &models);
}

fn measure<E: Engine>(name: &str, mut engine: E, models: &[Model]) {
    const ROUNDS: usize = 5;
    let questions: Vec<E::Question> = models.iter().map(|it| engine.question(it, None)).collect();
    let mut micros = Vec::new();
    let mut agrees = true;
    for _ in 0..ROUNDS {
        for (model, question) in models.iter().zip(&questions) {
            let begun = Instant::now();
            let (allows, barred) = engine.decide(question);
            micros.push(begun.elapsed().as_secs_f64() * 1e6);
            agrees &= barred == model.barred && allows == model.barred.is_empty();
        }
    }
    micros.sort_by(f64::total_cmp);
    let (mut withheld, mut opened) = (0, 0);
    for model in models.iter().filter(|it| !it.barred.is_empty()) {
        for index in 0..model.evidence.len() {
            let question = engine.question(model, Some(index));
            withheld += 1;
            opened += usize::from(engine.decide(&question).0);
        }
    }
    let row = json!({
        "engine": name,
        "micros_p50": micros[micros.len() / 2],
        "micros_p99": micros[micros.len() * 99 / 100],
        "agrees": agrees,
        "withheld": withheld,
        "opened": opened,
    });
    println!("{row}");
}

struct Cedar {
    policies: PolicySet,
    action: EntityUid,
    developer: EntityUid,
}

impl Cedar {
    fn new(asked: &Asked) -> Cedar {
        let mut text = "@id(\"permit\") permit(principal, action, resource);\n".to_owned();
        for (clause, safeguards) in &asked.clauses {
            let fails: Vec<String> = safeguards.iter().map(|it| format!("resource.{it} == false")).collect();
            let fails = fails.join(" || ");
            writeln!(text, "@id(\"{clause}\") forbid(principal, action == Action::\"deploy\", resource) when {{ {fails} }};")
                .expect("it is text");
        }
        let (clause, days) = (&asked.evaluation, asked.days_ms);
        writeln!(
            text,
            "@id(\"{clause}\") forbid(principal, action == Action::\"deploy\", resource) when {{
               resource.eval_at <= resource.checkpoint_at || context.now - resource.eval_at >= {days} }};"
        )
        .expect("it is text");
        let parsed: PolicySet = text.parse().expect("the policies are in order");
        // Its reasons are called as the clauses are.
        let mut policies = PolicySet::new();
        for policy in parsed.policies() {
            let id = policy.annotation("id").expect("each has one").to_owned();
            policies
                .add(policy.new_id(cedar_policy::PolicyId::new(id)))
                .expect("no two have one");
        }
        Cedar {
            policies,
            action: "Action::\"deploy\"".parse().expect("it is a name"),
            developer: "Party::\"lab\"".parse().expect("it is a name"),
        }
    }
}

impl Engine for Cedar {
    type Question = (Request, Entities);

    fn question(&self, model: &Model, withheld: Option<usize>) -> (Request, Entities) {
        let kept = model.evidence.iter().enumerate().filter(|(index, _)| Some(*index) != withheld);
        let attributes: HashMap<String, RestrictedExpression> = kept
            .map(|(_, (name, value))| {
                let value = match value {
                    Value::Bool(it) => RestrictedExpression::new_bool(*it),
                    other => RestrictedExpression::new_long(other.as_i64().expect("it is a number")),
                };
                (name.clone(), value)
            })
            .collect();
        let uid: EntityUid = format!("Model::\"{}\"", model.id).parse().expect("it is a name");
        let entity = Entity::new(uid.clone(), attributes, HashSet::new()).expect("it is an entity");
        let context = Context::from_pairs([("now".to_owned(), RestrictedExpression::new_long(model.now))]);
        let request = Request::new(
            self.developer.clone(),
            self.action.clone(),
            uid,
            context.expect("it is a context"),
            None,
        );
        let entities = Entities::from_entities([entity], None).expect("it is one entity");
        (request.expect("it is a request"), entities)
    }

    fn decide(&mut self, (request, entities): &(Request, Entities)) -> (bool, BTreeSet<String>) {
        let answer = Authorizer::new().is_authorized(request, &self.policies, entities);
        match answer.decision() {
            Decision::Allow => (true, BTreeSet::new()),
            Decision::Deny => (false, answer.diagnostics().reason().map(ToString::to_string).collect()),
        }
    }
}

struct Rego {
    vm: RegoVM,
}

impl Rego {
    fn new(asked: &Asked) -> Rego {
        let mut text = "package gate\nimport rego.v1\n".to_owned();
        for (clause, safeguards) in &asked.clauses {
            for safeguard in safeguards {
                writeln!(text, "deny contains \"{clause}\" if input.{safeguard} == false").expect("it is text");
            }
        }
        let (clause, days) = (&asked.evaluation, asked.days_ms);
        writeln!(text, "deny contains \"{clause}\" if input.eval_at <= input.checkpoint_at").expect("it is text");
        writeln!(text, "deny contains \"{clause}\" if input.now - input.eval_at >= {days}").expect("it is text");
        let mut engine = regorus::Engine::new();
        engine.add_policy("gate.rego".to_owned(), text).expect("the policy is in order");
        let rule: regorus::Rc<str> = "data.gate.deny".into();
        let compiled = engine.compile_with_entrypoint(&rule).expect("it compiles");
        let program = Compiler::compile_from_policy(&compiled, &[&rule]).expect("it compiles");
        let mut vm = RegoVM::new();
        vm.load_program(program);
        Rego { vm }
    }
}

impl Engine for Rego {
    type Question = regorus::Value;

    fn question(&self, model: &Model, withheld: Option<usize>) -> regorus::Value {
        let kept = model.evidence.iter().enumerate().filter(|(index, _)| Some(*index) != withheld);
        let mut input: serde_json::Map<String, Value> =
            kept.map(|(_, (name, value))| (name.clone(), value.clone())).collect();
        input.insert("now".to_owned(), json!(model.now));
        regorus::Value::from_json_str(&Value::Object(input).to_string()).expect("it is JSON")
    }

    fn decide(&mut self, question: &regorus::Value) -> (bool, BTreeSet<String>) {
        self.vm.set_input(question.clone());
        let denied = self.vm.execute().expect("it comes to an end");
        let denied: BTreeSet<String> = match denied.as_set() {
            Ok(it) => it.iter().filter_map(|it| Some(it.as_string().ok()?.to_string())).collect(),
            Err(_) => BTreeSet::new(),
        };
        (denied.is_empty(), denied)
    }
}

fn asked(read: &Value) -> Asked {
    let strings = |it: &Value| -> Vec<String> {
        let items = it.as_array().expect("it is a list").iter();
        items.map(|it| it.as_str().expect("it is a string").to_owned()).collect()
    };
    let clauses = read["clauses"].as_array().expect("there are clauses").iter();
    Asked {
        clauses: clauses
            .map(|it| (it["clause"].as_str().expect("it has a name").to_owned(), strings(&it["safeguards"])))
            .collect(),
        evaluation: read["evaluation"].as_str().expect("it has a name").to_owned(),
        days_ms: read["days_ms"].as_i64().expect("it is a number"),
    }
}

fn models(read: &Value) -> Vec<Model> {
    let models = read["models"].as_array().expect("there are models").iter();
    models
        .map(|it| Model {
            id: it["id"].as_str().expect("it has a name").to_owned(),
            evidence: it["evidence"]
                .as_object()
                .expect("there is evidence")
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            now: it["now"].as_i64().expect("it is a number"),
            barred: (it["barred"].as_array().expect("it is a list").iter())
                .map(|it| it.as_str().expect("it is a string").to_owned())
                .collect(),
        })
        .collect()
}
