//! The one place that asks the app: so many questions at once, each for so long. What is late is a fault, and opens nothing.
//!
//! It must not know HTTP.

use crate::events::Event;
use crate::fault::{Fault, Kind};
use crate::metrics::Metrics;
use crate::traces;
use holdpoint_app::{
    AsOf, AskGate, Date, Decision, Mode, NotRecorded, Outcome, Problem, RecordEvents, RecordStatements,
    Recorded, SizeOfLedger, Standing, StatusOfLine, is_bundle,
};
use std::path::PathBuf;
use std::sync::Arc;
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
    asking: Arc<Asking>,
    /// One for each question that is being looked at, also if nobody waits for it any more.
    places: Arc<Semaphore>,
    patience: Duration,
    pub(crate) metrics: Metrics,
}

/// Questions that are looked at side by side; the others wait, not longer than one may take.
const PLACES: usize = 8;

impl Desk {
    pub(crate) fn new(asking: Asking, patience: Duration) -> Desk {
        Desk {
            asking: Arc::new(asking),
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
        self.bounded(Asking::size).await
    }

    async fn bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Asking) -> Result<T, Fault> + Send + 'static,
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
        let patience = self.patience;
        tokio::time::timeout(patience, answer).await.unwrap_or_else(|_| {
            let message = format!("there was no answer within {} s", patience.as_secs_f64());
            let help = "ask again; `holdpoint serve --timeout` sets how long an answer may take";
            Err(Fault::new(Kind::TimeOut, message, help))
        })
    }
}

fn mistake() -> Fault {
    let help = "please report it with what was asked";
    Fault::new(Kind::Mistake, "the question was not looked at to its end", help)
}

impl Asking {
    fn decide(&self, question: &Question) -> Result<Answered, Fault> {
        let is_recorded = self.is_recorded && question.is_recorded && question.as_of == AsOf::Now;
        let call = AskGate {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            verifier: self.verifier.clone(),
            action: question.action.clone(),
            line: question.line.clone(),
            as_of: question.as_of,
            mode: self.mode.clone(),
            is_recorded: is_recorded && !is_bundle(&self.ledger),
            key: self.key.clone(),
            now: self.now,
        };
        let decided = call.run().map_err(|it| self.fault(&question.line, it))?;
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
        let call = StatusOfLine {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            verifier: self.verifier.clone(),
            line: line.to_owned(),
            as_of,
            now: self.now,
        };
        call.run()
    }

    fn record(&self, events: &[Event]) -> Result<Recorded, Fault> {
        let texts: Vec<String> = events.iter().map(|it| it.data.to_string()).collect();
        let statements = RecordStatements {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            name: "events".to_owned(),
            text: texts.join("\n"),
            by: None,
            line: None,
            key: self.key.clone(),
            now: self.now,
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
        let call = SizeOfLedger {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            verifier: self.verifier.clone(),
        };
        call.run().map_err(unavailable)
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
