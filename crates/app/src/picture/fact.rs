//! The words of a fact, taken apart as far as a picture needs: what it is about, and what it replaces.
//!
//! Facts are conditions of the language that the checker wrote itself, so their shape is known. Whatever
//! has another shape is kept as it is. It must not know what a name refers to.

use std::borrow::Cow;

/// What a fact says of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says<'a> {
    InPlace,
    Done,
    Defined,
    Found,
    Attempted,
    Indicates(&'a str),
    RulesOut(&'a str),
    Holds,
    Approved(&'a str),
    /// `is reached`, `is at most medium`, `compute is at least 4x`.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fact<'a> {
    /// As written, without `and`s around it.
    pub(crate) text: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) says: Says<'a>,
    /// It has become false.
    pub(crate) not: bool,
}

impl<'a> Fact<'a> {
    /// The facts that `condition` joins by `and`; one whole where it is not such a list.
    pub(crate) fn all(condition: &'a str) -> Vec<Fact<'a>> {
        let condition = condition.trim();
        if is_compound(condition) {
            return vec![Fact::of(condition)];
        }
        condition
            .split(" and ")
            .map(|part| Fact::of(part.trim()))
            .collect()
    }

    fn of(text: &'a str) -> Fact<'a> {
        let (subject, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (says, not) = said(rest).unwrap_or((Says::Other, false));
        Fact {
            text,
            subject,
            says,
            not,
        }
    }

    /// Two facts with one topic cannot both be true: the later replaces the earlier.
    pub(crate) fn topic(&self) -> (&'a str, Cow<'a, str>) {
        let about = match self.says {
            Says::Indicates(_) | Says::RulesOut(_) => "answer",
            Says::InPlace => "in place",
            Says::Done => "done",
            Says::Defined => "defined",
            Says::Found => "found",
            Says::Attempted => "attempted",
            Says::Holds => "holds",
            Says::Approved(approval) => return (self.subject, Cow::Owned(format!("approved {approval}"))),
            Says::Other => self.text,
        };
        (self.subject, Cow::Borrowed(about))
    }

    /// Once true it stays so, and to say it again says nothing new.
    pub(crate) fn lasts(&self) -> bool {
        let stays = matches!(
            self.says,
            Says::InPlace | Says::Done | Says::Defined | Says::Approved(_)
        );
        stays && !self.not
    }
}

/// Parentheses or an `or`: not a plain list.
pub(crate) fn is_compound(condition: &str) -> bool {
    condition.contains('(') || condition.contains(" or ")
}

fn said(rest: &str) -> Option<(Says<'_>, bool)> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let not = words.contains(&"not");
    let plain: Vec<&str> = words.into_iter().filter(|it| *it != "not").collect();
    let says = match plain[..] {
        ["is", "in", "place"] => Says::InPlace,
        ["is", "done"] => Says::Done,
        ["is", "defined"] => Says::Defined,
        ["is", "found"] => Says::Found,
        ["has", "been", "attempted"] => Says::Attempted,
        ["has", "approved", approval] => Says::Approved(approval),
        ["holds"] | ["does", "hold"] => Says::Holds,
        ["indicates", ..] => Says::Indicates(rest.strip_prefix("indicates ")?),
        ["rules", "out", ..] => Says::RulesOut(rest.strip_prefix("rules out ")?),
        _ => return None,
    };
    Some((says, not))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_falls_into_its_facts_and_a_choice_stays_whole() {
        let list = Fact::all("a is in place and b is done");
        assert_eq!(
            list.iter().map(|it| it.text).collect::<Vec<_>>(),
            ["a is in place", "b is done"]
        );
        assert_eq!(Fact::all("a is in place or b is done").len(), 1);
    }

    #[test]
    fn an_answer_is_about_its_evaluation_whatever_it_says() {
        let [yes] = Fact::all("signs indicates cyber at high")[..] else {
            panic!("one fact")
        };
        let [no] = Fact::all("signs rules out cyber")[..] else {
            panic!("one fact")
        };
        assert_eq!(yes.says, Says::Indicates("cyber at high"));
        assert_eq!(yes.topic(), no.topic());
    }

    #[test]
    fn what_turns_back_has_the_topic_of_what_it_turned() {
        let [holds] = Fact::all("lead holds")[..] else {
            panic!("one fact")
        };
        let [fails] = Fact::all("lead does not hold")[..] else {
            panic!("one fact")
        };
        assert_eq!((holds.not, fails.not), (false, true));
        assert_eq!(holds.topic(), fails.topic());
        assert!(!fails.lasts());
    }

    #[test]
    fn unknown_words_are_kept_as_they_are() {
        let [fact] = Fact::all("compute is at least 4x")[..] else {
            panic!("one fact")
        };
        assert_eq!((fact.says, fact.subject), (Says::Other, "compute"));
    }
}
