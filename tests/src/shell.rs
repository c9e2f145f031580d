//! A command line as a case writes it: words, quotation marks, and a file for standard input. No more of a
//! shell than that.

/// `holdpoint fmt - < case.md`, `cat FILE` to show what a command left, or `sqlite3 FILE STATEMENTS` to do to a ledger what
/// somebody could do behind its back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) program: Program,
    pub(crate) arguments: Vec<String>,
    pub(crate) stdin: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Holdpoint,
    Cat,
    Sqlite,
}

impl Call {
    pub(crate) fn read(line: &str) -> Result<Call, String> {
        let mut words = words(line)?;
        let stdin = match words.iter().position(|it| *it == Word::Redirect) {
            Some(at) => match words.drain(at..).nth(1) {
                Some(Word::Plain(file)) => Some(file),
                _ => return Err(format!("`{line}`: a file follows `<`")),
            },
            None => None,
        };
        let mut plain = words
            .into_iter()
            .filter_map(|it| if let Word::Plain(it) = it { Some(it) } else { None });
        let program = match plain.next().as_deref() {
            Some("holdpoint") => Program::Holdpoint,
            Some("cat") => Program::Cat,
            Some("sqlite3") => Program::Sqlite,
            _ => return Err(format!("`{line}`: a case calls `holdpoint`, `cat` or `sqlite3`")),
        };
        Ok(Call {
            program,
            arguments: plain.collect(),
            stdin,
        })
    }

    /// The subcommand, when it is asked for JSON.
    pub(crate) fn json_command(&self) -> Option<&str> {
        let wants_json = self
            .arguments
            .windows(2)
            .any(|it| it[0] == "--format" && it[1] == "json");
        if wants_json {
            self.arguments.first().map(String::as_str)
        } else {
            None
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Word {
    Plain(String),
    Redirect,
}

fn words(line: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.chars().next() {
            Some(mark @ ('\'' | '"')) => {
                quoted(&rest[1..], mark).ok_or_else(|| format!("`{line}`: `{mark}` is not closed"))?
            }
            Some('<') => (Word::Redirect, &rest[1..]),
            _ => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (Word::Plain(rest[..end].to_owned()), &rest[end..])
            }
        };
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

fn quoted(rest: &str, mark: char) -> Option<(Word, &str)> {
    let (inside, after) = rest.split_once(mark)?;
    Some((Word::Plain(inside.to_owned()), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_quoted_and_input_redirected() {
        let call = Call::read("holdpoint ask case.md 'L has no upper bound' < in.md").expect("well formed");
        assert_eq!(call.program, Program::Holdpoint);
        assert_eq!(call.arguments, ["ask", "case.md", "L has no upper bound"]);
        assert_eq!(call.stdin.as_deref(), Some("in.md"));
    }

    #[test]
    fn other_programs_are_refused() {
        assert!(Call::read("rm -r x").is_err());
        assert!(Call::read("holdpoint 'x").is_err());
        assert!(Call::read("holdpoint <").is_err());
    }

    #[test]
    fn json_is_noticed() {
        let call = Call::read("holdpoint check --format json case.md").expect("well formed");
        assert_eq!(call.json_command(), Some("check"));
    }
}
