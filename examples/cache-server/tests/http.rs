//! The whole service over a real socket, with a real HTTP client, and a short run of the load.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use cache_server::load::{self, Options};
use cache_server::{app, json, store::Store};
use ureq::http::{HeaderMap, StatusCode};

/// Starts the service on a free port; it ends with the test process.
fn start(megabytes: u64) -> SocketAddr {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = load::listen("127.0.0.1:0").unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let store = Arc::new(Store::new(megabytes << 20));
            axum::serve(listener, app(store, 100_000)).await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

struct Server(SocketAddr, ureq::Agent);

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Server {
    fn new() -> Self {
        // A server that answers before it has read the whole body closes the connection: each request has its own.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .build();
        Server(start(64), config.new_agent())
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.0));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if body.len() > 50_000 {
            // A body that may be refused unread is sent when it is asked for, or the refusal could be lost.
            request = request.header("expect", "100-continue");
        }
        let mut response = self.1.run(request.body(body.to_owned()).unwrap()).unwrap();
        let body = response.body_mut().read_to_string().unwrap();
        Answer { status: response.status(), headers: response.headers().clone(), body }
    }

    fn get(&self, path: &str) -> (u16, String) {
        let answer = self.send("GET", path, &[], "");
        (answer.status.as_u16(), answer.body)
    }

    fn put(&self, path: &str, body: &str) -> u16 {
        self.send("PUT", path, &[], body).status.as_u16()
    }

    fn post(&self, path: &str, body: &str) -> (u16, String) {
        let answer = self.send("POST", path, &[], body);
        (answer.status.as_u16(), answer.body)
    }
}

fn ok(body: &str) -> (u16, String) {
    (200, body.to_owned())
}

#[test]
fn documents_by_key() {
    let server = Server::new();
    assert_eq!(server.get("/cache/a/b").0, 404);
    let created = server.send("PUT", "/cache/a/b", &[], " {\"n\": [1, 2.50] } ");
    assert_eq!((created.status.as_u16(), created.body.as_str()), (201, ""));
    let read = server.send("GET", "/cache/a/b", &[], "");
    // The text as it came, without the space around it.
    assert_eq!(read.body, "{\"n\": [1, 2.50] }");
    assert_eq!(read.headers["content-type"], "application/json");
    assert_eq!(read.headers["etag"], created.headers["etag"]);
    assert_eq!(server.put("/cache/a/b", "2"), 204);
    assert_eq!(server.get("/cache/a/b"), ok("2"));
    assert_eq!(server.send("DELETE", "/cache/a/b", &[], "").status, 204);
    assert_eq!(server.send("DELETE", "/cache/a/b", &[], "").status, 404);
    assert_eq!(server.get("/cache/a/b").0, 404);
}

#[test]
fn conditional_requests() {
    let server = Server::new();
    let etag =
        server.send("PUT", "/cache/k", &[("if-none-match", "*")], "1").headers["etag"].clone();
    let etag = etag.to_str().unwrap();
    for tags in [etag, "*", &format!("\"x\", W/{etag}")] {
        let answer = server.send("GET", "/cache/k", &[("if-none-match", tags)], "");
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (304, ""));
    }
    assert_eq!(server.send("GET", "/cache/k", &[("if-none-match", "\"x\"")], "").status, 200);
    assert_eq!(server.send("PUT", "/cache/k", &[("if-none-match", "*")], "2").status, 412);
    assert_eq!(server.send("PUT", "/cache/k", &[("if-match", etag)], "3").status, 204);
    assert_eq!(server.send("PUT", "/cache/k", &[("if-match", etag)], "4").status, 412);
    assert_eq!(server.get("/cache/k"), ok("3"));
}

#[test]
fn projections() {
    let server = Server::new();
    server.put("/cache/d", r#"{"a": {"b/c": [10, {"~": "x"}], "": null}, "z": 1e5}"#);
    for (pointer, part) in [
        ("", r#"{"a": {"b/c": [10, {"~": "x"}], "": null}, "z": 1e5}"#),
        ("/z", "1e5"),
        ("/a/", "null"),
        ("/a/b~1c", r#"[10, {"~": "x"}]"#),
        ("/a/b~1c/0", "10"),
        ("/a/b~1c/1/~0", "\"x\""),
    ] {
        assert_eq!(server.get(&format!("/cache/d?pointer={pointer}")), ok(part), "{pointer}");
    }
    for pointer in ["z", "/y", "/a/b~1c/2", "/a/b~1c/01", "/a/b~1c/-", "/z/0", "/a/b~1c/+1"] {
        assert_eq!(server.get(&format!("/cache/d?pointer={pointer}")).0, 404, "{pointer}");
    }
}

#[test]
fn time_to_live() {
    let server = Server::new();
    assert_eq!(server.put("/cache/short?ttl=0.3", "1"), 201);
    assert_eq!(server.put("/cache/long?ttl=60", "1"), 201);
    assert_eq!(server.get("/cache/short"), ok("1"));
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(server.get("/cache/short").0, 404);
    assert_eq!(server.get("/cache/long"), ok("1"));
    for ttl in ["0", "-1", "NaN", "1e99"] {
        assert_eq!(server.put(&format!("/cache/k?ttl={ttl}"), "1"), 422, "{ttl}");
    }
}

#[test]
fn invalidation_by_key_prefix_and_tag() {
    let server = Server::new();
    for (key, tags) in [("u/1", "x,y"), ("u/2", "y"), ("u2/1", "x"), ("v", "")] {
        server.put(&format!("/cache/{key}?tags={tags}"), "1");
    }
    let there =
        || ["u/1", "u/2", "u2/1", "v"].map(|key| server.get(&format!("/cache/{key}")).0 == 200);
    assert_eq!(server.post("/invalidate", r#"{"prefixes":["u/"]}"#), ok(r#"{"invalidated":2}"#));
    assert_eq!(there(), [false, false, true, true]);
    server.put("/cache/u/2?tags=y", "2");
    assert_eq!(server.post("/invalidate", r#"{"tags":["x","z"]}"#), ok(r#"{"invalidated":1}"#));
    assert_eq!(there(), [false, true, false, true]);
    // A document's tags are those of its last write.
    server.put("/cache/u/2?tags=z", "3");
    assert_eq!(server.post("/invalidate", r#"{"tags":["y"]}"#), ok(r#"{"invalidated":0}"#));
    assert_eq!(server.post("/invalidate", r#"{"keys":["u/2","w"]}"#), ok(r#"{"invalidated":1}"#));
    assert_eq!(there(), [false, false, false, true]);
}

#[test]
fn batches() {
    let server = Server::new();
    let documents = r#"{"documents":[{"key":"a","value":{"x": 1.0},"ttl":60,"tags":["t"]},{"key":"b\"","value":[ ]}]}"#;
    assert_eq!(server.post("/batch/put", documents), ok(r#"{"stored":2}"#));
    assert_eq!(
        server.post("/batch/get", r#"{"keys":["b\"","c","a"]}"#),
        ok(r#"{"found":{"b\"":[ ],"a":{"x": 1.0}},"missing":["c"]}"#)
    );
    assert_eq!(server.post("/batch/get", r#"{"keys":[]}"#), ok(r#"{"found":{},"missing":[]}"#));
    assert_eq!(server.post("/invalidate", r#"{"tags":["t"]}"#), ok(r#"{"invalidated":1}"#));
}

#[test]
fn bad_requests_get_problem_documents() {
    let server = Server::new();
    let long = format!("[{}0]", "0,".repeat(60_000));
    let long_key = format!("/cache/{}", "k".repeat(600));
    for (method, path, body, status) in [
        ("PUT", "/cache/k", "{\"a\":", 400),
        ("PUT", "/cache/k", "[1] x", 400),
        ("PUT", "/cache/k", "", 400),
        ("PUT", "/cache/k", long.as_str(), 413),
        ("PUT", long_key.as_str(), "1", 422),
        ("PUT", "/cache/k?ttl=soon", "1", 400),
        ("GET", "/cache/%ff", "", 400),
        ("GET", "/nowhere", "", 404),
        ("POST", "/cache/k", "1", 405),
        ("POST", "/batch/get", r#"{"keys":[1]}"#, 422),
        ("POST", "/batch/put", r#"{"documents":[{"key":"","value":1}]}"#, 422),
        ("POST", "/invalidate", r#"{"key":"a"}"#, 422),
    ] {
        let answer = server.send(method, path, &[], body);
        assert_eq!(answer.status, status, "{method} {path} {}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{method} {path}");
        assert!(answer.body.starts_with(&format!("{{\"status\":{status},")), "{}", answer.body);
    }
    if json::NAME == "fastjson_api" {
        let (_, body) =
            server.post("/batch/put", r#"{"documents":[{"key":"a","value":1,"tags":[null]}]}"#);
        assert!(body.contains(r#""pointer":"/documents/0/tags/0""#), "{body}");
    }
    assert_eq!(server.get("/cache/k").0, 404);
}

#[test]
fn statistics_and_metrics() {
    let server = Server::new();
    server.put("/cache/k", "1");
    server.get("/cache/k");
    server.get("/cache/l");
    let (_, stats) = server.get("/stats");
    assert!(
        stats.contains(r#""documents":1,"#)
            && stats.contains(r#""hits":1,"misses":1,"hit_ratio":0.5,"#),
        "{stats}"
    );
    let (_, metrics) = server.get("/metrics");
    assert!(metrics.contains("# TYPE cache_hits_total counter\ncache_hits_total 1\n"), "{metrics}");
    assert_eq!(server.get("/healthz"), ok("ok\n"));
}

#[test]
fn what_does_not_fit_makes_room() {
    let address = start(1);
    let agent = ureq::Agent::new_with_defaults();
    let body = format!("\"{}\"", "x".repeat(50_000));
    for key in 0..100 {
        agent.put(format!("http://{address}/cache/{key}?tags=t")).send(&body).unwrap();
    }
    let mut there = 0;
    for key in 0..100 {
        there += i32::from(agent.get(format!("http://{address}/cache/{key}")).call().is_ok());
    }
    assert!((10..=21).contains(&there), "{there} documents of 50 KB in 1 MB");
    // The index has let go of what went: the tag names no more than is there.
    let mut answer =
        agent.post(format!("http://{address}/invalidate")).send(r#"{"tags":["t"]}"#).unwrap();
    assert_eq!(answer.body_mut().read_to_string().unwrap(), format!("{{\"invalidated\":{there}}}"));
}

#[test]
fn no_answer_is_stale_or_corrupt_under_load() {
    let address = start(16);
    let options = Options { address, connections: 200, time: Duration::from_secs(2), groups: 4 };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let report = runtime.block_on(load::run(options)).unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(report.requests() > 1000, "{report}");
}
