//! What a database adds to a file: replicas, roles, a server that goes away and comes back.

use crate::place::{Host, Place};
use crate::processes::{INSIST, Process, WITHOUT_END, WRITERS, all_there, drawn, sent_again, submission};
use crate::server::{Server, connected, schema_of};
use crate::{Case, cases};
use holdpoint_ledger::store::OpenError;
use holdpoint_ledger::verify::{Fault, Trust};
use holdpoint_ledger::{Entry, Postgres, Store};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const CASES: &[Case] = cases![
    backends_that_are_killed_lose_nothing_that_was_acknowledged,
    who_reads_on_misses_nobody_who_commits_slowly,
    who_commits_slowly_is_waited_for,
    the_writers_role_adds_and_reads_and_nothing_else,
    who_writes_past_the_ledger_leaves_no_gap,
    a_schema_of_another_program_is_left_alone,
    an_index_that_hides_an_entry_is_found,
    a_connection_that_was_ended_is_made_anew,
    whatever_the_role_prefers_a_commit_is_on_disk_before_its_receipt,
    a_server_that_does_not_sync_is_refused,
];

fn server(host: &Host) -> &Server {
    match host {
        Host::Server(server) => server,
        Host::Files => panic!("this is a case of databases"),
    }
}

/// All backends of a server end with one that is killed, and the server recovers from its log.
fn backends_that_are_killed_lose_nothing_that_was_acknowledged(_: &Host) {
    const ROUNDS: u64 = 6;
    let server = Arc::new(Server::start().unwrap());
    let place = Host::Server(Arc::clone(&server)).place();
    drop(place.open().unwrap());
    let process = Process::start(INSIST, &place, WITHOUT_END, 0, 0);
    let mut n_seen = 0;
    for round in 0..ROUNDS {
        n_seen = grown(&place, n_seen + 20);
        std::thread::sleep(Duration::from_millis(drawn(round, 50) as u64));
        while !kill_a_backend(&server) {
            server.answers().unwrap();
        }
    }
    n_seen = grown(&place, n_seen + 20);
    let told = process.kill();
    assert!(told.n_again > 0, "nothing was interrupted");
    let n_told = told.acknowledged.len() as u64;
    assert!(n_told + WRITERS >= n_seen, "{n_told} of {n_seen}");
    all_there(&place, &told.acknowledged);
    sent_again(&place, &told.acknowledged);
}

/// The number of entries, when there are at least so many.
fn grown(place: &Place, at_least: u64) -> u64 {
    const TIMES_MAX: u32 = 6000;
    for _ in 0..TIMES_MAX {
        // While the server recovers it answers nothing.
        let counted = connected(&place.name())
            .and_then(|mut it| {
                let row = it.query_one("SELECT count(*) FROM entry", &[]);
                row.map_err(|it| it.to_string())
            })
            .map(|it| it.get::<_, i64>(0) as u64);
        match counted {
            Ok(n) if n >= at_least => return n,
            _ => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    panic!("the server did not come back");
}

/// The one that writes, if it can be seen at it. None is killed if the server just recovers from the last time.
fn kill_a_backend(server: &Server) -> bool {
    let sql = "SELECT pid FROM pg_stat_activity
               WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
               ORDER BY (backend_xid IS NOT NULL) DESC, query_start DESC LIMIT 1";
    let Ok(mut beside) = connected(&server.url("owner", "public")) else {
        return false;
    };
    let Some(row) = beside.query_opt(sql, &[]).ok().flatten() else {
        return false;
    };
    let kill = format!("kill -9 {}", row.get::<_, i32>(0));
    let killed = Command::new("sh").args(["-c", &kill]).status();
    let is_killed = killed.unwrap().success();
    // The server ends every connection when it notices; until then it answers as if nothing had been.
    while is_killed && beside.simple_query("SELECT 1").is_ok() {
        std::thread::sleep(Duration::from_millis(1));
    }
    is_killed
}

/// Every commit takes a while, another while each time, after its rows were written.
const SLOW: &str = "
CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_sleep(random() * 0.01);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION dawdle();";

fn who_reads_on_misses_nobody_who_commits_slowly(host: &Host) {
    const N: u64 = 80;
    let (place, follower) = host.begin();
    place.run(SLOW).unwrap();
    let replicas = [place.open().unwrap(), place.open().unwrap()];
    std::thread::scope(|scope| {
        let writers = [0, 1, 2, 3].map(|writer| {
            let store = &replicas[writer as usize % 2];
            let mut numbers = (writer..N).step_by(4);
            scope.spawn(move || numbers.all(|it| store.append(vec![submission(it)], it).is_ok()))
        });
        let mut next = 0;
        loop {
            let is_last = writers.iter().all(|it| it.is_finished());
            for entry in follower.entries(next..N).unwrap() {
                assert_eq!(entry.index, next, "one was missed");
                next += 1;
            }
            assert!(follower.size().unwrap() >= next);
            if is_last {
                break;
            }
        }
        assert!(writers.into_iter().all(|it| it.join().unwrap()));
        assert_eq!(next, N);
    });
    assert_eq!(follower.root_at(N), replicas[0].root_at(N));
}

/// A replica that was stopped before its commit holds up those behind it, and is not overtaken.
fn who_commits_slowly_is_waited_for(host: &Host) {
    let (place, store) = host.begin();
    store.append(vec![submission(0)], 10).unwrap();
    let mut slow = connected(&place.name()).unwrap();
    let turn =
        "BEGIN; SELECT pg_advisory_xact_lock(1213230183, current_schema()::regnamespace::oid::integer)";
    slow.batch_execute(turn).unwrap();
    slow.batch_execute(&insertion(&place, &entry(1))).unwrap();
    std::thread::scope(|scope| {
        let later = scope.spawn(|| store.append(vec![submission(2)], 12).unwrap().remove(0));
        std::thread::sleep(Duration::from_millis(300));
        assert!(!later.is_finished(), "it did not wait");
        assert_eq!(
            place.open().unwrap().size(),
            Ok(1),
            "nothing is seen before it is committed"
        );
        slow.batch_execute("COMMIT").unwrap();
        assert_eq!(later.join().unwrap().index, 2);
    });
    let found = store.entries(0..9).unwrap();
    let found: Vec<&str> = found.iter().map(|it| it.request_key.as_str()).collect();
    assert_eq!(found, ["0", "1", "2"]);
    assert_eq!(place.faults(&Trust::default()), []);
}

fn entry(index: u64) -> Entry {
    let submission = submission(index);
    Entry {
        index,
        received_ms: 10 + index,
        request_key: submission.request_key,
        secret: submission.secret,
        body: submission.body,
    }
}

fn insertion(place: &Place, entry: &Entry) -> String {
    format!(
        "INSERT INTO entry VALUES ({}, {}, '{}', {}, '{}', {})",
        entry.index,
        entry.received_ms,
        entry.request_key.as_str(),
        place.bytes(entry.secret.as_bytes()),
        entry.body.text(),
        place.bytes(entry.commitment().as_bytes()),
    )
}

fn the_writers_role_adds_and_reads_and_nothing_else(host: &Host) {
    let (place, _owners) = host.begin();
    let (server, schema) = (server(host), schema_of(&place.name()).to_owned());
    let role = format!("writer_of_{schema}");
    place.run(&format!("CREATE ROLE {role} LOGIN")).unwrap();
    let url = server.url(&role, &schema);
    assert!(
        matches!(Postgres::open(&url), Err(OpenError::Disk { .. })),
        "without any grant"
    );
    let grants = format!(
        "GRANT USAGE ON SCHEMA {schema} TO {role};
         GRANT SELECT, INSERT ON entry, checkpoint TO {role};
         GRANT SELECT ON holdpoint TO {role}"
    );
    place.run(&grants).unwrap();
    let store = Postgres::open(&url).unwrap();
    assert_eq!(store.append(vec![submission(0)], 1).unwrap()[0].index, 0);
    assert_eq!(store.size(), Ok(1));
    for slip in [
        "UPDATE entry SET received_ms = 2",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "DROP TABLE checkpoint",
    ] {
        let why = crate::server::run(&url, slip).unwrap_err();
        assert!(
            why.contains("permission denied") || why.contains("must be owner"),
            "{slip}: {why}"
        );
    }
    assert!(
        place
            .run("TRUNCATE entry")
            .unwrap_err()
            .contains("an entry is never deleted")
    );
}

fn who_writes_past_the_ledger_leaves_no_gap(host: &Host) {
    let (place, store) = host.begin();
    store.append(vec![submission(0)], 100).unwrap();
    let gap = place.run(&insertion(&place, &entry(5))).unwrap_err();
    assert_eq!(gap, "entry 5 is not the next one");
    let early = place.run(&insertion(&place, &entry(1))).unwrap_err();
    assert_eq!(early, "entry 1 was received before the one before it");
    assert_eq!(store.append(vec![submission(1)], 100).unwrap()[0].index, 1);
}

fn a_schema_of_another_program_is_left_alone(host: &Host) {
    let opened = |sql: &str| {
        let place = host.place();
        place.run(sql).unwrap();
        (place.open().err(), place)
    };
    let (refused, place) = opened("CREATE TABLE entry (a INTEGER)");
    assert!(
        matches!(refused, Some(OpenError::NotALedger { .. })),
        "{refused:?}"
    );
    assert_eq!(
        place.run("INSERT INTO entry VALUES (1)"),
        Ok(()),
        "it was left as it was"
    );
    let examined = place.examine(&Trust::default()).err();
    assert!(
        matches!(examined, Some(OpenError::NotALedger { .. })),
        "{examined:?}"
    );
    let (newer, _) = opened("CREATE TABLE holdpoint (version INTEGER); INSERT INTO holdpoint VALUES (2)");
    assert!(matches!(newer, Some(OpenError::NotALedger { .. })), "{newer:?}");
    let nowhere = Postgres::open("postgres://owner@localhost:1/nowhere").err();
    assert!(matches!(nowhere, Some(OpenError::Disk { .. })), "{nowhere:?}");
    let no_url = Postgres::open("ledger.db").err();
    assert!(matches!(no_url, Some(OpenError::Disk { .. })), "{no_url:?}");
}

fn an_index_that_hides_an_entry_is_found(host: &Host) {
    let (place, store) = host.begin();
    store.append(vec![submission(0)], 1).unwrap();
    let upkeep = |is: &str| {
        let sql = "UPDATE pg_index SET indisready =";
        place
            .run(&format!(
                "{sql} {is} WHERE indexrelid = 'entry_request_key_key'::regclass"
            ))
            .unwrap();
    };
    upkeep("false");
    store.append(vec![submission(1)], 1).unwrap();
    drop(store);
    upkeep("true");
    let why = "the index of request keys leads to 1 entries, and there are 2".to_owned();
    assert_eq!(place.faults(&Trust::default()), [Fault::File { why }]);
    assert!(matches!(place.open().err(), Some(OpenError::Damaged(_))));
}

fn a_connection_that_was_ended_is_made_anew(host: &Host) {
    let place = host.place();
    let name = format!("of_{}", schema_of(&place.name()));
    let store = Postgres::open(&format!("{} application_name={name}", place.name())).unwrap();
    let end_all = || {
        let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1";
        let n_ended: i64 = server(host).client().query_one(sql, &[&name]).unwrap().get(0);
        assert_eq!(n_ended, 2, "one reads and one writes");
    };
    end_all();
    assert_eq!(store.append(vec![submission(0)], 1).unwrap()[0].index, 0);
    assert_eq!(store.size(), Ok(1));
    end_all();
    assert_eq!(store.size(), Ok(1));
    assert_eq!(store.append(vec![submission(1)], 1).unwrap()[0].index, 1);
}

fn whatever_the_role_prefers_a_commit_is_on_disk_before_its_receipt(host: &Host) {
    let (place, _owners) = host.begin();
    let noted = "CREATE TABLE noted (setting TEXT);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO noted VALUES (current_setting('synchronous_commit'));
            RETURN NULL;
        END $$;
        CREATE TRIGGER note AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION note()";
    place.run(noted).unwrap();
    for (n, preferred) in (0..).zip(["off", "local", "on", "remote_apply"]) {
        let url = place
            .name()
            .replace("='-c", &format!("='-c synchronous_commit={preferred} -c"));
        Postgres::open(&url)
            .unwrap()
            .append(vec![submission(n)], 1)
            .unwrap();
    }
    let rows = connected(&place.name())
        .unwrap()
        .query("SELECT setting FROM noted", &[])
        .unwrap();
    let rows: Vec<String> = rows.iter().map(|it| it.get(0)).collect();
    assert_eq!(rows, ["on", "on", "on", "remote_apply"]);
}

fn a_server_that_does_not_sync_is_refused(_: &Host) {
    let server = Arc::new(Server::start().unwrap());
    let place = Host::Server(Arc::clone(&server)).place();
    drop(place.open().unwrap());
    for sql in ["ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"] {
        server.client().batch_execute(sql).unwrap();
    }
    let is_on = || {
        server
            .client()
            .query_one("SHOW fsync", &[])
            .unwrap()
            .get::<_, String>(0)
            == "on"
    };
    while is_on() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let refused = place.open().err().map(|it| it.to_string()).unwrap_or_default();
    assert!(refused.contains("`fsync` off"), "{refused}");
}
