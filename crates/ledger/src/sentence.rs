//! The sentence around a span.
