//! The file: heading, prose, report block, record block.

use dateline_record::{PublishedBasis, Record, Report, Text};

use crate::{
    check,
    gold::Gold,
    marks::{self, Fault, Marks},
    ownership,
    statement::{self, Statement},
};

/// One annotated report of the corpus.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The name that the file was read under.
    pub file: String,
    /// The behaviour that the file claims.
    pub heading: String,
    /// What is known of the publication.
    pub source: Source,
    /// The clean text: headline, then paragraphs, separated by blank lines.
    pub text: Text,
    /// The marks of the report block.
    pub(crate) marks: Marks,
    /// What a perfect reader would find.
    pub gold: Gold,
    /// The lines of the record block, without those that an earlier comparison added.
    pub lines: Vec<Line>,
    /// Everything up to the first line of the record block.
    pub(crate) before: String,
    /// Everything from the closing fence on.
    pub(crate) after: String,
}

impl Annotated {
    /// The headline.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text.as_str().split('\n').next().unwrap_or_default()
    }

    /// A record of this report that says nothing yet, with the text that all spans of the gold point into.
    #[must_use]
    pub fn blank_record(&self) -> Record {
        let published = match &self.source.published {
            Some(day) => dateline_record::Published::day(
                day,
                PublishedBasis::Given,
                "the caller said so".to_owned(),
            ),
            None => dateline_record::Published::unknown(),
        };
        Record {
            schema: dateline_record::SCHEMA.to_owned(),
            report: Report {
                id: self.source.id.clone().unwrap_or_else(|| self.file.clone()),
                url: None,
                site: self.source.site.clone(),
                title: Some(self.title().to_owned()),
                byline: None,
                language: Some("en".to_owned()),
                published,
                text: self.text.as_str().to_owned(),
                dropped: Vec::new(),
            },
            events: Vec::new(),
            claims: Vec::new(),
            links: Vec::new(),
            mentions: None,
            problems: Vec::new(),
        }
    }
}

/// What the report block's opening line says of the publication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// `published=2024-03-05`: the day of publication; none where the text must tell it.
    pub published: Option<String>,
    /// `id=…`: the caller's id.
    pub id: Option<String>,
    /// `site="…"`: the outlet.
    pub site: Option<String>,
}

/// One line of the record block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Line number in the file, from 1.
    pub number: usize,
    /// The line without a mark.
    pub text: String,
    /// Whether it states a fact (not a comment, not blank).
    pub is_fact: bool,
}

/// What is wrong with one line of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct FormError {
    /// The name that the file was read under.
    pub file: String,
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Everything that is wrong with a file, at least one error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct FormErrors(pub Vec<FormError>);

/// Reads one file of the corpus; `file` is its name for messages.
///
/// # Errors
/// Every line that is not of the form, every mark that is wrong, and every quotation or label that the report does not
/// contain.
pub fn parse(file: &str, content: &str) -> Result<Annotated, FormErrors> {
    let fail = |errors: Vec<(usize, String)>| {
        let error = |(line, message)| FormError {
            file: file.to_owned(),
            line,
            message,
        };
        FormErrors(errors.into_iter().map(error).collect())
    };
    let layout = layout(content).map_err(|error| fail(vec![error]))?;
    let source = source(layout.info).map_err(|why| fail(vec![(layout.report_line, why)]))?;
    let (clean, marks, mut faults) = marks::strip(&layout.report);
    if !marks.0.is_empty() && (source.published.is_none() || source.site.is_none()) {
        let why = "a report with marks opens with ```report published=YYYY-MM-DD site=\"...\"";
        faults.push((layout.report_line, why.to_owned()));
    }
    let text = Text::new(clean);
    let (lines, statements, wrong_lines) = record_lines(&layout.record);
    faults.extend(wrong_lines);
    if !faults.is_empty() {
        faults.sort();
        return Err(fail(faults));
    }
    let mut faults = ownership::faults(&marks, &statements);
    let numbered = |(line, why): (usize, String)| {
        let number = lines.get(line).map_or(layout.report_line, |l| l.number);
        (number, why)
    };
    let gold = match check::resolve(&text, &marks, &statements, source.published.as_deref()) {
        Ok(gold) => gold,
        Err(errors) => {
            faults.extend(errors.into_iter().map(numbered));
            Gold::default()
        }
    };
    if !faults.is_empty() {
        faults.sort();
        return Err(fail(faults));
    }
    Ok(Annotated {
        file: file.to_owned(),
        heading: layout.heading.to_owned(),
        source,
        text,
        marks,
        gold,
        lines,
        before: layout.before,
        after: layout.after,
    })
}

/// The parts of a file.
struct Layout<'c> {
    heading: &'c str,
    info: &'c str,
    report_line: usize,
    report: Vec<(usize, &'c str)>,
    record: Vec<(usize, &'c str)>,
    before: String,
    after: String,
}

fn layout(content: &str) -> Result<Layout<'_>, (usize, String)> {
    let lines: Vec<&str> = content.lines().collect();
    let heading = lines.first().and_then(|line| line.strip_prefix("# "));
    let heading = heading.ok_or((1, "the file must begin with # and a heading".to_owned()))?;
    let report = block(&lines, "```report")?;
    let record = block(&lines, "```record")?;
    if report.start > record.start {
        return Err((
            record.start,
            "the record block stands before the report".to_owned(),
        ));
    }
    let prose = lines.get(1..report.start - 1).unwrap_or_default();
    if !prose.iter().any(|line| line.contains("invented")) {
        return Err((
            1,
            "the prose must say that the incident is invented".to_owned(),
        ));
    }
    let numbered = |range: std::ops::Range<usize>| -> Vec<(usize, &str)> {
        let numbers = range.start + 1..;
        let inside = lines.get(range).unwrap_or_default();
        numbers.zip(inside.iter().copied()).collect()
    };
    let join = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect();
    let opening = lines.get(report.start - 1).copied().unwrap_or_default();
    Ok(Layout {
        heading,
        info: opening.strip_prefix("```report").unwrap_or_default(),
        report_line: report.start,
        report: numbered(report),
        before: join(lines.get(..record.start).unwrap_or_default()),
        after: join(lines.get(record.end..).unwrap_or_default()),
        record: numbered(record),
    })
}

/// The line indexes inside the one block that opens with `fence`.
fn block(lines: &[&str], fence: &str) -> Result<std::ops::Range<usize>, (usize, String)> {
    let opens = |line: &&str| {
        line.strip_prefix(fence)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let start = lines
        .iter()
        .position(opens)
        .ok_or_else(|| (lines.len(), format!("the file has no {fence} block")))?
        + 1;
    let rest = lines.get(start..).unwrap_or_default();
    if rest.iter().any(opens) {
        return Err((start, format!("the file has two {fence} blocks")));
    }
    let length = rest
        .iter()
        .position(|line| *line == "```")
        .ok_or_else(|| (start, format!("the {fence} block is not closed")))?;
    Ok(start..start + length)
}

fn source(info: &str) -> Result<Source, String> {
    let mut source = Source::default();
    let mut rest = info.trim();
    while !rest.is_empty() {
        let (key, value) = rest
            .split_once('=')
            .ok_or_else(|| format!("{rest} is no key=value"))?;
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted
                .split_once('"')
                .ok_or_else(|| format!("{key} lacks its closing quotation mark"))?,
            None => value.split_once(' ').unwrap_or((value, "")),
        };
        let slot = match key {
            "published" => &mut source.published,
            "id" => &mut source.id,
            "site" => &mut source.site,
            _ => return Err(format!("{key} is not published, id or site")),
        };
        if key == "published" && !statement::is_day(value) {
            return Err(format!("published={value} is no day: write YYYY-MM-DD"));
        }
        *slot = Some(value.to_owned());
        rest = after.trim_start();
    }
    Ok(source)
}

/// Reads the record block: marks are taken off, lines that an earlier comparison added are left out. The lines, what each
/// states, and what is wrong with those that state nothing.
fn record_lines(block: &[(usize, &str)]) -> (Vec<Line>, Vec<Option<Statement>>, Vec<Fault>) {
    let mut lines = Vec::new();
    let mut statements = Vec::new();
    let mut faults = Vec::new();
    for (number, written) in block.iter().filter(|(_, line)| !line.starts_with("+ ")) {
        let text = written.strip_prefix("- ").unwrap_or(written).trim_end();
        match statement::read(text) {
            Ok(statement) => {
                lines.push(Line {
                    number: *number,
                    text: text.to_owned(),
                    is_fact: statement.is_some(),
                });
                statements.push(statement);
            }
            Err(why) => faults.push((*number, why)),
        }
    }
    (lines, statements, faults)
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The report that the tests of this crate share.
    pub(crate) const RAID: &str = r##"# A raid with two tolls

Two speakers give two tolls. The incident is invented.

```report published=2024-03-05 site="Coast Wire"
Gunmen attack village in northern Benin

Gunmen attacked a village near
Banikoara on Monday, and 12 people were killed, police said.

A nurse said at least 20 had died. That figure could not be confirmed. The army plans to send
troops in response to the attack.
```

```record
event "attacked" ASSAULT/firearms actual
  mention "attack"#1
  mention "attack"#2
  actor "Gunmen" UAF
  recipient "village"
  where "Banikoara" BEN 11.30 2.44
  when "Monday" 2024-03-04
  toll killed 12 "12" says "police"
  toll killed 20.. "at least 20" says "A nurse"
event "send troops" MOBILIZE/troops future
  actor "army" BENMIL
claim "police" asserts "said" > "Gunmen attacked ... killed" about "attacked"
claim "A nurse" asserts "said" > "at least 20 had died" about "attacked"
claim - doubts "could not be confirmed" > "That figure" about claim "at least 20 had died"
link "send troops" response_to "attacked"
absent "figure" any
```
"##;

    #[test]
    fn the_report_is_joined_and_every_quotation_found() {
        let annotated = parse("raid.md", RAID).unwrap();
        assert_eq!(annotated.title(), "Gunmen attack village in northern Benin");
        assert_eq!(annotated.source.site.as_deref(), Some("Coast Wire"));
        assert!(annotated.text.as_str().contains("near Banikoara"));
        let attack = &annotated.gold.events[0];
        assert_eq!(attack.triggers().count(), 3);
        let speaker = annotated.gold.claims[1].speaker.as_ref().unwrap();
        assert_eq!(speaker.text, "A nurse");
    }

    #[test]
    fn an_error_names_file_and_line() {
        let broken = RAID.replace(r#"recipient "village""#, r#"recipient "hamlet""#);
        let error = parse("raid.md", &broken).unwrap_err().to_string();
        assert_eq!(error, r#"raid.md:20: the report has no "hamlet""#);
    }

    #[test]
    fn the_parts_of_a_file_are_all_needed() {
        for (from, to) in [
            ("# A raid", "A raid"),
            ("```record", "```"),
            ("invented", "true"),
        ] {
            assert!(
                parse("raid.md", &RAID.replacen(from, to, 1)).is_err(),
                "{from}"
            );
        }
    }
}
