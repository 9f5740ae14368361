//! The load client: `cargo run --release -p cache-server --bin load`.

use std::process::ExitCode;
use std::time::Duration;

use cache_server::load::{Options, raise_file_limit, run};

const HELP: &str = "\
usage: load [--address ADDRESS] [--connections N] [--seconds N] [--groups N]
  --address ADDRESS   where the server is (127.0.0.1:8080)
  --connections N     connections to hold (5000)
  --seconds N         how long to send (10)
  --groups N          groups of fifty keys (100)";

fn options() -> Option<Options> {
    let mut options = Options {
        address: ([127, 0, 0, 1], 8080).into(),
        connections: 5000,
        time: Duration::from_secs(10),
        groups: 100,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--address" => options.address = value.parse().ok()?,
            "--connections" => options.connections = value.parse().ok()?,
            "--seconds" => options.time = Duration::from_secs(value.parse().ok()?),
            "--groups" => options.groups = value.parse().ok().filter(|&groups| groups > 0)?,
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
    let files = raise_file_limit();
    if files < options.connections as u64 + 50 {
        eprintln!("only {files} files may be open: not enough for that many connections");
        return ExitCode::FAILURE;
    }
    match run(options).await {
        Ok(report) => {
            print!("{report}");
            if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("the server does not answer: {error}");
            ExitCode::FAILURE
        }
    }
}
