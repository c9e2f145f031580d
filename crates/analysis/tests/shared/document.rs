//! Drawn policies in which some declarations have two meanings.
//!
//! It must not know what is asked of them.

use crate::draw;

const CLAIMS: &str = "\
check stops: it is possible that training is paused.
check holds: training is graded binding.
check avoids: Lab can avoid any pause of training.
check ends: Lab can end every pause of training.
";

/// Lines of a document, each with the readings that it has; one where it has one meaning.
pub(crate) struct Document {
    lines: Vec<Vec<String>>,
}

impl Document {
    /// A drawn policy in which up to three declarations have got a second meaning.
    pub(crate) fn drawn(seed: u64) -> Document {
        let text = draw::policy(seed);
        let mut left = 3;
        let mut lines = Vec::new();
        for line in text.lines().chain(CLAIMS.lines()) {
            let other = second_meaning(line).filter(|_| left > 0);
            left -= usize::from(other.is_some());
            lines.push(std::iter::once(line.to_owned()).chain(other).collect());
        }
        Document { lines }
    }

    pub(crate) fn with_readings(&self) -> String {
        let line = |options: &Vec<String>| match options.as_slice() {
            [one] => format!("{one}\n"),
            options => {
                let named = options.iter().enumerate();
                named
                    .map(|(index, it)| format!("{}\n", read(it, index)))
                    .collect()
            }
        };
        self.lines.iter().map(line).collect()
    }

    /// One option for each line that has several.
    pub(crate) fn written_out(&self, options: &[usize]) -> String {
        let mut options = options.iter();
        let line = |it: &Vec<String>| match it.as_slice() {
            [one] => format!("{one}\n"),
            several => format!("{}\n", several[*options.next().expect("an option for each")]),
        };
        self.lines.iter().map(line).collect()
    }
}

/// `clause k1: …` becomes `clause k1 reading "0": …`.
fn read(line: &str, index: usize) -> String {
    let (kind, rest) = line.split_once(' ').expect("a statement has a name");
    let end = rest.find([' ', ',', ':', '.']).expect("a statement ends");
    format!("{kind} {} reading \"{index}\"{}", &rest[..end], &rest[end..])
}

fn second_meaning(line: &str) -> Option<String> {
    let other = if line.starts_with("safeguard ") && !line.contains("may fail") {
        line.replace(".", ", may fail.")
    } else if line.starts_with("standard ") {
        line.replace(" and ", " or ")
    } else if line.starts_with("clause ") && line.contains("Lab must have") {
        line.replace("Lab must have", "Lab intends to have")
    } else {
        return None;
    };
    (other != line).then_some(other)
}
