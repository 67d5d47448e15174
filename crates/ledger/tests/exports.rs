//! The exports, read back.
#![allow(clippy::unwrap_used)]

mod common;

use arrow_array::{Array, Int64Array, RecordBatch, StringArray};
use common::{Story, ledger_of, three_tellings};
use dateline_ledger::{Format, Ledger, Table};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

fn export(ledger: &Ledger, table: Table, format: Format) -> (u64, Vec<u8>) {
    let mut bytes = Vec::new();
    let rows = ledger.export(table, format, &mut bytes).unwrap();
    (rows, bytes)
}

fn json_rows(bytes: &[u8]) -> Vec<serde_json::Value> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn batches(bytes: Vec<u8>, folder: &tempfile::TempDir) -> Vec<RecordBatch> {
    let path = folder.path().join("export.parquet");
    std::fs::write(&path, bytes).unwrap();
    let file = std::fs::File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .unwrap()
        .build()
        .unwrap();
    reader.collect::<Result<_, _>>().unwrap()
}

#[test]
fn all_formats_hold_the_same_rows() {
    let (folder, ledger) = ledger_of(&three_tellings());
    for (table, expected) in [
        (Table::Events, 3),
        (Table::Claims, 5),
        (Table::Incidents, 1),
    ] {
        let (rows, jsonl) = export(&ledger, table, Format::Jsonl);
        assert_eq!(rows, expected, "{table}");
        let objects = json_rows(&jsonl);
        let (_, csv) = export(&ledger, table, Format::Csv);
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let headers: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        let (_, parquet) = export(&ledger, table, Format::Parquet);
        let batches = batches(parquet, &folder);
        assert_eq!(batches.len(), 1);
        for (row, object) in objects.iter().enumerate() {
            assert_eq!(object.as_object().unwrap().len(), headers.len());
            for (column, name) in headers.iter().enumerate() {
                let cell = &records[row][column];
                let array = batches[0].column_by_name(name).unwrap();
                match &object[name] {
                    serde_json::Value::Null => {
                        assert_eq!(cell, "");
                        assert!(array.is_null(row));
                    }
                    serde_json::Value::String(text) => {
                        assert_eq!(cell, text);
                        let strings = array.as_any().downcast_ref::<StringArray>().unwrap();
                        assert_eq!(strings.value(row), text);
                    }
                    number => {
                        let value: f64 = cell.parse().unwrap();
                        assert_eq!(Some(value), number.as_f64());
                        if let Some(integers) = array.as_any().downcast_ref::<Int64Array>() {
                            assert_eq!(Some(integers.value(row)), number.as_i64());
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn the_columns_say_what_the_records_say() {
    let (_folder, ledger) = ledger_of(&three_tellings());
    let events = json_rows(&export(&ledger, Table::Events, Format::Jsonl).1);
    assert_eq!(events[0]["report"], "a-1");
    assert_eq!(events[0]["plover_type"], "ASSAULT");
    assert_eq!(events[0]["actor_ids"], "country:USA");
    assert_eq!(events[0]["tolls"], "killed 2 (c1)");
    assert_eq!(events[0]["trigger"], "struck");
    assert_eq!(events[0]["incident"], events[2]["incident"]);
    let claims = json_rows(&export(&ledger, Table::Claims, Format::Jsonl).1);
    assert_eq!(claims[0]["voice"], "person:reyes");
    assert_eq!(claims[0]["tolls"], "killed 2 (c1)");
    assert_eq!(claims[3]["stance"], "doubts");
    assert_eq!(claims[3]["about"], "c1");
    let incidents = json_rows(&export(&ledger, Table::Incidents, Format::Jsonl).1);
    assert_eq!(incidents[0]["incident"], events[0]["incident"]);
    assert_eq!(incidents[0]["killed_high"], 17);
    assert_eq!(incidents[0]["status"], "contested");
    assert_eq!(
        incidents[0]["outlets"],
        "Delta Wire;Harbour Post;Northern Echo"
    );
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let stories = three_tellings();
    let mut backwards = stories.to_vec();
    backwards.reverse();
    let (_one, first) = ledger_of(&stories);
    let (_other, second) = ledger_of(&backwards);
    for table in Table::ALL {
        for format in Format::ALL {
            let same = export(&first, *table, *format) == export(&second, *table, *format);
            assert!(same, "{table} as {format}");
        }
    }
}

#[test]
fn a_formula_is_disarmed_in_csv_and_kept_elsewhere() {
    let story = Story::new(
        "=1+1",
        "+Post",
        "2031-05-08",
        "@news; now\n\nJets struck it.",
    )
    .strike("struck");
    let (_folder, ledger) = ledger_of(&[story]);
    let (_, csv) = export(&ledger, Table::Events, Format::Csv);
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!(
        (&row[0], &row[2], &row[3]),
        ("'=1+1", "'+Post", "'@news; now")
    );
    let goldstein = 6 + 8;
    assert_eq!(&row[goldstein], "-10", "a number is no formula");
    let events = json_rows(&export(&ledger, Table::Events, Format::Jsonl).1);
    assert_eq!(events[0]["report"], "=1+1");
}

#[test]
fn an_empty_ledger_exports_headers_only() {
    let (folder, ledger) = ledger_of(&[]);
    for table in Table::ALL {
        assert_eq!(export(&ledger, *table, Format::Jsonl), (0, Vec::new()));
        let (_, csv) = export(&ledger, *table, Format::Csv);
        assert_eq!(csv.iter().filter(|byte| **byte == b'\n').count(), 1);
        let (_, parquet) = export(&ledger, *table, Format::Parquet);
        assert_eq!(batches(parquet, &folder).len(), 0);
    }
}
