//! Finds the files, makes a test of each heading, and runs them.

use crate::code_page::shows_its_code;
use crate::exchange::Exchange;
use crate::folder::Binary;
use crate::markdown::parts;
use crate::schema::Schemas;
use crate::section::{Section, Strictness};
use crate::shell::Call;
use crate::update;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs all cases under `root` with the given binary, as a test harness would.
pub fn main(binary: &str, root: &str) -> ExitCode {
    let arguments = Arguments::from_args();
    match prepare(binary, Path::new(root)) {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// A file of sections, or a document that should simply be in order.
struct CasesFile {
    path: PathBuf,
    /// Relative to the root, with `/`.
    name: String,
}

/// One folder or file under the root, and how it is read.
const PLACES: [(&str, Strictness); 4] = [
    ("tests/cases", Strictness::Cases),
    ("docs/codes", Strictness::Page),
    ("docs/guide", Strictness::Page),
    ("docs/language.md", Strictness::Page),
];

fn prepare(binary: &str, root: &Path) -> Result<Vec<Trial>, String> {
    let binary = Binary {
        path: binary.into(),
        schemas: Schemas::read(&root.join("docs/schemas"))?,
    };
    let mut trials = Vec::new();
    for (place, strictness) in PLACES {
        for file in files(root, place)? {
            if std::env::var_os("UPDATE_CASES").is_some() {
                update::rewrite(&file.path, strictness, &binary)?;
            }
            trials.extend(trials_of(&file, strictness, &binary, root)?);
        }
    }
    for file in files(root, "policies")?.iter().filter(|it| is_main_policy(it)) {
        trials.push(in_order(file, &binary, root));
    }
    Ok(trials)
}

fn trials_of(
    file: &CasesFile,
    strictness: Strictness,
    binary: &Binary,
    root: &Path,
) -> Result<Vec<Trial>, String> {
    let text = fs::read_to_string(&file.path).map_err(|error| format!("{}: {error}", file.name))?;
    let mut trials = Vec::new();
    let mut sections = Vec::new();
    for part in parts(&text) {
        match Section::read(&text, &part, strictness) {
            Ok(section) => sections.push(section),
            Err(message) => trials.push(failing(&file.name, part.line, message)),
        }
    }
    // A page whose blocks make one document together, as the reference of the language does.
    if sections.iter().any(Section::expects_nothing) {
        trials.push(in_order(file, binary, root));
    }
    if let Some(code) = file
        .name
        .strip_prefix("docs/codes/")
        .and_then(|it| it.strip_suffix(".md"))
    {
        let shown = shows_its_code(code, &sections);
        trials.push(Trial::test(format!("{}: shows its code", file.name), move || {
            shown.map_err(Failed::from)
        }));
    }
    let with_commands = sections.into_iter().filter(|it| !it.consoles.is_empty());
    trials.extend(with_commands.map(|section| one_section(&file.name, section, binary.clone())));
    Ok(trials)
}

fn one_section(file: &str, section: Section, binary: Binary) -> Trial {
    let place = format!("{file}:{}", section.line);
    Trial::test(format!("{file}: {}", section.name), move || {
        let outputs = binary.run(&section)?;
        let exchanges = section.consoles.iter().flat_map(|it| &it.exchanges);
        let compared = exchanges
            .zip(outputs.iter().flatten())
            .filter_map(|(it, output)| difference(it, output));
        let differences: Vec<String> = compared.collect();
        if differences.is_empty() {
            Ok(())
        } else {
            Err(format!("{place}\n{}", differences.join("\n")).into())
        }
    })
}

fn difference(exchange: &Exchange, output: &str) -> Option<String> {
    let lines = |mark: &str, text: &str| {
        text.lines()
            .map(|it| format!("  {mark} {it}\n"))
            .collect::<String>()
    };
    let differs = exchange.expected != output;
    differs.then(|| {
        format!(
            "$ {}\n{}{}",
            exchange.line,
            lines("-", &exchange.expected),
            lines("+", output)
        )
    })
}

fn failing(file: &str, line: usize, message: String) -> Trial {
    Trial::test(format!("{file}:{line}: is well formed"), move || {
        Err(message.into())
    })
}

/// The document is accepted, its claims come out as expected, and its scenarios pass.
fn in_order(file: &CasesFile, binary: &Binary, root: &Path) -> Trial {
    let (name, binary, root) = (file.name.clone(), binary.clone(), root.to_owned());
    Trial::test(format!("{name}: is in order"), move || {
        for command in ["check", "test"] {
            let output = binary.call(&Call::read(&format!("holdpoint {command} {name}"))?, &root)?;
            if output.lines().next_back().is_some_and(|it| it.starts_with("[")) {
                return Err(format!("$ holdpoint {command} {name}\n{output}").into());
            }
        }
        Ok(())
    })
}

/// `rsp-1.0.thread.md` is read along with `rsp-1.0.md`, and needs no run of its own.
fn is_main_policy(file: &CasesFile) -> bool {
    let stem = file.path.with_extension("");
    let belongs = stem.ancestors().next().and_then(|it| {
        let (before, _) = it.to_str()?.rsplit_once('.')?;
        Some(Path::new(&format!("{before}.md")).exists())
    });
    belongs != Some(true) && !file.name.ends_with("README.md")
}

/// The Markdown files of a folder and below, in order; a file itself; nothing where nothing is.
fn files(root: &Path, place: &str) -> Result<Vec<CasesFile>, String> {
    let path = root.join(place);
    if path.is_file() {
        return Ok(vec![CasesFile {
            path,
            name: place.to_owned(),
        }]);
    }
    let Ok(entries) = fs::read_dir(&path) else {
        return Ok(Vec::new());
    };
    let names = entries.map(|it| it.map(|it| it.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{place}: {error}"))?;
    names.sort();
    let below = names.iter().map(|it| format!("{place}/{it}"));
    let wanted = below.filter(|it| it.ends_with(".md") || root.join(it).is_dir());
    Ok(wanted
        .map(|it| files(root, &it))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}
