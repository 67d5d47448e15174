//! Bytes to article: HTML and text, chrome dropped, title and date found.
