//! Strings of every length, and full of escapes, sound and not: the same text or error as serde_json, from text and from a
//! reader.

#[path = "common/backend.rs"]
mod backend;

#[test]
fn strings_of_every_length_are_owned() {
    // No byte is as the one before it, or as one that a move of 2, 4, 8 or 16 bytes might be off by.
    let text: String = (0..300).map(|i| char::from(b'#' + (i * 7 % 53) as u8)).collect();
    for length in 0..=text.len() {
        for start in 0..(text.len() - length).min(3) + 1 {
            let part = &text[start..start + length];
            let json = serde_json::to_string(&[part, "", part]).unwrap();
            let owned: Vec<String> = fastjson_api::from_str(&json).unwrap();
            assert_eq!(owned, [part, "", part]);
            assert!(owned.iter().all(|string| string.capacity() == string.len()));
            let read: Vec<String> = fastjson_api::from_reader(json.as_bytes()).unwrap();
            assert_eq!(read, owned);
        }
    }
}

#[test]
fn dense_escapes_give_what_serde_json_gives() {
    let pieces = [
        "a",
        "\\n",
        "\\\\",
        "\\\"",
        "\\u00e9",
        "\\ud83d\\ude00",
        "é",
        "plain text that is long enough",
        "\\t",
        "\\/",
        "\\q",
        "\\u12",
        "\\ud800",
        "\x01",
        "漢字",
    ];
    let mut x = 12345u64;
    let mut next = || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        x
    };
    for round in 0..20_000 {
        let n = next() % 40;
        let bad = round % 4 == 0;
        let mut s = String::from("\"");
        for _ in 0..n {
            let k = next() % if bad { 15 } else { 11 };
            let k = if !bad && k == 10 { 14 } else { k };
            s += pieces[k as usize];
        }
        if round % 7 == 0 {
            s.push('\\');
        }
        s.push('"');
        let a = serde_json::from_str::<String>(&s).map_err(|e| e.to_string());
        let b = fastjson_api::from_str::<String>(&s).map_err(|e| e.to_string());
        assert_eq!(a, b, "{s}");
        let b = fastjson_api::from_reader::<_, String>(s.as_bytes()).map_err(|e| e.to_string());
        assert_eq!(
            serde_json::from_reader::<_, String>(s.as_bytes()).map_err(|e| e.to_string()),
            b,
            "{s}"
        );
    }
}
