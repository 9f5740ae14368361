//! Escapes: what each stands for, and whether those of a string exist.
//!
//! Tables for the byte behind a backslash and for hexadecimal digits. What is wrong is only told as "not valid":
//! `position::Trace` finds out what and where.

use alloc::vec::Vec;

/// The bytes that are looked at at once, and the longest run that is copied so.
pub(super) const STEP: usize = 32;

/// What a byte after a backslash stands for, 0 if nothing.
pub(super) const ESCAPED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < crate::simd::ESCAPED.len() {
        table[byte] = crate::simd::ESCAPED[byte];
        byte += 1;
    }
    table
};

/// The value of a hexadecimal digit, 0xFF if it is none.
const HEX: [u8; 256] = {
    let mut table = [0xFF; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            _ => 0xFF,
        };
        byte += 1;
    }
    table
};

/// Four hexadecimal digits at the front of `bytes`.
#[inline(always)]
fn hex(bytes: &[u8]) -> Option<u32> {
    let [a, b, c, d] = *bytes.first_chunk::<4>()?;
    let [a, b, c, d] = [a, b, c, d].map(|digit| u32::from(HEX[usize::from(digit)]));
    let unit = a << 12 | b << 8 | c << 4 | d;
    // A bad digit has high bits that no good one has.
    if (a | b | c | d) > 0xF { None } else { Some(unit) }
}

/// A code point from `\uXXXX`, or a pair of them, with `bytes` behind the `u`; and the bytes it took.
#[inline(always)]
pub(super) fn unicode(bytes: &[u8]) -> Option<(char, usize)> {
    let unit = hex(bytes)?;
    if !(0xD800..=0xDFFF).contains(&unit) {
        return Some((char::from_u32(unit)?, 4));
    }
    if unit >= 0xDC00 || bytes.get(4..6) != Some(b"\\u") {
        return None;
    }
    let low = hex(&bytes[6..])?;
    if !(0xDC00..=0xDFFF).contains(&low) {
        return None;
    }
    let code = 0x1_0000 + ((unit - 0xD800) << 10 | (low - 0xDC00));
    Some((char::from_u32(code)?, 10))
}

/// Bit i: byte i is a backslash or a control byte.
#[inline(always)]
pub(super) fn special_mask(block: &[u8; STEP]) -> u32 {
    let [low, high] = [0, 16].map(|from| block[from..].first_chunk::<16>());
    let mask = |half: Option<&[u8; 16]>| half.map_or(0, crate::simd::backslash_mask16);
    mask(low) | mask(high) << 16
}

/// Whether all escapes in a string's `raw` bytes are of a kind that exists, and no byte is a control
/// byte: what a skipped string is checked for. Surrogates need not be paired there.
pub(super) fn escapes_exist(raw: &[u8]) -> bool {
    let mut at = 0;
    loop {
        while let Some(block) = raw[at..].first_chunk::<STEP>() {
            let mask = special_mask(block);
            at += (mask.trailing_zeros() as usize).min(STEP);
            if mask != 0 {
                break;
            }
        }
        if raw.len() - at < STEP {
            let rest = &raw[at..];
            at += rest.iter().position(|&b| b < 0x20 || b == b'\\').unwrap_or(rest.len());
            if at == raw.len() {
                return true;
            }
        }
        if raw[at] != b'\\' {
            return false;
        }
        match raw.get(at + 1) {
            Some(b'u') if hex(&raw[at + 2..]).is_some() => at += 6,
            Some(&kind) if ESCAPED[usize::from(kind)] != 0 => at += 2,
            _ => return false,
        }
    }
}

/// Appends the (generalised) UTF-8 of a code unit, surrogates included.
fn push_unit(unit: u32, scratch: &mut Vec<u8>) {
    match char::from_u32(unit) {
        Some(char) => scratch.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
        None => scratch.extend_from_slice(&[
            0xE0 | (unit >> 12) as u8,
            0x80 | (unit >> 6 & 0x3F) as u8,
            0x80 | (unit & 0x3F) as u8,
        ]),
    }
}

/// As `string::unescape`, for bytes: control bytes and lone surrogates are allowed.
pub(super) fn unescape_bytes(raw: &[u8], scratch: &mut Vec<u8>) -> bool {
    scratch.clear();
    let mut rest = raw;
    while let Some(run) = rest.iter().position(|&b| b == b'\\') {
        scratch.extend_from_slice(&rest[..run]);
        let Some(&kind) = rest.get(run + 1) else { return false };
        rest = &rest[run + 2..];
        if kind != b'u' {
            match ESCAPED[usize::from(kind)] {
                0 => return false,
                byte => scratch.push(byte),
            }
        } else if let Some((char, taken)) = unicode(rest) {
            scratch.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            rest = &rest[taken..];
        } else {
            let Some(unit) = hex(rest) else { return false };
            push_unit(unit, scratch);
            rest = &rest[4..];
        }
    }
    scratch.extend_from_slice(rest);
    true
}
