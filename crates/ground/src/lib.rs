//! Analysis to grounded mentions: when, where, who, how many.
