//! One command of a `console` block, and what it should print.
//!
//! ```text
//! $ holdpoint check case.md
//! what it prints, standard output before standard error
//! [exit 1]
//! ```

use crate::shell::Call;

#[derive(Debug)]
pub(crate) struct Exchange {
    /// As written after `$ `.
    pub(crate) line: String,
    pub(crate) call: Call,
    /// Without white space at the ends of lines.
    pub(crate) expected: String,
}

impl Exchange {
    pub(crate) fn read_all(body: &str) -> Result<Vec<Exchange>, String> {
        let mut exchanges: Vec<Exchange> = Vec::new();
        for line in body.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                let call = Call::read(command)?;
                exchanges.push(Exchange {
                    line: command.to_owned(),
                    call,
                    expected: String::new(),
                });
            } else if let Some(exchange) = exchanges.last_mut() {
                exchange.expected.push_str(line);
                exchange.expected.push('\n');
            } else {
                return Err("a block `console` begins with `$ ` and a command".to_owned());
            }
        }
        for exchange in &mut exchanges {
            exchange.expected = tidied(&exchange.expected);
        }
        if exchanges.is_empty() {
            Err("a block `console` without a command".to_owned())
        } else {
            Ok(exchanges)
        }
    }

    /// The command and an output, as they stand in a block.
    pub(crate) fn written(&self, output: &str) -> String {
        format!("$ {}\n{output}", self.line)
    }
}

/// What a command printed, in the form in which a block holds it.
pub(crate) fn output(stdout: &[u8], stderr: &[u8], exit: Option<i32>) -> String {
    let mut text = String::from_utf8_lossy(stdout).into_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&String::from_utf8_lossy(stderr));
    let mut text = tidied(&text);
    match exit {
        Some(0) => {}
        Some(code) => text.push_str(&format!("[exit {code}]\n")),
        None => text.push_str("[killed]\n"),
    }
    text
}

/// No white space at the ends of lines, no empty lines at the end of the text.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim_end();
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_outputs_alternate() {
        let exchanges =
            Exchange::read_all("$ holdpoint a\nx  \n\n$ holdpoint b\n[exit 1]\n").expect("well formed");
        let seen: Vec<_> = exchanges
            .iter()
            .map(|it| (it.line.as_str(), it.expected.as_str()))
            .collect();
        assert_eq!(seen, [("holdpoint a", "x\n"), ("holdpoint b", "[exit 1]\n")]);
    }

    #[test]
    fn output_before_a_command_is_an_error() {
        assert!(Exchange::read_all("x\n").is_err());
        assert!(Exchange::read_all("").is_err());
    }

    #[test]
    fn the_exit_code_stands_last_when_it_is_not_zero() {
        assert_eq!(output(b"a ", b"b\n\n", Some(2)), "a\nb\n[exit 2]\n");
        assert_eq!(output(b"", b"", Some(0)), "");
    }
}
