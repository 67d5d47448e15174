//! Voices: who speaks, across reports.
