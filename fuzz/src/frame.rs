//! Short inputs made long: what is asked about, moved to the end of a block, of a window, or of a reader's buffer.

/// Wraps `text` as `how` says; most values leave it alone.
pub fn framed(how: u8, text: &[u8]) -> Vec<u8> {
    match how {
        // Anywhere in a block of 64 bytes.
        0xa0..0xe0 => [&vec![b' '; usize::from(how - 0xa0)][..], text].concat(),
        // Around the 1,024th token, where a window ends (a block more or less).
        0xe0..0xf0 => {
            let before = b"1,".repeat(478 + 3 * usize::from(how - 0xe0));
            [b"[", &before[..], text, b"]"].concat()
        }
        // Around byte 4,096, where a reader's first buffer ends.
        0xf0.. => {
            let before = vec![b'x'; 4060 + 3 * usize::from(how - 0xf0)];
            [b"[\"", &before[..], b"\",", text, b"]"].concat()
        }
        _ => text.to_vec(),
    }
}

/// Two sizes of chunks that a reader gives out in turns; small ones more often.
pub fn chunks(first: u8, second: u8) -> [usize; 2] {
    let size = |byte: u8| match byte {
        0..=199 => usize::from(byte) + 1,
        _ => (usize::from(byte) - 199) * 97,
    };
    [size(first), size(second)]
}

/// Whether a member may have one of serde_json's private names: it then takes the object for a raw value, while it
/// stays a member here, as the migration page says.
pub fn has_private_name(text: &[u8]) -> bool {
    const PRIVATE: &[u8] = b"serde_json::private::";
    text.windows(PRIVATE.len()).any(|part| part == PRIVATE)
}
