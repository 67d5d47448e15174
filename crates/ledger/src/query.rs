//! Questions to the ledger.

use dateline_record::Record;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use crate::error::Fault;
use crate::incidents::{parse_record, read_record};
use crate::index::integer;
use crate::profile::day_number;
use crate::{
    Counts, EventMembership, Facets, Filter, IncidentMember, IncidentSummary, IncidentView, Ledger,
    LedgerError, Member, Page, ReportFilter, ReportSummary, claims_matrix, policy,
};

/// The most items a page has.
const LARGEST_PAGE: u64 = 1000;

const REPORT_COLUMNS: &str =
    "r.id, r.title, r.site, r.url, r.published_earliest, r.published_latest,
    (SELECT count(*) FROM event e WHERE e.report = r.number),
    (SELECT count(*) FROM claim c WHERE c.report = r.number)";

impl Ledger {
    /// What the ledger holds.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        let count = |table: &str| -> Result<u64, Fault> {
            let sql = format!("SELECT count(*) FROM {table}");
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            Ok(unsigned(count))
        };
        let counts = || {
            Ok(Counts {
                reports: count("report")?,
                events: count("event")?,
                claims: count("claim")?,
                incidents: count("incident_view")?,
                unlinked: count("waiting")?,
            })
        };
        counts().map_err(|fault| self.failed("counting", fault))
    }

    /// What the incidents can be filtered by.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn facets(&self) -> Result<Facets, LedgerError> {
        let facet = |column: &str| -> Result<Vec<(String, u64)>, Fault> {
            let sql = format!(
                "SELECT {column}, count(*) FROM incident_view WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, unsigned(row.get(1)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let facets = || {
            Ok(Facets {
                event_types: facet("event_type")?,
                countries: facet("country")?,
                statuses: facet("status")?,
                realis: facet("realis")?,
            })
        };
        facets().map_err(|fault| self.failed("counting", fault))
    }

    /// Lists reports, the last published first, undated ones at the end.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reports(&self, filter: &ReportFilter) -> Result<Page<ReportSummary>, LedgerError> {
        let mut question = Question::default();
        if let Some(search) = filter.text.as_deref().and_then(search_words) {
            question.ask(
                "r.number IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)",
                search,
            );
        }
        if let Some(from) = &filter.from {
            question.ask("r.published_latest >= ?", from.clone());
        }
        if let Some(to) = &filter.to {
            question.ask("r.published_earliest <= ?", to.clone());
        }
        let window = Window::new(filter.page, filter.limit);
        self.page(
            &question,
            &window,
            "report r",
            REPORT_COLUMNS,
            "r.published_latest IS NULL, r.published_latest DESC, r.id",
            |row| Ok(report_summary(row)?),
        )
        .map_err(|fault| self.failed("listing reports", fault))
    }

    /// The record of one report, as it was added.
    ///
    /// # Errors
    /// When SQLite refuses or the stored record is damaged.
    pub fn report(&self, id: &str) -> Result<Option<Record>, LedgerError> {
        read_record(&self.connection, id)
            .map_err(|fault| self.failed(&format!("reading report {id}"), fault))
    }

    /// Which incidents the events of a report belong to, in the order of its events. Empty before [`Ledger::link`].
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn memberships(&self, report: &str) -> Result<Vec<EventMembership>, LedgerError> {
        let ask = || -> Result<Vec<EventMembership>, Fault> {
            let mut statement = self.connection.prepare_cached(
                "SELECT e.id, v.id, v.reports FROM report r JOIN event e ON e.report = r.number
                 JOIN member m ON m.event = e.number JOIN incident_view v ON v.id = m.incident
                 WHERE r.id = ?1 ORDER BY e.position",
            )?;
            let rows = statement.query_map([report], |row| {
                Ok(EventMembership {
                    event: row.get(0)?,
                    incident: row.get(1)?,
                    reports: unsigned(row.get(2)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        ask().map_err(|fault| self.failed(&format!("reading report {report}"), fault))
    }

    /// Lists incidents, the latest first, undated ones at the end. An incident that the reports give no day is
    /// listed by the day of its first report.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn incidents(&self, filter: &Filter) -> Result<Page<IncidentSummary>, LedgerError> {
        let window = Window::new(filter.page, filter.limit);
        self.page(
            &incident_question(filter),
            &window,
            "incident_view v",
            "v.summary, v.id",
            "v.day IS NULL, v.day DESC, v.id",
            |row| {
                let json: String = row.get(0)?;
                let id: String = row.get(1)?;
                parse_summary(&id, &json)
            },
        )
        .map_err(|fault| self.failed("listing incidents", fault))
    }

    /// One incident in full; `id` may be the key of any of its members.
    ///
    /// # Errors
    /// When SQLite refuses or a stored record is damaged.
    pub fn incident(&self, id: &str) -> Result<Option<IncidentView>, LedgerError> {
        self.view(id)
            .map_err(|fault| self.failed(&format!("reading incident {id}"), fault))
    }

    fn view(&self, id: &str) -> Result<Option<IncidentView>, Fault> {
        let incident: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT m.incident FROM event e JOIN member m ON m.event = e.number WHERE e.key = ?1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(incident) = incident else {
            return Ok(None);
        };
        let told = self.members(&incident)?;
        let members: Vec<Member<'_>> = told
            .iter()
            .map(|(_, record, event)| Member { record, event })
            .collect();
        let Some(summary) = policy::summarise(&members) else {
            return Ok(None);
        };
        let matrix = claims_matrix(&members);
        let members = told
            .into_iter()
            .filter_map(|(report, record, id)| {
                let event = record.events.into_iter().find(|event| event.id == id)?;
                Some(IncidentMember { report, event })
            })
            .collect();
        Ok(Some(IncidentView {
            summary,
            members,
            matrix,
        }))
    }

    /// The members of an incident, first published first: report, record, event id.
    fn members(&self, incident: &str) -> Result<Vec<(ReportSummary, Record, String)>, Fault> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {REPORT_COLUMNS}, r.record, e.id FROM member m JOIN event e ON e.number = m.event
             JOIN report r ON r.number = e.report WHERE m.incident = ?1"
        ))?;
        let mut rows = statement.query(params![incident])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            let report = report_summary(row)?;
            let json: String = row.get(8)?;
            let record = parse_record(&report.id, &json)?;
            members.push((report, record, row.get(9)?));
        }
        let published = |report: &ReportSummary| {
            let day = report.published_earliest.as_deref().and_then(day_number);
            day.unwrap_or(i32::MAX)
        };
        members.sort_by(|(a, _, _), (b, _, _)| (published(a), &a.id).cmp(&(published(b), &b.id)));
        Ok(members)
    }

    fn page<T>(
        &self,
        question: &Question,
        window: &Window,
        table: &str,
        columns: &str,
        order: &str,
        read: impl Fn(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Page<T>, Fault> {
        let condition = question.condition();
        let total: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM {table} WHERE {condition}"))?
            .query_row(params_from_iter(&question.values), |row| row.get(0))?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {columns} FROM {table} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        ))?;
        let mut values = question.values.clone();
        values.push(integer(window.limit).into());
        values.push(integer(window.skipped()).into());
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut items = Vec::new();
        while let Some(row) = rows.next()? {
            items.push(read(row)?);
        }
        Ok(Page {
            total: unsigned(total),
            page: window.page,
            limit: window.limit,
            items,
        })
    }
}

/// Conditions that must all hold, each with its value.
#[derive(Default)]
struct Question {
    conditions: Vec<&'static str>,
    values: Vec<Value>,
}

impl Question {
    fn ask(&mut self, condition: &'static str, value: impl Into<Value>) {
        self.conditions.push(condition);
        self.values.push(value.into());
    }

    fn condition(&self) -> String {
        if self.conditions.is_empty() {
            return "1".to_owned();
        }
        self.conditions.join(" AND ")
    }
}

/// Which items of a list to give.
struct Window {
    page: u64,
    limit: u64,
}

impl Window {
    fn new(page: u64, limit: u64) -> Self {
        Self {
            page: page.max(1),
            limit: limit.clamp(1, LARGEST_PAGE),
        }
    }

    fn skipped(&self) -> u64 {
        (self.page - 1).saturating_mul(self.limit)
    }
}

fn incident_question(filter: &Filter) -> Question {
    let mut question = Question::default();
    if let Some(event_type) = filter.event_type {
        question.ask("v.event_type = ?", event_type.as_str().to_owned());
    }
    if let Some(country) = &filter.country {
        question.ask("v.country = ?", country.to_uppercase());
    }
    if let Some(actor) = &filter.actor {
        question.values.push(actor.clone().into());
        question.ask(
            "v.id IN (SELECT m.incident FROM participant p JOIN member m ON m.event = p.event
               WHERE p.id = ? OR p.name LIKE ? ESCAPE '\\')",
            like(actor),
        );
    }
    if let Some(from) = &filter.from {
        question.ask("COALESCE(v.latest, v.earliest) >= ?", from.clone());
    }
    if let Some(to) = &filter.to {
        question.ask("COALESCE(v.earliest, v.latest) <= ?", to.clone());
    }
    if let Some(status) = filter.status {
        question.ask("v.status = ?", status.as_str().to_owned());
    }
    if let Some(realis) = filter.realis {
        question.ask("v.realis = ?", realis.as_str().to_owned());
    }
    if let Some(killed) = filter.min_killed {
        question.ask("v.killed >= ?", integer(killed));
    }
    if let Some(reports) = filter.min_reports {
        question.ask("v.reports >= ?", integer(reports));
    }
    if let Some(search) = filter.text.as_deref().and_then(search_words) {
        question.ask(
            "v.id IN (SELECT m.incident FROM event e JOIN member m ON m.event = e.number
               WHERE e.report IN (SELECT rowid FROM report_text WHERE report_text MATCH ?))",
            search,
        );
    }
    question
}

/// A LIKE pattern for "contains `text`".
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// A full-text query in which nothing that a person types is an operator: words and "phrases", all of which must
/// occur, a trailing `*` for beginnings. None when there is no word in it.
fn search_words(text: &str) -> Option<String> {
    let mut terms = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        // Every other part stands between quotation marks.
        if index % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

fn term(text: &str) -> Option<String> {
    let (stem, star) = match text.trim().strip_suffix('*') {
        Some(stem) => (stem, "*"),
        None => (text.trim(), ""),
    };
    let has_word = stem.chars().any(char::is_alphanumeric);
    has_word.then(|| format!("\"{}\"{star}", stem.replace(['"', '\0'], " ")))
}

fn report_summary(row: &Row<'_>) -> rusqlite::Result<ReportSummary> {
    Ok(ReportSummary {
        id: row.get(0)?,
        title: row.get(1)?,
        site: row.get(2)?,
        url: row.get(3)?,
        published_earliest: row.get(4)?,
        published_latest: row.get(5)?,
        events: unsigned(row.get(6)?),
        claims: unsigned(row.get(7)?),
    })
}

/// A view as it was stored.
pub(crate) fn parse_summary(id: &str, json: &str) -> Result<IncidentSummary, Fault> {
    serde_json::from_str(json).map_err(|source| Fault::Json {
        report: format!("behind incident {id}"),
        source,
    })
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
