//! Orders.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::database::Database;
use crate::json::{self, Input, Json, Value};
use crate::page::{Page, PathResult, QueryResult, export, limit, path, query};
use crate::patch;
use crate::problem::{Invalid, Problem};

/// An order as this service gives it.
#[derive(Debug, Serialize)]
pub struct Order {
    id: i64,
    user: i64,
    status: Status,
    lines: Vec<Line>,
    /// In cents.
    total: u64,
    /// Seconds since 1970.
    created: i64,
}

/// What a client says about a new order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    user: i64,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    sku: String,
    quantity: u32,
    /// Of one, in cents.
    price: u32,
}

/// What can be changed about an order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changeable {
    status: Status,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not paid yet.
    Open,
    /// Paid, not sent.
    Paid,
    /// Sent.
    Shipped,
    /// Will never be.
    Cancelled,
}

const STATUSES: [(Status, &str); 4] = [
    (Status::Open, "open"),
    (Status::Paid, "paid"),
    (Status::Shipped, "shipped"),
    (Status::Cancelled, "cancelled"),
];

impl ToSql for Status {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let name = STATUSES.iter().find(|(status, _)| status == self).map(|(_, name)| *name);
        name.unwrap_or_default().to_sql()
    }
}

impl FromSql for Status {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let found = value.as_str()?;
        let status = STATUSES.iter().find(|(_, name)| *name == found).map(|(status, _)| *status);
        status.ok_or(FromSqlError::InvalidType)
    }
}

impl NewOrder {
    fn validate(&self) -> Result<u64, Problem> {
        let mut errors = Vec::new();
        if self.lines.is_empty() || self.lines.len() > 100 {
            let detail = "an order has 1 to 100 lines".to_owned();
            errors.push(Invalid { pointer: "/lines".into(), detail });
        }
        for (at, line) in self.lines.iter().enumerate() {
            if line.sku.trim().is_empty() {
                errors
                    .push(Invalid { pointer: format!("/lines/{at}/sku"), detail: "empty".into() });
            }
            if !(1..=10_000).contains(&line.quantity) {
                let detail = "a quantity is from 1 to 10000".to_owned();
                errors.push(Invalid { pointer: format!("/lines/{at}/quantity"), detail });
            }
        }
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        // No overflow: a hundred lines of ten thousand times less than 2^32 cents.
        Ok(self.lines.iter().map(|line| u64::from(line.quantity) * u64::from(line.price)).sum())
    }
}

const COLUMNS: &str = "id, user, status, lines, total, created";

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    let lines: String = row.get(3)?;
    Ok(Order {
        id: row.get(0)?,
        user: row.get(1)?,
        status: row.get(2)?,
        lines: json::from_str(&lines).unwrap_or_default(),
        total: row.get::<_, i64>(4)?.unsigned_abs(),
        created: row.get(5)?,
    })
}

fn find(connection: &Connection, id: i64) -> Result<Order, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM orders WHERE id = ?");
    let found = connection.prepare_cached(&sql)?.query_row([id], order).optional()?;
    found.ok_or_else(|| Problem::none("order", id))
}

/// Which orders to list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    limit: Option<usize>,
    after: Option<i64>,
    user: Option<i64>,
    status: Option<Status>,
    /// In cents.
    min_total: Option<i64>,
}

fn select(connection: &Connection, filter: &Filter, limit: usize) -> Result<Vec<Order>, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM orders WHERE id > ?1 AND (?2 IS NULL OR user = ?2)
         AND (?3 IS NULL OR status = ?3) AND (?4 IS NULL OR total >= ?4) ORDER BY id LIMIT ?5"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let Filter { after, user, status, min_total, .. } = filter;
    let values = params![after.unwrap_or(0), user, status, min_total, limit as i64];
    let orders = statement.query_map(values, order)?.collect::<Result<_, _>>()?;
    Ok(orders)
}

/// `GET /orders`
pub async fn list(
    State(database): State<Database>,
    filter: QueryResult<Filter>,
) -> Result<Json<Page<Order>>, Problem> {
    let filter = query(filter)?;
    let limit = limit(filter.limit)?;
    let page = database.run(move |connection| {
        let orders = select(connection, &filter, limit + 1)?;
        let mut link = format!("/orders?limit={limit}");
        if let Some(user) = filter.user {
            link.push_str(&format!("&user={user}"));
        }
        if let Some((_, name)) = STATUSES.iter().find(|(status, _)| filter.status == Some(*status))
        {
            link.push_str(&format!("&status={name}"));
        }
        if let Some(total) = filter.min_total {
            link.push_str(&format!("&min_total={total}"));
        }
        Ok(Page::new(orders, limit, link, |order| order.id))
    });
    page.await.map(Json)
}

/// `POST /orders`
pub async fn create(
    State(database): State<Database>,
    Input(new): Input<NewOrder>,
) -> Result<Response, Problem> {
    let total = new.validate()?;
    let order = database.run(move |connection| {
        let transaction = connection.transaction()?;
        let user = "SELECT 1 FROM users WHERE id = ?";
        if !transaction.prepare_cached(user)?.exists([new.user])? {
            let detail = format!("there is no user {}", new.user);
            return Err(Problem::invalid(vec![Invalid { pointer: "/user".into(), detail }]));
        }
        let lines = json::to_string(&new.lines).map_err(|error| Problem::new(500, error))?;
        let id = transaction
            .prepare_cached("INSERT INTO orders (user, status, lines, total) VALUES (?, ?, ?, ?)")?
            .insert(params![new.user, Status::Open, lines, total as i64])?;
        let order = find(&transaction, id)?;
        transaction.commit()?;
        Ok(order)
    });
    let order = order.await?;
    let location = format!("/orders/{}", order.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(order)).into_response())
}

/// `GET /orders/{id}`
pub async fn read(
    State(database): State<Database>,
    id: PathResult<i64>,
) -> Result<Json<Order>, Problem> {
    let id = path(id)?;
    database.run(move |connection| find(connection, id)).await.map(Json)
}

/// `PATCH /orders/{id}`, with a merge patch of its status: forwards only.
pub async fn update(
    State(database): State<Database>,
    id: PathResult<i64>,
    Input(patch): Input<Value>,
) -> Result<Json<Order>, Problem> {
    let id = path(id)?;
    let order = database.run(move |connection| {
        let transaction = connection.transaction()?;
        let mut order = find(&transaction, id)?;
        let Changeable { status } = patch::apply(&Changeable { status: order.status }, patch)?;
        let is_late = status == Status::Cancelled && order.status >= Status::Shipped;
        if status < order.status || is_late {
            return Err(Problem::new(409, "an order does not go back").at("/status".into()));
        }
        transaction
            .prepare_cached("UPDATE orders SET status = ? WHERE id = ?")?
            .execute(params![status, id])?;
        transaction.commit()?;
        order.status = status;
        Ok(order)
    });
    order.await.map(Json)
}

/// `GET /orders/export`: one order a line, read from the database as fast as the client takes them.
pub async fn export_all(State(database): State<Database>) -> Response {
    export(database, |connection, after, limit| {
        let filter = Filter { after: Some(after), ..Filter::default() };
        let orders = select(connection, &filter, limit)?;
        let last = orders.last().map(|order| order.id);
        Ok((orders, last))
    })
}
