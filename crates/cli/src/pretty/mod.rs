//! Records, incidents and explanations laid out for reading.
//!
//! Everything here makes strings for a [`Screen`](crate::terminal::Screen) and prints nothing. All text that comes from
//! a report goes through [`clean`](crate::terminal::clean) first.

mod evidence;
mod explanation;
mod incident;
mod matrix;
mod record;
mod wording;

pub(crate) use explanation::explanation;
pub(crate) use incident::{incident, incident_list};
pub(crate) use record::record;
