//! The API service: `cargo run --release -p api-service`.

use std::process::ExitCode;

use api_service::database::Database;
use api_service::{app, json};
use axum::serve::ListenerExt;

const HELP: &str = "\
usage: api-service [--listen ADDRESS] [--database FILE] [--quiet true]
  --listen ADDRESS   where to listen (127.0.0.1:8081)
  --database FILE    where users and orders are kept (in memory, with something to look at)
  --quiet true       no line for each request";

struct Options {
    listen: String,
    database: Option<String>,
    quiet: bool,
}

fn options() -> Option<Options> {
    let mut options = Options { listen: "127.0.0.1:8081".into(), database: None, quiet: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--listen" => options.listen = value,
            "--database" => options.database = Some(value),
            "--quiet" => options.quiet = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(options)
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    let level = if options.quiet { tracing::Level::WARN } else { tracing::Level::INFO };
    tracing_subscriber::fmt().with_max_level(level).init();
    match serve(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "stopped");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let database = Database::open(options.database.as_deref())?;
    let listener = tokio::net::TcpListener::bind(&options.listen).await?;
    println!("api-service ({}) on http://{}", json::NAME, listener.local_addr()?);
    // Or the end of a streamed answer waits for the client to acknowledge what came before: 40 ms.
    let listener = listener.tap_io(|socket| _ = socket.set_nodelay(true));
    axum::serve(listener, app(database)).with_graceful_shutdown(stopped()).await?;
    tracing::info!("stopped: all requests were answered");
    Ok(())
}

/// Until the service is told to stop: by Ctrl-C or SIGTERM.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    _ = tokio::signal::ctrl_c().await;
}
