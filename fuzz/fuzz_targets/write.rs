#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fastjson_fuzz::write::run(data));
