#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fastjson_fuzz::roundtrip::run(data));
