//! Reads a news report and returns its record of political events.
