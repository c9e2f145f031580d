//! The use case `compare A B`: where do two encodings of one text agree, and where do they not?

use crate::outcome::Outcome;
use crate::side::{ReadSide, Side};
use holdpoint_analysis::comparison::{Encoded, Misnamed, SaidSame, compare};
use holdpoint_analysis::report::comparison::Comparison;
use holdpoint_policy::{Diagnostic, Place};
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct CompareFiles {
    pub files: [PathBuf; 2],
    /// A name of the first and a name of the second that are the same thing, whatever they are called.
    pub same: Vec<SaidSame>,
}

#[derive(Clone, Debug)]
pub struct Compared {
    pub sides: [ReadSide; 2],
    /// `None` when the words of either have errors, or a name that was given is not there.
    pub comparison: Option<Comparison>,
    /// Fine where they agree in all that was compared.
    pub outcome: Outcome,
}

impl CompareFiles {
    /// `progress` is told how much is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Compared {
        let mut sides = self.files.each_ref().map(|it| Side::read(it));
        let read = sides[0].outcome.max(sides[1].outcome);
        let found = self.compared(&sides, progress);
        let (comparison, misnamed) = match found {
            Some(Ok(it)) => (Some(it), Vec::new()),
            Some(Err(misnamed)) => (None, misnamed),
            None => (None, Vec::new()),
        };
        for it in &misnamed {
            let (which, diagnostic) = self.diagnostic(it);
            sides[which].read.diagnostics.push(diagnostic);
        }
        let outcome = match &comparison {
            Some(it) => read.max(Outcome::fine_if(it.is_agreed())),
            None => Outcome::Unusable,
        };
        Compared {
            sides: sides.map(|it| it.read),
            comparison,
            outcome,
        }
    }

    fn compared(
        &self,
        sides: &[Side; 2],
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Option<Result<Comparison, Vec<Misnamed>>> {
        let [first, second] = sides;
        let labels = self.labels([first, second]);
        let [one, other] = labels;
        let encoded = [
            Encoded {
                encoding: first.encoding.as_ref()?,
                label: one,
            },
            Encoded {
                encoding: second.encoding.as_ref()?,
                label: other,
            },
        ];
        Some(compare(encoded, &self.same, progress))
    }

    /// The policies' own labels if they tell the two apart, else the names of the files without the folders above both.
    fn labels(&self, sides: [&Side; 2]) -> [String; 2] {
        let own = sides.map(|it| it.policy().map_or(String::new(), |it| it.base.name.clone()));
        if own[0] != own[1] {
            return own;
        }
        let [one, other] = self.files.each_ref().map(PathBuf::as_path);
        if one == other {
            let name = one.display();
            return [name.to_string(), format!("{name}, again")];
        }
        let n_shared = one.components().zip(other.components());
        let n_shared = n_shared.take_while(|(one, other)| one == other).count();
        let below = |path: &Path| path.components().skip(n_shared).collect::<PathBuf>();
        [one, other].map(|it| below(it).display().to_string())
    }

    /// Which of the two it is told of, and what is wrong.
    fn diagnostic(&self, it: &Misnamed) -> (usize, Diagnostic) {
        match it {
            Misnamed::Unknown { which, name, near } => (*which, unknown(&self.files[*which], name, near)),
            Misnamed::Kinds { names, kinds } => (0, of_two_kinds(names, *kinds)),
            Misnamed::Twice { which, name } => (*which, twice(name)),
        }
    }
}

fn unknown(path: &Path, name: &str, near: &Option<String>) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`--same` takes a name of the first document, `=`, and a name of the second".to_owned(),
    };
    let message = format!("nothing in `{}` is called `{name}`", path.display());
    Diagnostic::error("HP0017", Place::default(), message).help(help)
}

fn of_two_kinds(names: &SaidSame, kinds: [&str; 2]) -> Diagnostic {
    let message = format!(
        "`{}` ({}) and `{}` ({}) are not of one kind",
        names.0, kinds[0], names.1, kinds[1]
    );
    Diagnostic::error("HP0018", Place::default(), message).help("name two things of one kind")
}

fn twice(name: &str) -> Diagnostic {
    let message = format!("`{name}` is said to be the same as two things");
    Diagnostic::error("HP0018", Place::default(), message).help("leave one `--same` out")
}
