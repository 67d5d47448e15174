//! Names of countries for people who do not know the codes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct List {
    country: Vec<Country>,
}

#[derive(Deserialize)]
struct Country {
    code: String,
    name: String,
}

static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let list = include_str!("../../../actors/countries.toml");
    // A test reads the list; if it were broken all the same, pages would show codes.
    let countries = toml::from_str::<List>(list).map(|list| list.country);
    let countries = countries.unwrap_or_default().into_iter();
    countries
        .map(|country| (country.code, country.name))
        .collect()
});

/// The name of the country with this alpha-3 code, else the code itself.
pub(crate) fn name(code: &str) -> &str {
    NAMES.get(code).map_or(code, String::as_str)
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_have_names() {
        assert_eq!(super::name("MLI"), "Mali");
        assert_eq!(super::name("QQQ"), "QQQ");
    }
}
