//! Users.

use axum::RequestExt;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::database::Database;
use crate::json::{self, BadRecord, Input, Json, Value};
use crate::page::{Page, PathResult, QueryResult, escaped, export, limit, path, query};
use crate::patch;
use crate::problem::{Invalid, Problem};

/// A user as this service gives it.
#[derive(Debug, Serialize)]
pub struct User {
    id: i64,
    #[serde(flatten)]
    fields: Fields,
    /// Seconds since 1970.
    created: i64,
}

/// What a client says about a user.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    name: String,
    email: String,
    #[serde(default)]
    age: Option<u8>,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    address: Option<Address>,
    #[serde(default)]
    tags: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Address {
    street: String,
    city: String,
    zip: String,
}

impl Fields {
    fn validate(self) -> Result<Self, Problem> {
        let mut errors = Vec::new();
        let mut check = |is_good: bool, pointer: String, detail: &str| {
            if !is_good {
                errors.push(Invalid { pointer, detail: detail.to_owned() });
            }
        };
        let length = self.name.trim().chars().count();
        check((1..=100).contains(&length), "/name".into(), "a name has 1 to 100 characters");
        let parts = self.email.split_once('@');
        let is_address = parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
        check(is_address, "/email".into(), "not an email address");
        if let Some(address) = &self.address {
            check(!address.city.trim().is_empty(), "/address/city".into(), "empty");
        }
        check(self.tags.len() <= 20, "/tags".into(), "more than 20 tags");
        for (at, tag) in self.tags.iter().enumerate() {
            check((1..=40).contains(&tag.len()), format!("/tags/{at}"), "a tag has 1 to 40 bytes");
        }
        if errors.is_empty() { Ok(self) } else { Err(Problem::invalid(errors)) }
    }

    fn insert(&self, connection: &Connection) -> Result<i64, Problem> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO users (name, email, age, active, address, tags) VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        let Fields { name, email, age, active, address, tags } = self;
        let (address, tags) = (column(address.as_ref())?, column(Some(tags))?);
        Ok(statement.insert(params![name, email, age, active, address, tags])?)
    }
}

/// A part that is kept as JSON.
fn column<T: Serialize + ?Sized>(part: Option<&T>) -> Result<Option<String>, Problem> {
    part.map(json::to_string).transpose().map_err(|error| Problem::new(500, error))
}

const COLUMNS: &str = "id, name, email, age, active, address, tags, created";

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    let address: Option<String> = row.get(5)?;
    let tags: String = row.get(6)?;
    let fields = Fields {
        name: row.get(1)?,
        email: row.get(2)?,
        age: row.get(3)?,
        active: row.get(4)?,
        address: address.and_then(|text| json::from_str(&text).ok()),
        tags: json::from_str(&tags).unwrap_or_default(),
    };
    Ok(User { id: row.get(0)?, fields, created: row.get(7)? })
}

fn find(connection: &Connection, id: i64) -> Result<User, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM users WHERE id = ?");
    let found = connection.prepare_cached(&sql)?.query_row([id], user).optional()?;
    found.ok_or_else(|| Problem::none("user", id))
}

/// Which users to list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    limit: Option<usize>,
    after: Option<i64>,
    name: Option<String>,
    active: Option<bool>,
}

fn select(connection: &Connection, filter: &Filter, limit: usize) -> Result<Vec<User>, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM users WHERE id > ?1 AND (?2 IS NULL OR instr(lower(name), lower(?2)) > 0)
         AND (?3 IS NULL OR active = ?3) ORDER BY id LIMIT ?4"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![filter.after.unwrap_or(0), filter.name, filter.active, limit as i64];
    let users = statement.query_map(values, user)?.collect::<Result<_, _>>()?;
    Ok(users)
}

/// `GET /users`
pub async fn list(
    State(database): State<Database>,
    filter: QueryResult<Filter>,
) -> Result<Json<Page<User>>, Problem> {
    let filter = query(filter)?;
    let limit = limit(filter.limit)?;
    let page = database.run(move |connection| {
        let users = select(connection, &filter, limit + 1)?;
        let mut link = format!("/users?limit={limit}");
        if let Some(active) = filter.active {
            link.push_str(&format!("&active={active}"));
        }
        if let Some(name) = &filter.name {
            link.push_str(&format!("&name={}", escaped(name)));
        }
        Ok(Page::new(users, limit, link, |user| user.id))
    });
    page.await.map(Json)
}

/// `POST /users`
pub async fn create(
    State(database): State<Database>,
    Input(fields): Input<Fields>,
) -> Result<Response, Problem> {
    let fields = fields.validate()?;
    let user = database.run(move |connection| {
        let id = fields.insert(connection)?;
        find(connection, id)
    });
    let user = user.await?;
    let location = format!("/users/{}", user.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(user)).into_response())
}

/// `GET /users/{id}`
pub async fn read(
    State(database): State<Database>,
    id: PathResult<i64>,
) -> Result<Json<User>, Problem> {
    let id = path(id)?;
    database.run(move |connection| find(connection, id)).await.map(Json)
}

/// `PATCH /users/{id}`, with a merge patch.
pub async fn update(
    State(database): State<Database>,
    id: PathResult<i64>,
    Input(patch): Input<Value>,
) -> Result<Json<User>, Problem> {
    let id = path(id)?;
    let user = database.run(move |connection| {
        let transaction = connection.transaction()?;
        let user = find(&transaction, id)?;
        let fields = patch::apply(&user.fields, patch)?.validate()?;
        let Fields { name, email, age, active, address, tags } = &fields;
        let (address, tags) = (column(address.as_ref())?, column(Some(tags))?);
        transaction.prepare_cached(
            "UPDATE users SET name = ?, email = ?, age = ?, active = ?, address = ?, tags = ? WHERE id = ?",
        )?.execute(params![name, email, age, active, address, tags, id])?;
        transaction.commit()?;
        Ok(User { fields, ..user })
    });
    user.await.map(Json)
}

/// `DELETE /users/{id}`; a user with orders stays.
pub async fn delete(
    State(database): State<Database>,
    id: PathResult<i64>,
) -> Result<StatusCode, Problem> {
    let id = path(id)?;
    let count = database.run(move |connection| {
        Ok(connection.prepare_cached("DELETE FROM users WHERE id = ?")?.execute([id])?)
    });
    if count.await? == 0 { Err(Problem::none("user", id)) } else { Ok(StatusCode::NO_CONTENT) }
}

/// What an import did.
#[derive(Debug, Default, Serialize)]
pub struct Imported {
    imported: usize,
    failed: usize,
    /// The first hundred failures.
    errors: Vec<BadRecord>,
}

impl Imported {
    fn fail(&mut self, record: BadRecord) {
        self.failed += 1;
        if self.errors.len() < 100 {
            self.errors.push(record);
        }
    }
}

/// Records in one transaction.
const BATCH: usize = 500;

/// `POST /users/import`: one user a line, read while the body arrives; a bad line is reported and passed over.
pub async fn import(
    State(database): State<Database>,
    request: Request,
) -> Result<Json<Imported>, Problem> {
    let body: Body = request.into_limited_body();
    let mut records = json::records::<Fields>(body);
    let mut report = Imported::default();
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let record = records.next().await;
        let is_last = record.is_none();
        match record {
            Some(Ok((line, fields))) => batch.push((line, fields)),
            Some(Err(bad)) => report.fail(bad),
            None => {}
        }
        if batch.len() == BATCH || (is_last && !batch.is_empty()) {
            let full = std::mem::take(&mut batch);
            let (count, bad) = database.run(move |connection| store(connection, full)).await?;
            report.imported += count;
            bad.into_iter().for_each(|record| report.fail(record));
        }
        if is_last {
            return Ok(Json(report));
        }
    }
}

fn store(
    connection: &mut Connection,
    batch: Vec<(u64, Fields)>,
) -> Result<(usize, Vec<BadRecord>), Problem> {
    let transaction = connection.transaction()?;
    let (mut count, mut bad) = (0, Vec::new());
    for (line, fields) in batch {
        match fields.validate().and_then(|fields| fields.insert(&transaction)) {
            Ok(_) => count += 1,
            Err(problem) => bad.push(BadRecord { line, detail: problem.to_string() }),
        }
    }
    transaction.commit()?;
    Ok((count, bad))
}

/// `GET /users/export`: one user a line, read from the database as fast as the client takes them.
pub async fn export_all(State(database): State<Database>) -> Response {
    export(database, |connection, after, limit| {
        let filter = Filter { after: Some(after), ..Filter::default() };
        let users = select(connection, &filter, limit)?;
        let last = users.last().map(|user| user.id);
        Ok((users, last))
    })
}
