//! Runs a section in a folder of its own.
//!
//! It must not know what was expected.

use crate::exchange::output;
use crate::schema::Schemas;
use crate::section::{CaseFile, Section};
use crate::shell::{Call, Program};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A name that is the same in every run, in case a message holds it.
const FOLDER: &str = "case";

/// What runs the cases.
#[derive(Clone, Debug)]
pub(crate) struct Binary {
    pub(crate) path: PathBuf,
    pub(crate) schemas: Schemas,
}

impl Binary {
    /// The outputs of a section's commands, console by console.
    pub(crate) fn run(&self, section: &Section, shared: &[CaseFile]) -> Result<Vec<Vec<String>>, String> {
        let around = tempfile::tempdir().map_err(|error| format!("no folder for the case: {error}"))?;
        let folder = around.path().join(FOLDER);
        for file in shared.iter().chain(&section.files) {
            write(&folder.join(&file.name), &file.bytes)?;
        }
        let outputs = |console: &crate::section::Console| {
            console
                .exchanges
                .iter()
                .map(|exchange| self.call(&exchange.call, &folder))
                .collect()
        };
        section.consoles.iter().map(outputs).collect()
    }

    /// One command in a folder.
    pub(crate) fn call(&self, call: &Call, folder: &Path) -> Result<String, String> {
        match call.program {
            Program::Cat => return cat(&call.arguments, folder),
            Program::Sqlite => return sqlite(&call.arguments, folder),
            Program::Holdpoint => {}
        }
        let printed = self
            .command(call, folder)?
            .output()
            .map_err(|error| format!("cannot start: {error}"))?;
        if let Some(command) = call.json_command()
            && !printed.stdout.is_empty()
        {
            self.schemas.validate(command, &printed.stdout)?;
        }
        Ok(output(&printed.stdout, &printed.stderr, printed.status.code()))
    }

    fn command(&self, call: &Call, folder: &Path) -> Result<Command, String> {
        let mut command = Command::new(&self.path);
        command.args(&call.arguments).current_dir(folder);
        // Nothing of whoever runs the tests: the same output everywhere.
        command.env_clear().env("NO_COLOR", "1").env("COLUMNS", "100");
        command.stdin(match &call.stdin {
            Some(name) => File::open(folder.join(name))
                .map_err(|error| format!("{name}: {error}"))?
                .into(),
            None => Stdio::null(),
        });
        Ok(command)
    }
}

fn cat(names: &[String], folder: &Path) -> Result<String, String> {
    let read = |name: &String| fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let bytes: Vec<Vec<u8>> = names.iter().map(read).collect::<Result<_, _>>()?;
    Ok(output(&bytes.concat(), b"", Some(0)))
}

/// As the shell of SQLite does it.
fn sqlite(arguments: &[String], folder: &Path) -> Result<String, String> {
    let [name, statements] = arguments else {
        return Err("`sqlite3` takes a file and statements".to_owned());
    };
    let done = rusqlite::Connection::open(folder.join(name)).and_then(|it| it.execute_batch(statements));
    match done {
        Ok(()) => Ok(output(b"", b"", Some(0))),
        Err(why) => Ok(output(b"", format!("{why}\n").as_bytes(), Some(1))),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let cannot = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    fs::write(path, bytes).map_err(cannot)
}
