//! The kinds of tokens and nodes of the lossless tree.
//!
//! It must not know how they are put together; that is the grammar's.

/// The enum, and the table that turns a raw number back into it without `unsafe`.
macro_rules! kinds {
    ($($kind:ident,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub(crate) enum SyntaxKind { $($kind,)* }

        const ALL: &[SyntaxKind] = &[$(SyntaxKind::$kind,)*];
    };
}

kinds! {
    // Tokens that say nothing.
    Whitespace, Comment, Article, Prose, Fence, LinePrefix,
    // Words: the lexer says `Word`, the grammar decides which of the two it is.
    Word, Keyword, Name,
    Text, Number, Factor, Percent, Date,
    Comma, Colon, Dot, LeftParen, RightParen, Less,
    // Tokens that no rule accepts; each has a message of its own.
    UnclosedString, BadNumber, StrayDot, Unknown,
    // What a parser sees after the last token; never in a tree.
    End,

    Root, Block,
    // A statement that could not be understood; it is not lowered.
    Broken,
    Use, Policy, Source, Party, Action, Capability, Level, Safeguard, Standard, Evaluation, Score,
    Determination, Task, Fact, Approval, Clause, Exception, NotEncoded, World, Assume, Check,
    Scenario, Question,
    Head, Reading, Slot, Names, At,
    AllOf, AnyOf, Group, Part, Goal, Not, ForAtLeast, Atom, Because,
    Despite, Frame, Modal, What, Every, Tail,
    Duration, Range, Distribution, Parameter, Money,
    Assumption, Property, Who, Ability, Lasting, Ref, Expect, Scope, Step, QuestionPart,
}

impl SyntaxKind {
    /// What may stand between any two words and means nothing.
    pub(crate) fn is_trivia(self) -> bool {
        use SyntaxKind::{Article, Comment, Fence, LinePrefix, Prose, Whitespace};
        matches!(self, Whitespace | Comment | Article | Prose | Fence | LinePrefix)
    }

    pub(crate) fn is_statement(self) -> bool {
        (SyntaxKind::Use..=SyntaxKind::Question).contains(&self)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Holdpoint {}

impl rowan::Language for Holdpoint {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        ALL[usize::from(raw.0)]
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

pub(crate) type Node = rowan::SyntaxNode<Holdpoint>;
pub(crate) type Leaf = rowan::SyntaxToken<Holdpoint>;

#[cfg(test)]
mod tests {
    use super::*;
    use rowan::Language;

    #[test]
    fn a_kind_survives_being_a_number() {
        for kind in ALL {
            assert_eq!(Holdpoint::kind_from_raw(Holdpoint::kind_to_raw(*kind)), *kind);
        }
    }
}
