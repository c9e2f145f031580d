//! A PostgreSQL server of the test's own, in a folder that is gone afterwards.
//!
//! It must not know what it is asked.

use postgres::{Client, NoTls};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long a server may take to start or to recover on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The server ends with the shell, and the shell when its input does: when the test ends, in whatever way. It ends
/// at once, since one that is asked politely while it recovers may not end at all.
const SHELL: &str = r#""$@" & server=$!; read _; kill -QUIT $server; wait $server"#;

/// A server that runs.
pub(crate) struct Server {
    shell: Child,
    folder: tempfile::TempDir,
    n_schemas: AtomicU64,
}

impl Server {
    /// Starts one; if there is none to be started, says why not.
    pub(crate) fn start() -> Result<Server, String> {
        let programs = programs().ok_or("PostgreSQL is not installed")?;
        let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
        let user = user(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.arg("-D").arg(&data).args([
            "--username=owner",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        let made = user.runs(&mut initdb, folder.path()).output();
        let made = made.map_err(|it| format!("`initdb` could not be started: {it}"))?;
        if !made.status.success() {
            return Err(format!(
                "`initdb` failed: {}",
                String::from_utf8_lossy(&made.stderr)
            ));
        }
        let mut shell = Command::new("sh");
        shell.args(["-c", SHELL, "sh"]).arg(programs.join("postgres"));
        shell.arg("-D").arg(&data).arg("-k").arg(folder.path());
        shell.args(["-c", "listen_addresses=", "-c", "max_connections=60"]);
        let log = std::fs::File::create(folder.path().join("log")).map_err(|it| it.to_string())?;
        let shell = user.runs(&mut shell, folder.path()).stdin(Stdio::piped());
        let shell = shell.stdout(Stdio::null()).stderr(log).spawn();
        let server = Server {
            shell: shell.map_err(|it| format!("no server could be started: {it}"))?,
            folder,
            n_schemas: AtomicU64::new(0),
        };
        server.answers()?;
        Ok(server)
    }

    /// How to connect to a schema that is made now.
    pub(crate) fn schema(&self) -> String {
        let schema = format!("ledger_{}", self.n_schemas.fetch_add(1, Ordering::Relaxed));
        self.client()
            .batch_execute(&format!("CREATE SCHEMA {schema}"))
            .unwrap();
        self.url("owner", &schema)
    }

    pub(crate) fn url(&self, role: &str, schema: &str) -> String {
        let folder = self.folder.path().display();
        format!("host={folder} user={role} dbname=postgres options='-c search_path={schema}'")
    }

    /// A connection of the owner.
    pub(crate) fn client(&self) -> Client {
        connected(&self.url("owner", "public")).unwrap()
    }

    /// Waits until it answers.
    pub(crate) fn answers(&self) -> Result<(), String> {
        let url = self.url("owner", "public");
        let start = Instant::now();
        loop {
            match connected(&url) {
                Ok(_) => return Ok(()),
                Err(why) if start.elapsed() > PATIENCE => {
                    let log = std::fs::read_to_string(self.folder.path().join("log"));
                    return Err(format!(
                        "the server does not answer: {why}\n{}",
                        log.unwrap_or_default()
                    ));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // Otherwise the folder would be taken away under it.
        let _ = self.shell.wait();
    }
}

/// Runs SQL in the schema, or says why it was refused.
pub(crate) fn run(url: &str, sql: &str) -> Result<(), String> {
    connected(url)?.batch_execute(sql).map_err(|it| words(&it))
}

pub(crate) fn connected(url: &str) -> Result<Client, String> {
    Client::connect(url, NoTls).map_err(|it| words(&it))
}

fn words(error: &postgres::Error) -> String {
    let said = error.as_db_error().map(|it| it.message().to_owned());
    said.unwrap_or_else(|| error.to_string())
}

/// What the schema is called that a connection is to.
pub(crate) fn schema_of(url: &str) -> &str {
    let (_, schema) = url.split_once("search_path=").unwrap();
    schema.trim_end_matches('\'')
}

/// The folder of `initdb` and `postgres`.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let mut packaged: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|it| it.flatten().map(|it| it.path().join("bin")).collect())
        .unwrap_or_default();
    packaged.sort();
    folders.extend(packaged.into_iter().rev());
    let is_in = |folder: &PathBuf, name: &str| folder.join(name).is_file();
    folders
        .into_iter()
        .find(|it| is_in(it, "initdb") && is_in(it, "postgres"))
}

/// Who the server runs as: PostgreSQL refuses root.
struct User(Option<(u32, u32)>);

fn user(folder: &Path) -> Result<User, String> {
    if number("-u", None) != Some(0) {
        return Ok(User(None));
    }
    let other = |name| Some((number("-u", Some(name))?, number("-g", Some(name))?));
    let (user, group) =
        other("nobody").ok_or("there is no user `nobody` for PostgreSQL, which refuses root")?;
    std::os::unix::fs::chown(folder, Some(user), Some(group)).map_err(|it| it.to_string())?;
    Ok(User(Some((user, group))))
}

fn number(flag: &str, name: Option<&str>) -> Option<u32> {
    let said = Command::new("id").arg(flag).args(name).output().ok()?;
    String::from_utf8(said.stdout).ok()?.trim().parse().ok()
}

impl User {
    fn runs<'a>(&self, command: &'a mut Command, folder: &Path) -> &'a mut Command {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command.current_dir(folder)
    }
}
