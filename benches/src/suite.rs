//! What is run, in which order, and what is said meanwhile.
//!
//! It must not know how a game is written down or read.

use crate::child::Limits;
use crate::dense;
use crate::game::Size;
use crate::generated::Measured;
use crate::row::{self, Row};
use crate::tools::Tool;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub(crate) struct Options {
    is_quick: bool,
    only: Option<String>,
    limits: Limits,
    json: Option<PathBuf>,
    markdown: Option<PathBuf>,
}

/// Everybody's sizes: pieces of work in three levels, two at once.
const SIDE_BY_SIDE: [usize; 9] = [3, 4, 5, 6, 7, 8, 10, 12, 14];
const SIDE_BY_SIDE_QUICKLY: [usize; 2] = [3, 4];

/// Ours alone: pieces, levels, steps, how many at once.
const LARGE: [(usize, u32, u32, Option<u32>); 8] = [
    (24, 3, 36, Some(2)),
    (40, 3, 36, Some(2)),
    (60, 3, 36, Some(2)),
    (120, 3, 36, Some(2)),
    (24, 3, 36, None),
    (60, 6, 72, None),
    (200, 20, 240, None),
    (200, 20, 240, Some(2)),
];
const LARGE_QUICKLY: [(usize, u32, u32, Option<u32>); 1] = [(24, 3, 36, Some(2))];

/// Boolean facts.
const DENSE: [u32; 4] = [12, 16, 20, 24];
const DENSE_QUICKLY: [u32; 1] = [12];

const PARTS: [&str; 3] = ["games", "large", "dense"];

impl Options {
    pub(crate) fn read(arguments: &[String]) -> Result<Options, String> {
        let limits = Limits {
            seconds: 300,
            mebibytes: 12 * 1024,
        };
        let mut options = Options {
            is_quick: false,
            only: None,
            limits,
            json: None,
            markdown: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("`{argument}` wants a value"))
            };
            match argument.as_str() {
                "--quick" => options.is_quick = true,
                "--only" => options.only = Some(part(value()?)?),
                "--seconds" => options.limits.seconds = number(value()?)?,
                "--mebibytes" => options.limits.mebibytes = number(value()?)?,
                "--json" => options.json = Some(value()?.into()),
                "--markdown" => options.markdown = Some(value()?.into()),
                _ => return Err(format!("`{argument}` is not known")),
            }
        }
        Ok(options)
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|it| it == part)
    }
}

fn part(text: &str) -> Result<String, String> {
    let known = PARTS.contains(&text).then(|| text.to_owned());
    known.ok_or_else(|| format!("`{text}` is no part; there are {}", PARTS.join(", ")))
}

fn number(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|it| *it > 0);
    number.ok_or_else(|| format!("`{text}` is not a number above 0"))
}

/// Runs all that is asked for; whether every value agrees.
pub(crate) fn run(options: &Options) -> io::Result<bool> {
    let holdpoint = holdpoint()?;
    let others = others();
    let folder = tempfile::tempdir()?;
    let mut bench = Bench {
        options,
        holdpoint,
        others,
        folder: folder.path(),
        rows: Vec::new(),
    };
    println!("{}", row::table(&[]).trim_end());
    if options.wants("games") {
        bench.side_by_side()?;
    }
    if options.wants("large") {
        bench.large()?;
    }
    if options.wants("dense") {
        bench.dense()?;
    }
    bench.write()?;
    Ok(bench.rows.iter().all(|it| it.agrees != Some(false)))
}

/// Named, or beside this program.
fn holdpoint() -> io::Result<PathBuf> {
    let named = std::env::var_os("HOLDPOINT")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    let beside = || Ok::<_, io::Error>(std::env::current_exe()?.with_file_name("holdpoint"));
    let path = named.map_or_else(beside, Ok)?;
    match path.is_file() {
        true => Ok(path),
        false => Err(io::Error::other(format!(
            "`{}` is not there; `cargo build --release -p holdpoint-cli` makes it, and `HOLDPOINT` names another place",
            path.display()
        ))),
    }
}

fn others() -> Vec<(Tool, PathBuf)> {
    let mut found = Vec::new();
    for tool in Tool::ALL {
        match tool.program() {
            Some(program) => found.push((tool, program)),
            None => eprintln!(
                "{} is not on this machine: set {} to its program",
                tool.name(),
                tool.variable()
            ),
        }
    }
    found
}

struct Bench<'a> {
    options: &'a Options,
    holdpoint: PathBuf,
    others: Vec<(Tool, PathBuf)>,
    folder: &'a Path,
    rows: Vec<Row>,
}

impl Bench<'_> {
    /// Who does not come to an answer is not asked about larger games.
    fn side_by_side(&mut self) -> io::Result<()> {
        let sizes: &[usize] = if self.options.is_quick {
            &SIDE_BY_SIDE_QUICKLY
        } else {
            &SIDE_BY_SIDE
        };
        let mut given_up: Vec<Tool> = Vec::new();
        for (index, n) in sizes.iter().enumerate() {
            let size = Size {
                n: *n,
                n_levels: 3,
                horizon_months: 36,
                n_hands: Some(2),
            };
            let (holdpoint, folder) = (self.holdpoint.clone(), self.folder);
            let (measured, ours) = Measured::ours(&holdpoint, folder, self.options.limits, size)?;
            let mut rows = vec![ours, measured.asked()?];
            for (tool, program) in self.others.iter().filter(|(it, _)| !given_up.contains(it)) {
                rows.push(match tool {
                    Tool::PrismGames => measured.by_hand(program)?,
                    Tool::Prism | Tool::Storm => measured.together(*tool, program)?,
                });
                if *tool == Tool::PrismGames && index == 0 {
                    rows.extend(measured.exported(program)?);
                }
            }
            let failed = rows.iter().filter(|it| !it.is_answered());
            let failed: Vec<&str> = failed.map(|it| it.tool.as_str()).collect();
            given_up.extend(Tool::ALL.into_iter().filter(|it| failed.contains(&it.name())));
            self.add(rows);
        }
        Ok(())
    }

    fn large(&mut self) -> io::Result<()> {
        let sizes: &[_] = if self.options.is_quick {
            &LARGE_QUICKLY
        } else {
            &LARGE
        };
        for (n, n_levels, horizon_months, n_hands) in sizes.iter().copied() {
            let size = Size {
                n,
                n_levels,
                horizon_months,
                n_hands,
            };
            let (_, row) = Measured::ours(&self.holdpoint, self.folder, self.options.limits, size)?;
            self.add(vec![row]);
        }
        Ok(())
    }

    fn dense(&mut self) -> io::Result<()> {
        let sizes: &[u32] = if self.options.is_quick {
            &DENSE_QUICKLY
        } else {
            &DENSE
        };
        let prism_games = self
            .others
            .iter()
            .find(|(it, _)| *it == Tool::PrismGames)
            .map(|(_, it)| it.clone());
        for n in sizes {
            let rows = dense::rows(*n, self.folder, self.options.limits, prism_games.as_deref())?;
            self.add(rows);
        }
        Ok(())
    }

    fn add(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows.iter().cloned());
        for added in &rows {
            println!("{}", row::line(&row::cells(&self.rows, added)));
        }
    }

    fn write(&self) -> io::Result<()> {
        if let Some(path) = &self.options.markdown {
            fs::write(path, row::table(&self.rows))?;
        }
        if let Some(path) = &self.options.json {
            fs::write(path, serde_json::to_string_pretty(&self.rows)? + "\n")?;
        }
        Ok(())
    }
}
