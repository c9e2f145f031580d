//! What of the source is encoded, declared not encoded, or not yet read.
//!
//! It must not know what a sentence means.

use crate::report::Coverage;
use holdpoint_policy::encoding::PolicyEncoding;

pub(crate) fn coverage(policy: &PolicyEncoding) -> Coverage {
    let left = policy.sentences.iter().filter(|it| !it.encoded);
    Coverage {
        sentences: policy.sentences.len(),
        sentences_encoded: policy.sentences.iter().filter(|it| it.encoded).count(),
        not_encoded: policy
            .base
            .not_encoded
            .iter()
            .map(|it| (it.source.clone(), it.because.clone()))
            .collect(),
        not_yet_read: left.map(|it| (it.text.clone(), it.place)).collect(),
    }
}
