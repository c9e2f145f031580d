//! The page of every code, as it stands in `docs/codes/`.
//!
//! Tidy holds the folder against the codes of the sources; this list is held against the folder by a test.

/// `pages![HP0001 HP0002]`: each code with the text of its page.
macro_rules! pages {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!("../../../docs/codes/", stringify!($code), ".md")))),*]
    };
}

const PAGES: &[(&str, &str)] = pages![];

/// The use case `explain CODE`: a code in any case, or the name of a finding.
#[derive(Clone, Debug)]
pub struct ExplainCode<'a> {
    pub word: &'a str,
}

impl ExplainCode<'_> {
    pub fn run(&self) -> Option<&'static str> {
        let code = holdpoint_policy::findings::code(self.word).unwrap_or(self.word);
        PAGES
            .iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(code))
            .map(|(_, page)| *page)
    }

    /// Whether the word was meant as a code, known or not.
    pub fn is_like_a_code(&self) -> bool {
        let (start, digits) = self.word.split_at_checked(2).unwrap_or_default();
        start.eq_ignore_ascii_case("hp") && !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
        let names = std::fs::read_dir(folder)
            .expect("the pages")
            .map(|it| it.expect("a page").file_name());
        let mut stems: Vec<String> = names
            .map(|it| it.to_string_lossy().trim_end_matches(".md").to_owned())
            .collect();
        stems.sort();
        let listed: Vec<&str> = PAGES.iter().map(|(code, _)| *code).collect();
        assert_eq!(listed, stems);
    }

    #[test]
    fn a_finding_is_explained_by_its_name_too() {
        let by_name = ExplainCode {
            word: "checklist-gate",
        }
        .run();
        assert!(by_name.is_some_and(|it| it.starts_with("# HP1001: ")));
        assert_eq!(by_name, ExplainCode { word: "hp1001" }.run());
        assert!(
            ExplainCode { word: "hp9999" }.is_like_a_code() && ExplainCode { word: "hp9999" }.run().is_none()
        );
    }
}
