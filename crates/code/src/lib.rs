//! Grounded analysis to events, claims, tolls and links, by rules kept as data.
