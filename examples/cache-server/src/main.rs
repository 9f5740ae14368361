//! The cache server: `cargo run --release -p cache-server`.

use std::process::ExitCode;
use std::sync::Arc;

use axum::serve::ListenerExt;
use cache_server::store::Store;
use cache_server::{app, json, load};

mod allocations;

const HELP: &str = "\
usage: cache-server [--listen ADDRESS] [--megabytes N] [--body-kilobytes N]
  --listen ADDRESS     where to listen (127.0.0.1:8080)
  --megabytes N        room for documents (256)
  --body-kilobytes N   largest body of a request (4096)";

struct Options {
    listen: String,
    megabytes: u64,
    body_kilobytes: usize,
}

fn options() -> Result<Options, String> {
    let mut options =
        Options { listen: "127.0.0.1:8080".into(), megabytes: 256, body_kilobytes: 4096 };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(HELP)?;
        match name.as_str() {
            "--listen" => options.listen = value,
            "--megabytes" => options.megabytes = value.parse().map_err(|_| HELP)?,
            "--body-kilobytes" => options.body_kilobytes = value.parse().map_err(|_| HELP)?,
            _ => return Err(HELP.into()),
        }
    }
    Ok(options)
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(help) => {
            eprintln!("{help}");
            return ExitCode::from(2);
        }
    };
    match serve(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> std::io::Result<()> {
    let files = load::raise_file_limit();
    let store = Arc::new(Store::new(options.megabytes << 20));
    let listener = load::listen(&options.listen)?;
    let address = listener.local_addr()?;
    println!("cache-server ({}) on http://{address}, up to {files} open files", json::NAME);
    // Answers are small and complete: nothing is won by waiting for more.
    let listener = listener.tap_io(|socket| _ = socket.set_nodelay(true));
    axum::serve(listener, app(store, options.body_kilobytes << 10))
        .with_graceful_shutdown(stopped())
        .await
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
