//! Many reports in one SQLite file: incidents, queries, exports.
