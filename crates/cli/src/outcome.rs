//! How a command ended, and the exit status that tells.

use std::process::ExitCode;

/// Exit status when nothing could be done.
pub(crate) const FAILURE: u8 = 2;
/// Exit status when some inputs had problems.
const SOME_PROBLEMS: u8 = 1;

/// What became of the inputs of a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Inputs that gave a record without problems.
    pub(crate) whole: u64,
    /// Inputs that gave a record with problems.
    pub(crate) with_problems: u64,
    /// Inputs that gave no record.
    pub(crate) unread: u64,
}

impl Outcome {
    /// A command without inputs that did what it was asked.
    pub(crate) const DONE: Self = Self {
        whole: 1,
        with_problems: 0,
        unread: 0,
    };

    /// 0 when all inputs gave a record without problems, 2 when none gave a record, 1 otherwise.
    fn status(self) -> u8 {
        if self.unread > 0 && self.whole + self.with_problems == 0 {
            FAILURE
        } else if self.unread + self.with_problems > 0 {
            SOME_PROBLEMS
        } else {
            0
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.status())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_tells_all_some_and_none() {
        let outcome = |whole, with_problems, unread| Outcome {
            whole,
            with_problems,
            unread,
        };
        assert_eq!(outcome(3, 0, 0).status(), 0);
        assert_eq!(outcome(3, 1, 0).status(), 1);
        assert_eq!(outcome(3, 0, 1).status(), 1);
        assert_eq!(outcome(0, 1, 0).status(), 1);
        assert_eq!(outcome(0, 0, 1).status(), 2);
    }
}
