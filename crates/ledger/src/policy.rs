//! The policy `plain-1`: how the views of an incident follow from what its members say.

/// The name of the policy by which views are computed.
pub const POLICY: &str = "plain-1";
