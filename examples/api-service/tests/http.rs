//! The whole service over a real socket, with a real HTTP client.

use std::net::SocketAddr;

use api_service::app;
use api_service::database::Database;
use api_service::json::{self, Value};
use ureq::http::HeaderMap;

/// Starts the service on a free port, with its first data in memory; it ends with the test process.
fn start() -> SocketAddr {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, app(Database::open(None).unwrap())).await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

struct Service(SocketAddr, ureq::Agent);

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A problem document of this status, about these places.
    fn assert_problem(&self, status: u16, pointers: &[&str]) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        if json::NAME == "fastjson_api" || status == 422 && self.body.contains("invalid values") {
            let errors = problem["errors"].as_array().cloned().unwrap_or_default();
            let found: Vec<_> =
                errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
            assert_eq!(found, pointers, "{}", self.body);
        }
    }
}

impl Service {
    fn new() -> Self {
        // A server that answers before it has read the whole body closes the connection: each request has its own.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .build();
        Service(start(), config.new_agent())
    }

    fn send(&self, method: &str, path: &str, content_type: &str, body: &str) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.0))
            .header("content-type", content_type);
        if body.len() > 50_000 {
            // A body that may be refused unread is sent when it is asked for, or the refusal could be lost.
            request = request.header("expect", "100-continue");
        }
        let mut response = self.1.run(request.body(body.to_owned()).unwrap()).unwrap();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_string().unwrap();
        Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "text/plain", "")
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, "application/json", body)
    }

    fn patch(&self, path: &str, body: &str) -> Answer {
        self.send("PATCH", path, "application/merge-patch+json", body)
    }
}

#[test]
fn a_user_from_birth_to_death() {
    let service = Service::new();
    let created =
        service.post("/users", r#"{"name":"Zoë","email":"zoe@example.org","age":41,"tags":["a"]}"#);
    assert_eq!(created.status, 201);
    let path = created.headers["location"].to_str().unwrap();
    assert_eq!(path, "/users/201");
    let user = created.json();
    assert_eq!(user["active"], true);
    assert!(user["address"].is_null());
    assert_eq!(service.get(path).body, created.body);

    let patched =
        service.patch(path, r#"{"age":null,"address":{"street":"1","city":"Bern","zip":"3000"}}"#);
    assert_eq!(patched.status, 200, "{}", patched.body);
    assert!(patched.json()["age"].is_null());
    let patched = service.patch(path, r#"{"address":{"city":"Genève"},"active":false}"#);
    assert_eq!(patched.json()["address"]["city"], "Genève");
    assert_eq!(patched.json()["address"]["zip"], "3000");
    assert_eq!(service.get(path).body, patched.body);

    assert_eq!(service.send("DELETE", path, "", "").status, 204);
    service.get(path).assert_problem(404, &[]);
    service.send("DELETE", path, "", "").assert_problem(404, &[]);
    service.send("DELETE", "/users/2", "", "").assert_problem(409, &[]);
}

#[test]
fn problems_name_the_place() {
    let service = Service::new();
    let post = |body: &str| service.post("/users", body);
    post(r#"{"name":"a","email":"a@b.c","age":300}"#).assert_problem(422, &["/age"]);
    post(r#"{"name":"a","email":"a@b.c","address":{"street":"s","city":7,"zip":"z"}}"#)
        .assert_problem(422, &["/address/city"]);
    post(r#"{"name":"a","email":"a@b.c","tags":["x",null]}"#).assert_problem(422, &["/tags/1"]);
    post(r#"{"name":"a"}"#).assert_problem(422, &[""]);
    post(r#"{"name":"a","email":"a@b.c","id":1}"#).assert_problem(422, &["/id"]);
    post(r#"{"name":" ","email":"nowhere","tags":["x",""]}"#)
        .assert_problem(422, &["/name", "/email", "/tags/1"]);
    post(r#"{"name":"a","email":"user0@example.com"}"#).assert_problem(409, &["/email"]);
    post(r#"{"name":"a","tags":["#).assert_problem(400, &["/tags"]);
    post(&format!(r#"{{"name":"{}"}}"#, "x".repeat(70_000))).assert_problem(413, &[]);
    service.send("POST", "/users", "text/plain", "{}").assert_problem(415, &[]);

    service.patch("/users/1", r#"{"age":"old"}"#).assert_problem(422, &["/age"]);
    service.patch("/users/1", r#"{"name":null}"#).assert_problem(422, &[""]);
    service.patch("/users/1", r#"{"id":5}"#).assert_problem(422, &["/id"]);
    service.patch("/users/1", r#"{"email":"user2@example.com"}"#).assert_problem(409, &["/email"]);
    service.patch("/users/9999", "{}").assert_problem(404, &[]);

    service.get("/users/x").assert_problem(400, &[]);
    service.get("/users?limit=0").assert_problem(400, &[]);
    service.get("/users?colour=red").assert_problem(400, &[]);
    service.get("/nowhere").assert_problem(404, &[]);
    service.send("PUT", "/users", "", "").assert_problem(405, &[]);
}

/// All ids of a list, page by page, and how many pages there were.
fn walk(service: &Service, start: &str) -> (Vec<u64>, usize) {
    let (mut ids, mut pages, mut next) = (Vec::new(), 0, Some(start.to_owned()));
    while let Some(path) = next {
        let page = service.get(&path).json();
        ids.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_u64().unwrap()),
        );
        next = page["next"].as_str().map(str::to_owned);
        pages += 1;
    }
    (ids, pages)
}

#[test]
fn lists_have_pages_and_filters() {
    let service = Service::new();
    assert_eq!(walk(&service, "/users"), ((1..=200).collect(), 4));
    assert_eq!(walk(&service, "/users?limit=200").1, 1);
    let (active, _) = walk(&service, "/users?active=true&limit=7");
    let (others, _) = walk(&service, "/users?active=false&limit=7");
    assert_eq!(active.len() + others.len(), 200);
    assert_eq!(walk(&service, "/users?name=zo%C3%AB&limit=4").0.len(), 25);
    let (orders, _) = walk(&service, "/orders?limit=13");
    assert_eq!(orders.len(), 300);
    assert_eq!(walk(&service, "/orders?status=shipped&limit=9").0.len(), 50);
    assert_eq!(walk(&service, "/orders?user=4").0.len(), 3);
    let (dear, _) = walk(&service, "/orders?min_total=20000&limit=20");
    assert!(!dear.is_empty() && dear.len() < 300);
}

#[test]
fn orders() {
    let service = Service::new();
    let order = r#"{"user":3,"lines":[{"sku":"A","quantity":2,"price":150},{"sku":"B","quantity":1,"price":99}]}"#;
    let created = service.post("/orders", order);
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.json()["total"], 399);
    let path = created.headers["location"].to_str().unwrap();
    assert_eq!(service.get(path).body, created.body);
    assert_eq!(service.patch(path, r#"{"status":"paid"}"#).json()["status"], "paid");
    service.patch(path, r#"{"status":"open"}"#).assert_problem(409, &["/status"]);
    service.patch(path, r#"{"status":"lost"}"#).assert_problem(422, &["/status"]);
    service
        .post("/orders", r#"{"user":999,"lines":[{"sku":"A","quantity":1,"price":1}]}"#)
        .assert_problem(422, &["/user"]);
    service
        .post("/orders", r#"{"user":3,"lines":[{"sku":"","quantity":0,"price":1}]}"#)
        .assert_problem(422, &["/lines/0/sku", "/lines/0/quantity"]);
    service
        .post("/orders", r#"{"user":3,"lines":[{"sku":"A","quantity":1,"price":-1}]}"#)
        .assert_problem(422, &["/lines/0/price"]);
}

#[test]
fn what_is_exported_can_be_imported() {
    let service = Service::new();
    let exported = service.get("/users/export");
    assert_eq!(exported.headers["content-type"], "application/x-ndjson");
    assert_eq!(exported.body.lines().count(), 200);
    assert_eq!(service.get("/orders/export").body.lines().count(), 300);

    let mut lines = String::new();
    for at in 0..3000 {
        lines.push_str(&format!(
            "{{\"name\":\"New {at}\",\"email\":\"new{at}@example.com\",\"age\":{}}}\n",
            at % 100
        ));
    }
    lines.push_str("\n{\"name\":\"x\"\n{\"name\":\"x\",\"email\":\"x\"}\n{\"name\":\"x\",\"email\":\"new7@example.com\"}");
    let imported = service.send("POST", "/users/import", "application/x-ndjson", &lines).json();
    assert_eq!((&imported["imported"], &imported["failed"]), (&Value::from(3000), &Value::from(3)));
    let mut failed: Vec<_> = imported["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["line"].as_u64().unwrap())
        .collect();
    failed.sort_unstable();
    assert_eq!(failed, [3002, 3003, 3004]);
    let exported = service.get("/users/export").body;
    assert_eq!(exported.lines().count(), 3200);
    for line in exported.lines() {
        assert!(json::from_str::<Value>(line).unwrap()["id"].is_number());
    }
}

#[test]
fn the_openapi_page_knows_every_route() {
    let service = Service::new();
    let api = service.get("/openapi.json").json();
    let paths = api["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 7);
    for (path, methods) in paths {
        for method in methods.as_object().unwrap().keys().filter(|name| *name != "parameters") {
            let answer = service.send(
                &method.to_uppercase(),
                &path.replace("{id}", "1"),
                "application/json",
                "",
            );
            assert!(!matches!(answer.status, 405 | 500), "{method} {path}: {}", answer.body);
        }
    }
    assert!(service.get("/docs").body.contains("openapi.json"));
    assert_eq!(service.get("/healthz").body, "ok\n");
}

#[test]
fn a_file_keeps_what_was_written() {
    let file = std::env::temp_dir().join(format!("api-service-test-{}.sqlite", std::process::id()));
    let name = file.to_str().unwrap();
    for expected in [200, 200] {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let database = Database::open(Some(name)).unwrap();
        let count = runtime.block_on(database.run(|connection| {
            Ok(connection
                .query_row("SELECT count(*) FROM users", [], |row| row.get::<_, i64>(0))?)
        }));
        assert_eq!(count.unwrap(), expected);
    }
    for end in ["", "-wal", "-shm"] {
        _ = std::fs::remove_file(format!("{name}{end}"));
    }
}
