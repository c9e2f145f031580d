//! The page of every code, as it stands in `docs/codes/`.
//!
//! Tidy holds the folder against the codes of the sources; this list is held against the folder by a test.

/// `pages![HP0001 HP0002]`: each code with the text of its page.
macro_rules! pages {
    ($($code:ident)*) => {
        &[$((stringify!($code), include_str!(concat!("../../../docs/codes/", stringify!($code), ".md")))),*]
    };
}

const PAGES: &[(&str, &str)] = pages![
    HP0001 HP0002 HP0003 HP0004 HP0005 HP0006 HP0007 HP0008 HP0009 HP0010 HP0011 HP0012
    HP0013 HP0014 HP0015 HP0016 HP0017 HP0018 HP0101 HP0102 HP0103 HP0104 HP0105 HP0106 HP0107 HP0108 HP0109
    HP0110 HP0111 HP0112 HP0113 HP0114 HP0115 HP0116 HP0117 HP0118 HP0119 HP0120 HP0121
    HP0122 HP0123 HP0124 HP0125 HP0126 HP0201 HP0202 HP0203 HP0204 HP0205 HP0211 HP0212
    HP0213 HP0214 HP0215 HP0216 HP0217 HP0218 HP0219 HP0301 HP0302 HP0303 HP0304 HP0305
    HP0306 HP0307 HP0308 HP0309 HP0310 HP0311 HP0312 HP0313 HP0314 HP0315 HP0316 HP0317
    HP0318 HP0319 HP0320 HP0321 HP0322 HP0323 HP0324 HP0325 HP0326 HP0401 HP0402 HP0403
    HP0404 HP0405 HP0406 HP0407 HP0408 HP0409 HP0410 HP0411 HP0412 HP0413 HP0414 HP0415
    HP0416 HP0417 HP0420 HP0421 HP0431 HP0432 HP0433 HP0434 HP0435 HP1001 HP1002 HP1003
    HP1004 HP1005 HP1006 HP1007 HP1008 HP1009 HP1010 HP1011 HP1012 HP1013 HP1014 HP1015
    HP1016 HP1017 HP1018 HP1019 HP1020 HP1021 HP1022
];

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
        // Beside the pages lies what their examples need.
        let mut stems: Vec<String> = names
            .filter_map(|it| it.to_string_lossy().strip_suffix(".md").map(str::to_owned))
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
