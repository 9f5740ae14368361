//! The load client: thousands of connections that read, write and invalidate at once, and check every answer.
//!
//! What is checked: each document that comes back is, byte for byte, one that was written under that key; it is not older than
//! the last write acknowledged before the read was sent; and it was not removed by an invalidation acknowledged before that.

mod client;
mod histogram;
mod model;
mod run;

pub use self::run::{Options, Report, run};

use std::io;

use tokio::net::{TcpListener, TcpSocket};

/// Connections that may wait to be accepted; thousands come at once.
const BACKLOG: u32 = 8192;

/// Listens with a long backlog.
///
/// # Errors
/// The address is none, or taken.
pub fn listen(address: &str) -> io::Result<TcpListener> {
    let address = address.parse().map_err(|_| {
        io::Error::new(io::ErrorKind::InvalidInput, format!("{address:?} is no address and port"))
    })?;
    let socket = match address {
        std::net::SocketAddr::V4(_) => TcpSocket::new_v4()?,
        std::net::SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Raises the limit of open files as far as the system allows, and returns it.
pub fn raise_file_limit() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    // Nothing is lost if the system does not want it: the limit that counts is reported.
    _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}
