//! Model lines that are looked at again and again: when an answer becomes another, somebody is told.
//!
//! It must not know how an answer comes about.

mod post;

use crate::desk::Desk;
use crate::fault::Fault;
use crate::server::Server;
use holdpoint_app::Standing;
pub(crate) use post::Target;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc;

/// What is looked at, and who is told.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(crate) lines: Vec<String>,
    pub(crate) every: Duration,
    pub(crate) target: Arc<Target>,
}

/// Events that wait to be sent; when there are more, the rest is given up, and counted.
const WAITING_MAX: usize = 1024;
/// Once is a hiccup; what cannot be looked at so often in a row is not known any more.
const FAILURES: usize = 2;

/// An answer as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Last {
    answer: String,
    size: u64,
}

/// Looks until the server ends.
pub(crate) async fn watch(server: Arc<Server>, watch: Watch) {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    tokio::spawn(send(Arc::clone(&server), Arc::clone(&watch.target), receiver));
    let mut lines: Vec<Line> = watch.lines.into_iter().map(Line::new).collect();
    loop {
        for line in &mut lines {
            for event in line.look(&server.desk, &server.url).await {
                if sender.try_send(event).is_err() {
                    server.desk.metrics.notified("given up");
                }
            }
        }
        tokio::time::sleep(watch.every).await;
    }
}

/// One after the other, so that they arrive in their order.
async fn send(server: Arc<Server>, target: Arc<Target>, mut events: mpsc::Receiver<Value>) {
    while let Some(event) = events.recv().await {
        let outcome = match target.deliver(&event).await {
            true => "sent",
            false => "given up",
        };
        server.desk.metrics.notified(outcome);
    }
}

#[derive(Debug)]
struct Line {
    name: String,
    /// By action.
    last: BTreeMap<String, Last>,
    n_failures: usize,
    /// With `began` it tells every event from all others of this server, also after it was started anew.
    n_told: u64,
    began_ms: u128,
}

impl Line {
    fn new(name: String) -> Line {
        Line {
            name,
            last: BTreeMap::new(),
            n_failures: 0,
            n_told: 0,
            began_ms: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .as_millis(),
        }
    }

    /// What is to be told. What is seen first is where it begins.
    async fn look(&mut self, desk: &Desk, url: &str) -> Vec<Value> {
        match desk.status(self.name.clone(), holdpoint_app::AsOf::Now).await {
            Ok(standing) => {
                self.n_failures = 0;
                self.compare(&standing, url)
            }
            Err(fault) => {
                self.n_failures += 1;
                match self.n_failures == FAILURES {
                    true => self.lose(&fault, url),
                    false => Vec::new(),
                }
            }
        }
    }

    fn compare(&mut self, standing: &Standing, url: &str) -> Vec<Value> {
        let mut events = Vec::new();
        for row in &standing.actions {
            let now = Last {
                answer: row.answer.clone(),
                size: standing.size,
            };
            let before = self.last.insert(row.action.clone(), now.clone());
            let Some(before) = before.filter(|it| it.answer != now.answer) else {
                continue;
            };
            let because = if before.size == now.size { "time" } else { "entry" };
            let details = json!({"clauses": row.clauses, "until": row.until});
            let change = (&before, &now, because);
            events.push(self.event(url, &row.action, change, &standing.at, details));
        }
        // A revision of the policy may have taken an action away.
        let gone: Vec<String> = self
            .last
            .keys()
            .filter(|it| standing.actions.iter().all(|row| row.action != **it))
            .cloned()
            .collect();
        for action in gone {
            if let Some(before) = self.last.remove(&action) {
                let now = Last {
                    answer: "undecided".to_owned(),
                    size: standing.size,
                };
                let details = json!({"problem": "the policy in force has no such action"});
                events.push(self.event(url, &action, (&before, &now, "entry"), &standing.at, details));
            }
        }
        events
    }

    /// A ledger that cannot be read opens nothing.
    fn lose(&mut self, fault: &Fault, url: &str) -> Vec<Value> {
        let mut events = Vec::new();
        for (action, before) in self.last.clone() {
            let now = Last {
                answer: "undecided".to_owned(),
                ..before.clone()
            };
            self.last.insert(action.clone(), now.clone());
            if before.answer != now.answer {
                let details = json!({"problem": fault.sentence()});
                events.push(self.event(url, &action, (&before, &now, "ledger"), "", details));
            }
        }
        events
    }

    fn event(
        &mut self,
        url: &str,
        action: &str,
        (before, now, because): (&Last, &Last, &str),
        at: &str,
        details: Value,
    ) -> Value {
        let kind = match before.answer.as_str() {
            "proceed" => "holdpoint.lease.ended",
            _ => "holdpoint.answer.changed",
        };
        self.n_told += 1;
        let id = format!("{}/{action}/{}.{}", self.name, self.began_ms, self.n_told);
        let mut data = json!({
            "action": action,
            "model": self.name,
            "before": before.answer,
            "after": now.answer,
            "because": because,
            "size_before": before.size,
            "size": now.size,
        });
        for (name, value) in details.as_object().into_iter().flatten() {
            data[name] = value.clone();
        }
        let mut event = json!({
            "specversion": "1.0",
            "id": id,
            "source": url,
            "type": kind,
            "subject": self.name,
            "datacontenttype": "application/json",
            "data": data,
        });
        if !at.is_empty() {
            // The specification wants the time of day.
            event["time"] = json!(if at.contains('T') {
                at.to_owned()
            } else {
                format!("{at}T00:00:00Z")
            });
        }
        event
    }
}
