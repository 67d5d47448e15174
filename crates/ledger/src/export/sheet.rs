//! Columns and rows, before any format.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Real,
}

/// The columns of a table: names and kinds.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) columns: Vec<(&'static str, Kind)>,
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Field {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
}

impl Field {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    pub(super) fn integer(value: Option<u64>) -> Self {
        value.map_or(Self::Null, |value| {
            Self::Integer(crate::index::integer(value))
        })
    }

    pub(super) fn position(value: usize) -> Self {
        Self::integer(Some(value as u64))
    }

    /// A number that is not finite has no form in JSON: unknown.
    pub(super) fn real(value: Option<f64>) -> Self {
        value
            .filter(|value| value.is_finite())
            .map_or(Self::Null, Self::Real)
    }

    /// Several values, `;` between them; a `;` inside a value becomes a comma. Null when there is none.
    pub(super) fn list<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut values = values
            .map(|value| value.unwrap_or_default().replace(';', ","))
            .peekable();
        if values.peek().is_none() {
            return Self::Null;
        }
        Self::Text(values.collect::<Vec<_>>().join(";"))
    }
}
