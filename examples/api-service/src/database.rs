//! The database: SQLite, in a file or in memory, with something in it from the start.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, params};

use crate::problem::Problem;

/// The one connection, shared. SQLite writes one transaction at a time anyway.
#[derive(Clone, Debug)]
pub struct Database {
    connection: Arc<Mutex<Connection>>,
}

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS users (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        name    TEXT NOT NULL,
        email   TEXT NOT NULL UNIQUE,
        age     INTEGER,
        active  INTEGER NOT NULL,
        address TEXT,          -- JSON
        tags    TEXT NOT NULL, -- JSON
        created INTEGER NOT NULL DEFAULT (unixepoch())
    );
    CREATE TABLE IF NOT EXISTS orders (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        user    INTEGER NOT NULL REFERENCES users (id),
        status  TEXT NOT NULL,
        lines   TEXT NOT NULL, -- JSON
        total   INTEGER NOT NULL,
        created INTEGER NOT NULL DEFAULT (unixepoch())
    );
    CREATE INDEX IF NOT EXISTS orders_of_user ON orders (user, id);
    CREATE INDEX IF NOT EXISTS orders_by_status ON orders (status, id);
";

impl Database {
    /// Opens a file, or a database in memory, and fills an empty one with data to look at.
    ///
    /// # Errors
    /// The file cannot be opened, or is no such database.
    pub fn open(file: Option<&str>) -> rusqlite::Result<Self> {
        let mut connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(SCHEMA)?;
        let users: i64 =
            connection.query_row("SELECT count(*) FROM users", [], |row| row.get(0))?;
        if users == 0 {
            fill(&mut connection)?;
        }
        Ok(Database { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs queries on a thread that may wait.
    ///
    /// # Errors
    /// Those of the queries.
    pub async fn run<T: Send + 'static>(
        &self,
        queries: impl FnOnce(&mut Connection) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let connection = Arc::clone(&self.connection);
        let run = move || {
            // A panic in a query has rolled its transaction back: the connection is as good as before.
            queries(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let joined = tokio::task::spawn_blocking(run).await;
        joined.unwrap_or_else(|error| Err(Problem::new(500, error)))
    }
}

const NAMES: [&str; 8] = ["Ada", "Alan", "Barbara", "Donald", "Edsger", "Grace", "Tony", "Zoë"];
const CITIES: [&str; 4] = ["London", "Zürich", "København", "São Paulo"];

fn fill(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for at in 0..200_usize {
        let (name, city) = (NAMES[at % NAMES.len()], CITIES[at % CITIES.len()]);
        let address = format!(
            "{{\"street\":\"{} Main St\",\"city\":\"{city}\",\"zip\":\"{:05}\"}}",
            at + 1,
            at * 37
        );
        transaction.execute(
            "INSERT INTO users (name, email, age, active, address, tags) VALUES (?, ?, ?, ?, ?, ?)",
            params![
                format!("{name} {at}"),
                format!("user{at}@example.com"),
                (at % 5 > 0).then_some(20 + at % 60),
                at % 7 > 0,
                (at % 3 > 0).then_some(address),
                if at % 2 == 0 { "[\"new\"]" } else { "[]" },
            ],
        )?;
        for order in 0..at % 4 {
            let (quantity, price) = (order + 1, 199 + 100 * at);
            transaction.execute(
                "INSERT INTO orders (user, status, lines, total) VALUES (?, ?, ?, ?)",
                params![
                    at + 1,
                    ["open", "paid", "shipped"][order],
                    format!("[{{\"sku\":\"A-{at}\",\"quantity\":{quantity},\"price\":{price}}}]"),
                    quantity * price,
                ],
            )?;
        }
    }
    transaction.commit()
}
