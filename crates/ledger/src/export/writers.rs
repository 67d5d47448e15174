//! Rows in the three formats.

use std::fmt::Display;
use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field as ArrowField, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use super::Format;
use super::sheet::{Field, Kind, Sheet};
use crate::error::Fault;

/// Rows gathered before they are written as one Parquet row group.
const GROUP_ROWS: usize = 4096;

/// Writes rows to an output.
pub(super) enum RowWriter<W: Write + Send> {
    Jsonl { sheet: Sheet, output: W },
    Csv(Box<csv::Writer<W>>),
    Parquet(Box<ParquetRows<W>>),
}

impl<W: Write + Send> RowWriter<W> {
    /// Begins the output: the CSV header, the Parquet schema.
    pub(super) fn new(format: Format, sheet: &Sheet, output: W) -> Result<Self, Fault> {
        Ok(match format {
            Format::Jsonl => Self::Jsonl {
                sheet: sheet.clone(),
                output,
            },
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(output);
                let header = sheet.columns.iter().map(|(name, _)| name);
                writer.write_record(header).map_err(failed)?;
                Self::Csv(Box::new(writer))
            }
            Format::Parquet => Self::Parquet(Box::new(ParquetRows::new(sheet, output)?)),
        })
    }

    pub(super) fn write(&mut self, row: Vec<Field>) -> Result<(), Fault> {
        match self {
            Self::Jsonl { sheet, output } => {
                let line = json_line(sheet, row).map_err(failed)?;
                output.write_all(line.as_bytes()).map_err(failed)
            }
            Self::Csv(writer) => writer
                .write_record(row.iter().map(csv_cell))
                .map_err(failed),
            Self::Parquet(writer) => writer.write(row),
        }
    }

    pub(super) fn finish(self) -> Result<(), Fault> {
        match self {
            Self::Jsonl { mut output, .. } => output.flush().map_err(failed),
            Self::Csv(mut writer) => writer.flush().map_err(failed),
            Self::Parquet(writer) => writer.finish(),
        }
    }
}

fn failed(error: impl Display) -> Fault {
    Fault::Output(error.to_string())
}

/// One object a line, its keys in the order of the columns.
fn json_line(sheet: &Sheet, row: Vec<Field>) -> Result<String, serde_json::Error> {
    let mut line = String::from("{");
    for (index, ((name, _), field)) in sheet.columns.iter().zip(row).enumerate() {
        if index > 0 {
            line.push(',');
        }
        line.push_str(&serde_json::to_string(name)?);
        line.push(':');
        line.push_str(&serde_json::to_string(&match field {
            Field::Null => Value::Null,
            Field::Text(text) => text.into(),
            Field::Integer(number) => number.into(),
            Field::Real(number) => number.into(),
        })?);
    }
    line.push_str("}\n");
    Ok(line)
}

fn csv_cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Field::Text(text) => text.clone(),
        Field::Integer(number) => number.to_string(),
        Field::Real(number) => number.to_string(),
    }
}

/// Rows gathered into Parquet row groups.
pub(super) struct ParquetRows<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    rows: Vec<Vec<Field>>,
}

impl<W: Write + Send> ParquetRows<W> {
    fn new(sheet: &Sheet, output: W) -> Result<Self, Fault> {
        let fields: Vec<ArrowField> = sheet
            .columns
            .iter()
            .map(|(name, kind)| ArrowField::new(*name, data_type(*kind), true))
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("dateline".to_owned())
            .build();
        let writer = ArrowWriter::try_new(output, Arc::clone(&schema), Some(properties));
        Ok(Self {
            writer: writer.map_err(failed)?,
            schema,
            rows: Vec::new(),
        })
    }

    fn write(&mut self, row: Vec<Field>) -> Result<(), Fault> {
        self.rows.push(row);
        if self.rows.len() < GROUP_ROWS {
            return Ok(());
        }
        self.write_group()
    }

    fn write_group(&mut self) -> Result<(), Fault> {
        let rows = std::mem::take(&mut self.rows);
        let columns = self.schema.fields().iter().enumerate();
        let columns: Vec<ArrayRef> = columns
            .map(|(index, field)| column(field.data_type(), &rows, index))
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(failed)?;
        self.writer.write(&batch).map_err(failed)?;
        self.writer.flush().map_err(failed)
    }

    fn finish(mut self) -> Result<(), Fault> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        self.writer.close().map(|_| ()).map_err(failed)
    }
}

const fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Real => DataType::Float64,
    }
}

fn column(data_type: &DataType, rows: &[Vec<Field>], index: usize) -> ArrayRef {
    let fields = rows.iter().map(|row| row.get(index));
    match data_type {
        DataType::Int64 => Arc::new(Int64Array::from_iter(fields.map(|field| match field {
            Some(Field::Integer(number)) => Some(*number),
            _ => None,
        }))),
        DataType::Float64 => Arc::new(Float64Array::from_iter(fields.map(|field| match field {
            Some(Field::Real(number)) => Some(*number),
            _ => None,
        }))),
        _ => Arc::new(StringArray::from_iter(fields.map(|field| match field {
            Some(Field::Text(text)) => Some(text.as_str()),
            _ => None,
        }))),
    }
}
