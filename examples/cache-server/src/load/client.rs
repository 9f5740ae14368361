//! One HTTP/1.1 connection, as much of it as the load needs: requests one after the other, answers with a length.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection and its buffer.
#[derive(Debug)]
pub struct Client {
    socket: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
}

/// An answer, until the next request.
#[derive(Debug)]
pub struct Answer<'a> {
    pub status: u16,
    pub etag: Option<&'a str>,
    pub body: &'a [u8],
}

impl Client {
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let socket = timeout(PATIENCE, TcpStream::connect(address)).await??;
        socket.set_nodelay(true)?;
        Ok(Client { socket, request: Vec::new(), answer: Vec::new() })
    }

    /// Sends a request and waits for its answer. `headers` are whole lines.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> io::Result<Answer<'_>> {
        self.request.clear();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: cache\r\ncontent-length: {length}\r\n{headers}\r\n"
        );
        self.request.extend_from_slice(head.as_bytes());
        self.request.extend_from_slice(body);
        let exchange = async {
            self.socket.write_all(&self.request).await?;
            read_answer(&mut self.socket, &mut self.answer).await
        };
        let (head_length, length) = timeout(PATIENCE, exchange).await??;
        let (head, body) = self.answer.split_at(head_length);
        let head = std::str::from_utf8(head).map_err(|_| invalid("head is no text"))?;
        let status = head.get(9..12).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| invalid("no status"))?;
        Ok(Answer { status, etag: header(head, "etag"), body: &body[..length] })
    }
}

/// Reads an answer to its end; the lengths of head and body.
async fn read_answer(socket: &mut TcpStream, answer: &mut Vec<u8>) -> io::Result<(usize, usize)> {
    const END: &[u8] = b"\r\n\r\n";
    answer.clear();
    let mut searched: usize = 0;
    let head_length = loop {
        let from = searched.saturating_sub(END.len() - 1);
        if let Some(at) = answer[from..].windows(END.len()).position(|four| four == END) {
            break from + at + END.len();
        }
        searched = answer.len();
        more(socket, answer).await?;
    };
    let length = {
        let head = std::str::from_utf8(&answer[..head_length]).unwrap_or_default();
        header(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0)
    };
    while answer.len() < head_length + length {
        more(socket, answer).await?;
    }
    match answer.len() == head_length + length {
        true => Ok((head_length, length)),
        false => Err(invalid("more than one answer")),
    }
}

async fn more(socket: &mut TcpStream, answer: &mut Vec<u8>) -> io::Result<()> {
    answer.reserve(2048);
    match socket.read_buf(answer).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
