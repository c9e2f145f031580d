//! The one place that asks the app: so many questions at once, each for so long. What is late is a fault, and opens nothing.
//!
//! It must not know HTTP.

use crate::events::Event;
use crate::fault::{Fault, Kind};
use crate::metrics::Metrics;
use crate::traces;
use holdpoint_app::{
    AsOf, AskGate, Date, Decision, KeptGate, Mode, NotRecorded, Outcome, Problem, RecordEvents,
    RecordStatements, Recorded, Standing, is_bundle,
};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Semaphore;

/// May an action of a model line go on?
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) action: String,
    pub(crate) line: String,
    pub(crate) as_of: AsOf,
    /// The answer is put on record, unless it is about the past.
    pub(crate) is_recorded: bool,
}

/// The answer.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// Work may go on: by the answer, or by what the deployment makes of it.
    pub(crate) opens: bool,
    /// The entry that says so, if it was recorded.
    pub(crate) entry: Option<u64>,
    pub(crate) decision: Decision,
}

/// What the app is asked with.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    pub(crate) ledger: PathBuf,
    pub(crate) verifier: Option<String>,
    pub(crate) roots: Option<PathBuf>,
    pub(crate) mode: Mode,
    pub(crate) is_recorded: bool,
    pub(crate) key: Option<PathBuf>,
    pub(crate) now: Option<Date>,
}

/// Where questions are put.
#[derive(Debug)]
pub(crate) struct Desk {
    asking: Arc<Kept>,
    /// One for each question that is being looked at, also if nobody waits for it any more.
    places: Arc<Semaphore>,
    patience: Duration,
    pub(crate) metrics: Metrics,
}

/// The ledger that is asked, open from the first question on: each takes in only what is new. One that is set back or put
/// in another's place while it is open gives no answer any more, and neither does one in which an entry was changed, as
/// soon as that entry is looked at again.
struct Kept {
    asking: Asking,
    gate: Mutex<Gate>,
}

#[derive(Default)]
struct Gate {
    open: Option<KeptGate>,
    /// The entry that is looked over next.
    next: u64,
    /// What was found there; nothing is answered until it is mended.
    doubt: Option<Problem>,
}

/// Entries that are looked over again in each second; nobody waits longer than for these.
const LOOKED_OVER: u64 = 1000;
const LOOK_OVER_EVERY: Duration = Duration::from_secs(1);

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.asking.fmt(f)
    }
}

/// Questions that wait for their turn side by side; the others wait, not longer than one may take.
const PLACES: usize = 8;

impl Desk {
    pub(crate) fn new(asking: Asking, patience: Duration) -> Desk {
        Desk {
            asking: Arc::new(Kept {
                asking,
                gate: Mutex::default(),
            }),
            places: Arc::new(Semaphore::new(PLACES)),
            patience,
            metrics: Metrics::default(),
        }
    }

    /// Asks the gate.
    pub(crate) async fn decide(&self, question: Question) -> Result<Answered, Fault> {
        let (begun, began_at) = (Instant::now(), SystemTime::now());
        let asked = (question.action.clone(), question.line.clone());
        let answer = self.bounded(move |asking| asking.decide(&question)).await;
        traces::answered(began_at, (&asked.0, &asked.1), &answer);
        match &answer {
            Ok(answered) => self.metrics.answered(answered, begun.elapsed()),
            Err(fault) => self.metrics.unanswered(fault.name()),
        }
        answer
    }

    /// Puts on record what other systems tell.
    pub(crate) async fn record(&self, events: Vec<Event>) -> Result<Recorded, Fault> {
        let recorded = self.bounded(move |asking| asking.record(&events)).await;
        for entry in recorded.iter().flat_map(|it| &it.entries) {
            self.metrics.recorded(if entry.was_there {
                "there before"
            } else {
                "recorded"
            });
        }
        if recorded.is_err() {
            self.metrics.recorded("refused");
        }
        recorded
    }

    /// How a model line stands.
    pub(crate) async fn status(&self, line: String, as_of: AsOf) -> Result<Standing, Fault> {
        self.bounded(move |asking| asking.status(&line, as_of)).await
    }

    /// How many entries the ledger has.
    pub(crate) async fn size(&self) -> Result<u64, Fault> {
        self.bounded(Kept::size).await
    }

    /// Looks over the ledger again and again, for as long as the server runs.
    pub(crate) async fn look_over(&self) {
        loop {
            tokio::time::sleep(LOOK_OVER_EVERY).await;
            let kept = Arc::clone(&self.asking);
            // A panic there leaves a lock that the next question finds broken, and opens the ledger anew.
            let _looked = tokio::task::spawn_blocking(move || kept.look_over()).await;
        }
    }

    async fn bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Kept) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (asking, places) = (Arc::clone(&self.asking), Arc::clone(&self.places));
        let answer = async move {
            let place = places.acquire_owned().await.map_err(|_| mistake())?;
            let work = tokio::task::spawn_blocking(move || {
                let answer = work(&asking);
                drop(place);
                answer
            });
            work.await.unwrap_or_else(|_| Err(mistake()))
        };
        let (patience, begun) = (self.patience, Instant::now());
        let answer = tokio::time::timeout(patience, answer).await;
        // What is there only when the time is over is late as well.
        match answer {
            Ok(answer) if begun.elapsed() <= patience => answer,
            _ => {
                let message = format!("there was no answer within {} s", patience.as_secs_f64());
                let help = "ask again; `holdpoint serve --timeout` sets how long an answer may take";
                Err(Fault::new(Kind::TimeOut, message, help))
            }
        }
    }
}

fn mistake() -> Fault {
    let help = "please report it with what was asked";
    Fault::new(Kind::Mistake, "the question was not looked at to its end", help)
}

impl Kept {
    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(|broken| {
            // Whatever broke off may have left half of what it did: it is opened anew.
            self.gate.clear_poison();
            let mut gate = broken.into_inner();
            *gate = Gate::default();
            gate
        })
    }

    /// Asks the gate that is open, or opens it.
    fn ask<T>(&self, ask: impl FnOnce(&mut KeptGate) -> Result<T, Problem>) -> Result<T, Problem> {
        let mut gate = self.gate();
        if let Some(doubt) = &gate.doubt {
            return Err(doubt.clone());
        }
        match &mut gate.open {
            Some(open) => ask(open),
            none => {
                let asking = &self.asking;
                let (verifier, roots) = (asking.verifier.as_deref(), asking.roots.as_deref());
                ask(none.insert(KeptGate::open(&asking.ledger, verifier, roots)?))
            }
        }
    }

    fn look_over(&self) {
        let mut gate = self.gate();
        let next = gate.next;
        let Some(open) = &mut gate.open else { return };
        match open.look_over_some(next, LOOKED_OVER) {
            Ok(next) => (gate.next, gate.doubt) = (next, None),
            Err(problem) => gate.doubt = Some(problem),
        }
    }

    fn decide(&self, question: &Question) -> Result<Answered, Fault> {
        let asking = &self.asking;
        let is_recorded = asking.is_recorded && question.is_recorded && question.as_of == AsOf::Now;
        let call = AskGate {
            roots: asking.roots.clone(),
            path: asking.ledger.clone(),
            verifier: asking.verifier.clone(),
            action: question.action.clone(),
            line: question.line.clone(),
            as_of: question.as_of,
            mode: asking.mode.clone(),
            is_recorded: is_recorded && !is_bundle(&asking.ledger),
            key: asking.key.clone(),
            now: asking.now,
        };
        let decided = self.ask(|gate| call.ask(gate));
        let decided = decided.map_err(|it| self.fault(&question.line, it))?;
        Ok(Answered {
            opens: decided.outcome == Outcome::Fine,
            entry: decided.entry,
            decision: decided.decision,
        })
    }

    fn status(&self, line: &str, as_of: AsOf) -> Result<Standing, Fault> {
        let standing = self.standing(line, as_of);
        standing.map_err(|problem| match as_of {
            AsOf::Now => unavailable(problem),
            _ => self.fault(line, problem),
        })
    }

    fn standing(&self, line: &str, as_of: AsOf) -> Result<Standing, Problem> {
        self.ask(|gate| gate.status(line, as_of, self.asking.now))
    }

    fn record(&self, events: &[Event]) -> Result<Recorded, Fault> {
        let texts: Vec<String> = events.iter().map(|it| it.data.to_string()).collect();
        let statements = RecordStatements {
            roots: self.asking.roots.clone(),
            path: self.asking.ledger.clone(),
            name: "events".to_owned(),
            text: texts.join("\n"),
            by: None,
            line: None,
            key: self.asking.key.clone(),
            now: self.asking.now,
        };
        let names = events.iter().map(|it| (it.source.clone(), it.id.clone()));
        let call = RecordEvents {
            statements,
            names: names.collect(),
        };
        call.run().map_err(|why| match why {
            NotRecorded::Wrong(problem) => Fault {
                kind: Kind::NotRecorded,
                problem,
                field: None,
            },
            NotRecorded::Later(problem) => unavailable(problem),
        })
    }

    fn size(&self) -> Result<u64, Fault> {
        self.ask(KeptGate::size).map_err(unavailable)
    }

    /// Where the line can be looked at, it is the question that is wrong, and not the ledger.
    fn fault(&self, line: &str, problem: Problem) -> Fault {
        match self.standing(line, AsOf::Now) {
            Ok(_) => Fault {
                kind: Kind::NotAnswerable,
                problem,
                field: None,
            },
            Err(_) => unavailable(problem),
        }
    }
}

fn unavailable(problem: Problem) -> Fault {
    Fault {
        kind: Kind::Unavailable,
        problem,
        field: None,
    }
}
