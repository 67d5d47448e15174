//! When two events of different reports may be one happening.
