//! Makes a test of each heading, and runs them.
//!
//! It must not know how a case is written.

use crate::code_page::shows_its_code;
use crate::computed;
use crate::exchange::Exchange;
use crate::folder::Binary;
use crate::found::{CasesFile, files};
use crate::markdown::parts;
use crate::schema::Schemas;
use crate::section::{CaseFile, Section, Strictness};
use crate::shell::Call;
use crate::update;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// One folder or file under the root, and how it is read.
const PLACES: [(&str, Strictness); 5] = [
    ("tests/cases", Strictness::Cases),
    ("docs/codes", Strictness::Page),
    ("docs/guide", Strictness::Page),
    ("docs/exports.md", Strictness::Page),
    ("docs/language.md", Strictness::Page),
];

/// Pages with parts that commands write.
const COMPUTED: [&str; 2] = ["policies/README.md", "policies/anthropic/README.md"];

/// Runs all cases under `root` with the given binary, as a test harness would.
///
/// With `UPDATE_CASES=1` the outputs are written first, in the files whose names hold the filter.
pub fn main(binary: &str, root: &str) -> ExitCode {
    let arguments = Arguments::from_args();
    let filter = arguments.filter.as_deref().unwrap_or_default();
    match prepare(binary, Path::new(root), filter) {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn prepare(binary: &str, root: &Path, filter: &str) -> Result<Vec<Trial>, String> {
    let binary = Binary {
        path: binary.into(),
        schemas: Schemas::read(&root.join("docs/schemas"))?,
    };
    let is_update = std::env::var_os("UPDATE_CASES").is_some();
    let mut trials = Vec::new();
    for (place, strictness) in PLACES {
        for file in files(root, place)? {
            if is_update && file.name.contains(filter) {
                update::rewrite(&file, strictness, &binary)?;
            }
            trials.extend(trials_of(&file, strictness, &binary, root)?);
        }
    }
    for file in COMPUTED
        .iter()
        .map(|it| files(root, it))
        .collect::<Result<Vec<_>, _>>()?
        .concat()
    {
        if is_update && file.name.contains(filter) {
            computed::rewrite(&file, &binary)?;
        }
        trials.extend(up_to_date(&file, &binary)?);
    }
    let policies = files(root, "policies")?;
    trials.extend(
        policies
            .iter()
            .filter(|it| it.is_main_policy())
            .map(|it| in_order(it, &binary, root)),
    );
    Ok(trials)
}

fn up_to_date(file: &CasesFile, binary: &Binary) -> Result<Vec<Trial>, String> {
    let parts = computed::parts(&computed::read(file)?)?;
    let trials = parts.into_iter().map(|part| {
        let (file, binary) = (file.clone(), binary.clone());
        Trial::test(format!("{}: $ {}", file.name, part.line), move || {
            Ok(computed::is_up_to_date(&file, &part, &binary)?)
        })
    });
    Ok(trials.collect())
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
    trials.extend(code_page(file, &sections));
    let shared = file.shared()?;
    let with_commands = sections.into_iter().filter(|it| !it.consoles.is_empty());
    trials.extend(with_commands.map(|it| one_section(&file.name, it, shared.clone(), binary.clone())));
    Ok(trials)
}

fn code_page(file: &CasesFile, sections: &[Section]) -> Option<Trial> {
    let code = file.name.strip_prefix("docs/codes/")?.strip_suffix(".md")?;
    let shown = shows_its_code(code, sections).map_err(Failed::from);
    Some(Trial::test(format!("{}: shows its code", file.name), || shown))
}

fn one_section(file: &str, section: Section, shared: Vec<CaseFile>, binary: Binary) -> Trial {
    let place = format!("{file}:{}", section.line);
    Trial::test(format!("{file}: {}", section.name), move || {
        let outputs = binary.run(&section, &shared)?;
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

/// The reference shows every form of the language side by side: it must mean something, and is no plan that anybody
/// would want judged.
const REFERENCE: &str = "docs/language.md";

/// The document is accepted and laid out, its scenarios pass, and its claims come out as expected.
fn in_order(file: &CasesFile, binary: &Binary, root: &Path) -> Trial {
    let (name, binary, root) = (file.name.clone(), binary.clone(), root.to_owned());
    let commands: &[&str] = if name == REFERENCE {
        &["fmt --check", "test"]
    } else {
        &["fmt --check", "test", "check"]
    };
    Trial::test(format!("{name}: is in order"), move || {
        for command in commands {
            let output = binary.call(&Call::read(&format!("holdpoint {command} {name}"))?, &root)?;
            if output.lines().next_back().is_some_and(|it| it.starts_with('[')) {
                return Err(format!("$ holdpoint {command} {name}\n{output}").into());
            }
        }
        Ok(())
    })
}
