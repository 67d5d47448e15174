//! How pairs of events become incidents.
