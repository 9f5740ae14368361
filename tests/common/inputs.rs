//! Inputs written by hand: what JSON allows, what it does not, and where a structural index may stumble.

/// One valid JSON text each.
pub const VALID: &[&[u8]] = &[
    b"null",
    b"true",
    b"false",
    b" true ",
    b"0",
    b"-0",
    b"7",
    b"-1",
    b"255",
    b"256",
    b"65536",
    b"4294967296",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"-9223372036854775809",
    b"18446744073709551615",
    b"18446744073709551616",
    b"340282366920938463463374607431768211455",
    b"340282366920938463463374607431768211456",
    b"-170141183460469231731687303715884105728",
    b"-170141183460469231731687303715884105729",
    b"0.0",
    b"-0.0",
    b"4.0",
    b"1.5",
    b"7.5",
    b"1e5",
    b"1E+5",
    b"1e-5",
    b"1.25e2",
    b"0e9999999999",
    b"1e-400",
    b"0.9999999999999999",
    b"2.2250738585072011e-308",
    b"1.7976931348623157e308",
    b"3.4028236e38",
    b"16777217",
    b"123456789012345678901234567890.5",
    b"\"\"",
    b"\"a\"",
    b"\"no\"",
    b"\"unit\"",
    b"\"newtype\"",
    b"\"nothing\"",
    b"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    b"\"\\u0041\\u00e9\\u6771\\ud83c\\udf0d\"",
    b"\"\\u0000\"",
    b"\"\\\\\"",
    b"\"\\\\\\\\\\\"\"",
    "\"é東🌍\"".as_bytes(),
    b"\"\x7f\"",
    b"[]",
    b"[ ]",
    b"[\n\t\r ]",
    b"[1]",
    b"[7]",
    b"[1,2]",
    b"[1, 2,3]",
    b"[1,2,3,4]",
    b"[1,\"a\"]",
    b"[1,\"a\",true]",
    b"[[],[[]],{}]",
    b"[null,1,null]",
    b"[\"a\",\"b\\n\",\"\\u00e9\"]",
    b"{}",
    b"{ }",
    b"{\"a\":1}",
    b"{\"id\":1,\"name\":\"x\"}",
    b"{\"id\":\"i\",\"name\":\"x\\n\",\"a\":null}",
    b"{\"id\":1,\"name\":null,\"inner\":{\"id\":2,\"more\":[1,{\"x\":\"\\u0041\"}]},\"unknown\":[[[\"\\ud800\",1e999]]]}",
    b"{\"type\":\"unit\"}",
    b"{\"type\":\"unit\",\"id\":5,\"b\":1.5,\"c\":2}",
    b"{\"id\":5,\"type\":\"struct\",\"name\":\"y\"}",
    b"{\"a\":3,\"type\":\"newtype\"}",
    b"{\"type\":\"tuple\",\"id\":[1,true]}",
    b"{\"id\":{\"a\":1},\"type\":\"struct\"}",
    b"{\"type\":\"newtype\",\"id\":1.25}",
    b"{\"unit\":null}",
    b"{\"newtype\":7}",
    b"{\"nested\":{\"nested\":\"unit\"}}",
    b"{\"tuple\":[1,\"a\"]}",
    b"{\"struct\":{\"id\":1}}",
    b"{\"struct\":[1,null]}",
    b"{\"empty\":[]}",
    b"{\"nothing\":{}}",
    b"[\"unit\",{\"newtype\":1},{\"tuple\":[-1,\"\"]}]",
    b"{\"1\":1,\"-1\":2}",
    b"{\"7\":1}",
    b"{\"300\":1}",
    b"{\"-0\":1}",
    b"{\"1.5\":1,\"2e3\":2}",
    b"{\"true\":1,\"false\":2}",
    b"{\"a\":1,\"id\":2,\"name\":3}",
    b"{\"\\u0061\":1}",
    b"{\"\\u0031\":1}",
    b"{\"a\":[\"b\",\"c\"]}",
    b"{\"a\":1,\"a\":2}",
    b"{\"x\":{\"1\":{\"id\":3,\"name\":null}}}",
    b"[1.5,2.5,3.5]",
    b"\n{\n\"a\"\n:\n1\n,\n\"b\"\n:\n2\n}\n",
];

/// One text each that is not JSON.
pub const INVALID: &[&[u8]] = &[
    b"",
    b" ",
    b"\n",
    b"\n\n ",
    b"n",
    b"nul",
    b"nulll",
    b"truz",
    b"tru",
    b"true1",
    b"true,",
    b"falsee",
    b"nan",
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"-",
    b"-a",
    b"- 1",
    b"+1",
    b"00",
    b"01",
    b"-01",
    b"-00",
    b"0x80",
    b"1.",
    b"1.a",
    b"1..2",
    b".0",
    b"1e",
    b"1e+",
    b"1ea",
    b"1e1.5",
    b"1.5.5",
    b"1e5e5",
    b"0.1a",
    b"1a",
    b"1\"a\"",
    b"1[",
    b"1 2",
    b"1e400",
    b"-1e400",
    b"[1e400]",
    b"100e777777777777777777777777777",
    b"\"",
    b"\"a",
    b"\"\\",
    b"\"\\\"",
    b"\"\\x\"",
    b"\"\\u\"",
    b"\"\\u12\"",
    b"\"\\u12",
    b"\"\\u123g\"",
    b"\"\\ud800\"",
    b"\"\\ud800\\n\"",
    b"\"\\ud800x\"",
    b"\"\\ud800\\u0041\"",
    b"\"\\udc00\"",
    b"\"\\ud83c\\uFFFF\"",
    b"\"\\ud83c",
    b"\"\\ud83c\\",
    b"\"\\ud83c\\u",
    b"\"\n\"",
    b"\"\x00\"",
    b"\"\x1f\"",
    b"\"a\tb\"",
    b"\"\xff\"",
    b"\"\x9f\x92\x96\"",
    b"\"\xf0\x9f\x92\"",
    b"\"\xed\xa0\x80\"",
    b"\"\xc0\xaf\"",
    b"\"ok\\n\xff\"",
    b"\"\\u\xfa030\"",
    b"\"a\"\"b\"",
    b"\"a\"x",
    b"\xef\xbb\xbf{}",
    b"\xff",
    b"\xc3\xa9",
    b"[",
    b"[1",
    b"[1,",
    b"[1,]",
    b"[,]",
    b"[,1]",
    b"[1,,2]",
    b"[1 2]",
    b"[1:2]",
    b"[1}",
    b"[\"a\"",
    b"[\"a\",\"b",
    b"[\"a\" \"b\"]",
    b"[]]",
    b"[]a",
    b"[]\x00",
    b"[\x0c]",
    b"[1\x1a2]",
    b"[\xa0]",
    b"[1,\n",
    b"[1,\n\n  x",
    b"[true",
    b"[tru]",
    b"[tr\x00e]",
    b"[\"\\ud800\"]",
    b"[\"\xff\",1]",
    b"[1,\"\xff",
    b"{",
    b"{]",
    b"{,}",
    b"{1",
    b"{1:2}",
    b"{a:1}",
    b"{null:1}",
    b"{\"",
    b"{\"a",
    b"{\"a\"",
    b"{\"a\" 1",
    b"{\"a\"}",
    b"{\"a\",",
    b"{\"a\"\"b\"}",
    b"{\"a\":",
    b"{\"a\":}",
    b"{\"a\":1",
    b"{\"a\":1,",
    b"{\"a\":1,}",
    b"{\"a\":1,,",
    b"{\"a\":1 1",
    b"{\"a\":1 \"b\":2}",
    b"{\"a\":1]",
    b"{\"a\"::1}",
    b"{\"a\":1:",
    b"{\"a\n\":1}",
    b"{\"\xff\":1}",
    b"{\"\\ud800\":1}",
    b"{\"\\q\":1}",
    b"{\"a\":\"\xff\"}",
    b"{\"a\":[}",
    b"{}{}",
    b"{}}",
    b"{\"unit\":null,\"unit\":null}",
    b"{\"unit\":null",
    b"{\"unit\"",
    b"{\"newtype\":}",
    b"{\"newtype\":1",
    b"{\"tuple\":[0,\"\",2]}",
    b"{\"tuple\":[0,\"\"",
    b"{\"struct\":{\"id\":1",
    b"{\"1",
    b"{\"1:2}",
    b"{\" 1\":1}",
    b"{\"1 \":1}",
    b"{\"1x\":1}",
    b"{\"-\":1}",
    b"{\"01\":1}",
    b"{\"1.\":1}",
    b"{\"1e400\":1}",
    b"{\"\":1}",
    b"{\"\xf0\x91\x83\xb0\":null}",
    b"{\"n\xe1me\":null}",
    b"{\"1-\":1}",
    b"[1-,2]",
    b"[1-2]",
    b"{\"a\":1.5.5}",
    b"{\"a\":1-\"b\":2}",
    b"{\"tru\":1}",
    b"{\"true \":1}",
    b"{\"truex\":1}",
    b"{\"99999999999999999999999999999999999999999\":1}",
    b"{\"id\":1,\"name\":\"xy\"}",
    b"{\"id\":1,\"inner\":{\"id\":2,\"name\":3}}",
    b"{\"id\":1,\"unknown\":[1,{]}",
    b"{\"id\":1,\"unknown\":\"\\x\"}",
    b"{\"id\":1,\"unknown\":\"\n\"}",
    b"{\"id\":1,\"unknown\":01}",
    b"{\"id\":1,\"unknown\":-}",
    b"{\"id\":1,\"unknown\":1.}",
    b"{\"id\":1,\"unknown\":tru}",
    b"{\"type\":\"unit\"",
    b"{\"type\":1}",
    b"{\"type\":\"struct\",\"id\":300}",
    b"// comment\n1",
    b"/**/1",
    b"'a'",
    b"[1]//",
    b"*",
    b"&",
    b"\\",
    b"\\n",
    b":",
    b",",
    b"]",
    b"}",
];

/// Both, and what is too long to be written out.
pub fn all() -> Vec<Vec<u8>> {
    let mut inputs: Vec<Vec<u8>> =
        VALID.iter().chain(INVALID).map(|input| input.to_vec()).collect();
    inputs.extend(nested());
    inputs
}

/// Around the limit of depth: arrays, objects, both, and closed or not.
pub fn nested() -> Vec<Vec<u8>> {
    let mut inputs = Vec::new();
    for depth in 126..=129 {
        inputs.push("[".repeat(depth).into_bytes());
        inputs.push(("[".repeat(depth) + &"]".repeat(depth)).into_bytes());
        inputs.push(("{\"a\":".repeat(depth) + "1" + &"}".repeat(depth)).into_bytes());
        inputs.push(("[{\"a\":".repeat(depth / 2) + "1" + &"}]".repeat(depth / 2)).into_bytes());
        inputs.push(("{\"nested\":".repeat(depth) + "\"unit\"" + &"}".repeat(depth)).into_bytes());
        inputs.push(
            ("{\"id\":1,\"name\":null,\"inner\":".repeat(depth) + "null" + &"}".repeat(depth))
                .into_bytes(),
        );
    }
    inputs
}

/// What may stand at the edge of a block.
pub const EDGES: &[&[u8]] = &[
    b"\"plain\"",
    b"\"\\\\\"",
    b"\"\\\"\"",
    b"\"a\\\\\\\"b\"",
    b"\"\\u00e9\"",
    b"\"\\ud83c\\udf0d\"",
    b"\"\\ud800\"",
    b"\"\n\"",
    b"\"\x01\"",
    b"\"\xff\"",
    b"\"\xf0\x9f\x8c\x8d\"",
    b"\"\xf0\x9f\"",
    b"\"\\x\"",
    b"\"\\u\"",
    b"\"\\u1\"",
    b"\"\\u12\"",
    b"\"\\ud800\\u\"",
    b"\"open",
    b"\"open\\",
    b"123456.75e-3",
    b"-",
    b"01",
    b"1.",
    b"true",
    b"trub",
    b"nul",
    b"\"a\":1",
    b"\"a\"\"b\"",
    b"1\"a\"2",
    b"[[]]",
    b"{\"k\":{}}",
    b"]",
    b"}",
    b",",
    b"\x0c",
    b"\x1a",
    b"\xff",
    b"\\",
];

/// Each of [`EDGES`] behind so many bytes of padding that it lies across the end of the first or the second
/// block; the padding is whitespace, a string, a string of escapes, or many tokens.
pub fn at_block_edges() -> Vec<Vec<u8>> {
    let mut inputs = Vec::new();
    for edge in EDGES {
        for block in [64, 128] {
            for before in 0..edge.len().min(8) + 2 {
                let length = block + 1 - before;
                let paddings = [text, backslashes, tokens, spaces];
                for padding in &paddings[..if block == 64 { 4 } else { 2 }] {
                    let mut input = padding(length);
                    input.extend_from_slice(edge);
                    inputs.push([&input[..], b",\"tail\"]"].concat());
                    inputs.push(input);
                }
            }
        }
    }
    inputs
}

/// An open array and whitespace.
fn spaces(length: usize) -> Vec<u8> {
    let mut padding = vec![b' '; length];
    padding[0] = b'[';
    padding
}

/// An open array and one long string.
fn text(length: usize) -> Vec<u8> {
    let mut padding = vec![b'x'; length];
    padding[0] = b'[';
    padding[1] = b'"';
    padding[length - 2] = b'"';
    padding[length - 1] = b',';
    padding
}

/// An open array and one string of escapes only.
fn backslashes(length: usize) -> Vec<u8> {
    let mut padding = vec![b'\\'; length];
    padding[0] = b'[';
    padding[1] = b'"';
    let odd = length - 4;
    if odd % 2 == 1 {
        padding[2] = b'x';
    }
    padding[length - 2] = b'"';
    padding[length - 1] = b',';
    padding
}

/// An open array and as many elements as possible.
fn tokens(length: usize) -> Vec<u8> {
    let mut padding: Vec<u8> =
        (0..length).map(|at| if at % 2 == 1 { b'7' } else { b',' }).collect();
    padding[0] = b'[';
    if length.is_multiple_of(2) {
        padding[length - 1] = b' ';
        padding[length - 2] = b',';
    }
    padding
}

/// More tokens than a window holds, with each of [`EDGES`] at the window's end.
pub fn across_windows() -> Vec<Vec<u8>> {
    let mut inputs = Vec::new();
    for edge in EDGES {
        for numbers in [509, 511, 512, 513, 545, 1023] {
            let mut input = b"[".to_vec();
            input.extend(b"1,".repeat(numbers));
            input.extend_from_slice(edge);
            inputs.push([&input[..], b",2]"].concat());
            input.extend(b",\"s\\n\"".repeat(300));
            input.push(b']');
            inputs.push(input);
        }
    }
    inputs
}
