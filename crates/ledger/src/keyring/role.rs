//! The roles of keys.
//!
//! It must not know whose keys they are.

use std::fmt;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Signs checkpoints, and no entries.
    Log,
    /// The developer, who records what it did and decided.
    Issuer,
    /// Who examines the developer.
    Auditor,
    /// Who may order.
    Government,
    /// Adds, retires and revokes keys, and signs nothing else.
    Root,
}

impl Role {
    const ALL: [Role; 5] = [
        Role::Log,
        Role::Issuer,
        Role::Auditor,
        Role::Government,
        Role::Root,
    ];

    /// The role of that name.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.name() == name)
    }

    /// As it is written in attestations and key events.
    pub fn name(self) -> &'static str {
        match self {
            Role::Log => "log",
            Role::Issuer => "issuer",
            Role::Auditor => "auditor",
            Role::Government => "government",
            Role::Root => "root",
        }
    }

    /// All of them, for messages.
    pub(crate) fn words() -> String {
        Role::ALL.map(|it| format!("`{}`", it.name())).join(", ")
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
