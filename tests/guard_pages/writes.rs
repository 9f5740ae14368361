//! Texts that are written, and numbers into room that ends at the page.

use fastjson_api::Writer;
use fastjson_api::internals::number::{self, Numbers, Rests, Together};

use super::{LENGTHS, Pages, begins_too, on_each_back_end, texts};

/// Runs `look` on each text that is UTF-8, at the end of the memory and at its start.
fn look_at_all(look: impl Fn(&str)) {
    let mut pages = Pages::new(4096);
    for length in LENGTHS {
        for text in texts(length) {
            if str::from_utf8(&text).is_ok() {
                look(str::from_utf8(pages.at_end(&text)).unwrap());
                if begins_too(length) {
                    look(str::from_utf8(pages.at_start(&text)).unwrap());
                }
            }
        }
    }
}

#[test]
fn piece_by_piece() {
    on_each_back_end(|| {
        look_at_all(|text| {
            let mut writer = Writer::new(String::new());
            writer.begin_object().unwrap();
            writer.name(text).unwrap();
            writer.string(text).unwrap();
            writer.name("").unwrap();
            writer.raw(text).unwrap();
            writer.end_object().unwrap();
            assert!(writer.finish().unwrap().ends_with('}'));
        });
    });
}

#[test]
fn into_a_slice() {
    let mut pages = Pages::new(4096);
    for length in LENGTHS {
        let slice = pages.at_end(&vec![0; length]);
        let mut writer = Writer::to_slice(slice);
        assert_eq!(writer.string("some text\n").is_ok(), length >= 13);
        let _ = writer.finish();
        let mut writer = Writer::to_slice(slice);
        let _ = writer.begin_array();
        while writer.number(123_456.5).is_ok() {}
        let _ = writer.end_array();
        let _ = writer.finish();
    }
}

#[test]
fn numbers() {
    let mut pages = Pages::new(4096);
    let mut integer = u64::MAX;
    while integer > 0 {
        for value in [integer, integer.saturating_add(1)] {
            number::write_u64(value, pages.room());
            number::write_i64(value as i64, pages.room());
            number::write_i64((value as i64).wrapping_neg(), pages.room());
            number::write_u128(u128::from(value) * u128::from(value), pages.room());
            number::write_i128(-i128::from(value) << 60, pages.room());
        }
        integer = integer / 3 * 2;
    }
    // The hand that this CPU has and the plain one.
    let mut floats = |value: f64| {
        number::write_f64(value, pages.room());
        number::write_f64_plainly(value, pages.room());
        number::write_f32(value as f32, pages.room());
        number::write_f32_plainly(value as f32, pages.room());
        if let Some(together) = Together::active() {
            for (count, integers) in [(8, 0), (7, !0), (1, 1)] {
                let numbers = Numbers { floats: &[value; 8], count, integers, singles: false };
                together.write(numbers, &Rests::rows(1), pages.room());
            }
        }
    };
    for exponent in 0..0x7ff_u64 {
        for fraction in [0, 1, (1 << 52) - 1, 0x5_5555_5555_5555, 0xf_0000_0000_0000] {
            for sign in [0, 1 << 63] {
                floats(f64::from_bits(sign | exponent << 52 | fraction));
            }
        }
    }
    for value in [1234.56, 0.00012345, 8_388_607.999_999_99, 0.1, f64::NAN, f64::INFINITY] {
        floats(value);
        floats(-value);
    }
}

#[cfg(feature = "serde")]
#[test]
fn with_serde() {
    on_each_back_end(|| {
        look_at_all(|text| {
            let json = fastjson_api::to_string(text).unwrap();
            assert_eq!(fastjson_api::from_str::<String>(&json).unwrap(), text);
            assert_eq!(fastjson_api::to_vec(text).unwrap(), json.as_bytes());
            fastjson_api::to_vec_pretty(&std::collections::BTreeMap::from([(text, text)])).unwrap();
            fastjson_api::to_value(text).unwrap();
            #[cfg(feature = "std")]
            fastjson_api::to_writer(std::io::sink(), &(text, text)).unwrap();
        });
    });
}
