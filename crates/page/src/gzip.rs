//! Compressed reports.

use std::borrow::Cow;
use std::io::Read;

use dateline_record::Problem;
use flate2::read::MultiGzDecoder;

/// Bytes that [`decompress`] hands out at most: 64 MiB. A file that unpacks to more is cut there.
pub const MAX_UNPACKED_BYTES: u64 = 64 << 20;

/// Whether the bytes begin like a gzip file.
#[must_use]
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 0x08])
}

/// Unpacks gzip, told by its first bytes; anything else is handed back as it is.
///
/// Memory is bounded by [`MAX_UNPACKED_BYTES`]. What could be unpacked is always returned; a problem says what could
/// not: `gzip-limit` (a bomb, or simply too long) or `gzip-broken` (cut off or damaged).
#[must_use]
pub fn decompress(bytes: &[u8]) -> (Cow<'_, [u8]>, Option<Problem>) {
    if !is_gzip(bytes) {
        return (Cow::Borrowed(bytes), None);
    }
    let mut unpacked = Vec::new();
    let mut limited = MultiGzDecoder::new(bytes).take(MAX_UNPACKED_BYTES + 1);
    let problem = match limited.read_to_end(&mut unpacked) {
        Ok(length) if length as u64 > MAX_UNPACKED_BYTES => {
            unpacked.truncate(usize::try_from(MAX_UNPACKED_BYTES).unwrap_or(usize::MAX));
            Some(Problem::of_report(
                "gzip-limit",
                format!(
                    "unpacks to more than {} MiB; only the beginning was read",
                    MAX_UNPACKED_BYTES >> 20
                ),
            ))
        }
        Ok(_) => None,
        Err(error) => Some(Problem::of_report(
            "gzip-broken",
            format!(
                "the gzip file is damaged or cut off ({error}); {} bytes could be read",
                unpacked.len()
            ),
        )),
    };
    (Cow::Owned(unpacked), problem)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn whole_cut_and_foreign_files() {
        let packed = pack(&b"A patrol was ambushed. ".repeat(500));
        let (bytes, problem) = decompress(&packed);
        assert_eq!((bytes.len(), problem), (23 * 500, None));
        let (_, problem) = decompress(&packed[..packed.len() - 9]);
        assert_eq!(problem.unwrap().code, "gzip-broken");
        assert_eq!(decompress(b"plain").0.as_ref(), b"plain");
        assert_eq!(
            decompress(&[0x1f, 0x8b, 0x08]).1.unwrap().code,
            "gzip-broken"
        );
    }

    #[test]
    fn a_bomb_is_cut_at_the_limit() {
        let bomb = pack(&vec![b'a'; 80 << 20]);
        let (bytes, problem) = decompress(&bomb);
        assert_eq!(bytes.len() as u64, MAX_UNPACKED_BYTES);
        assert_eq!(problem.unwrap().code, "gzip-limit");
    }
}
