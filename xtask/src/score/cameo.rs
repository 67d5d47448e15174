//! The CAMEO manual's examples, one or two sentences each: the type by the model's triggers alone.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use dateline_parse::Reader;

use super::count::Share;
use super::plover::add_triggers;

/// Shares of examples whose type is right: of some trigger, and of the likeliest. Examples of codes that the table from
/// CAMEO to PLOVER does not have (statements and appeals, 01 and 02) are left out.
pub(crate) fn trigger_types(reader: &Reader, ontology: &Path) -> anyhow::Result<[Share; 2]> {
    let types = types(&super::content(&ontology.join("CAMEO2PLOVER-2021.txt"))?);
    let path = ontology.join("icews_cameo_codes_with_examples.csv");
    let mut shares = [Share::default(); 2];
    let examples = examples(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    for (code, text) in examples {
        if let Some(name) = types.get(&code) {
            add_triggers(&mut shares, reader, &text, name);
        }
    }
    anyhow::ensure!(shares[0].all > 0, "{} holds no examples", path.display());
    Ok(shares)
}

/// PLOVER type of every code: lines "0311: AGREE, , economic # …" up to the line of tildes.
fn types(table: &str) -> BTreeMap<String, String> {
    let lines = table.lines().take_while(|line| !line.starts_with("~~~"));
    let entry = |line: &str| {
        let (code, rest) = line.split_once(':')?;
        let is_code = code.bytes().all(|byte| byte.is_ascii_digit());
        let name = rest.split([',', '#']).next()?.trim();
        is_code.then(|| (code.to_owned(), name.to_owned()))
    };
    lines.filter_map(entry).collect()
}

/// (code, example) of every code that has one; its spoilt apostrophes and quotation marks (three replacement characters
/// each) become apostrophes.
fn examples(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.byte_headers()?.clone();
    let column = |name: &str| {
        let position = headers.iter().position(|header| header == name.as_bytes());
        position.with_context(|| format!("no column {name}"))
    };
    let (code, example) = (column("code")?, column("example")?);
    let mut examples = Vec::new();
    for record in reader.byte_records() {
        let record = record?;
        let cell = |column: usize| {
            let bytes = record.get(column).unwrap_or_default();
            String::from_utf8_lossy(bytes).trim().to_owned()
        };
        let text = cell(example).replace("\u{fffd}\u{fffd}\u{fffd}", "'");
        if !matches!(text.as_str(), "" | "NA" | "NEED EXAMPLE.") {
            examples.push((cell(code), text));
        }
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    use super::types;

    #[test]
    fn the_table_gives_each_code_its_type() {
        let table = "# head\n03: AGREE\n0311: AGREE,  ,   economic # Express\n~~~~~\n19: ASSAULT\n";
        let types = types(table);
        assert_eq!(types.get("0311").map(String::as_str), Some("AGREE"));
        assert!(types.contains_key("03") && !types.contains_key("19"));
    }
}
