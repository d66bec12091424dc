//! The page on a port of this machine.
//!
//! Only this machine reaches it. Other programs and pages of other servers do not know the address, which holds a token made for
//! this run; a name that was made to point here is refused, and no page of another server may ask.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use thiserror::Error;
use tiny_http::{Header, Method, Request, Response};

use super::answer::{Answer, Kind, Question, Review};
use crate::text::hex;

/// Requests that are answered at the same time.
const WORKERS: usize = 4;
/// How often a worker that has nothing to do looks whether it is to end.
const TICK: Duration = Duration::from_millis(100);
/// Bytes of the longest body.
const BODY_BYTES: u64 = 1 << 20;
/// Bytes of a token, and of a nonce: nobody guesses them.
const SECRET_BYTES: usize = 16;

/// Why a page cannot be served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The port is not to be had.
    #[error("port {0} of 127.0.0.1 cannot be listened on: {1}; choose another, or none")]
    Port(u16, String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
}

/// A page that is served.
pub struct Server {
    server: tiny_http::Server,
    address: SocketAddr,
    token: String,
}

impl Server {
    /// Begins to listen on a port of this machine; 0 takes any that is free.
    ///
    /// # Errors
    /// Where the port is taken.
    pub fn listen(port: u16) -> Result<Self, ServeError> {
        let refused = |cause: &dyn std::fmt::Display| ServeError::Port(port, cause.to_string());
        let server = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|cause| refused(&cause))?;
        let address = server.server_addr().to_ip().ok_or_else(|| refused(&"it is no port"))?;
        Ok(Self { server, address, token: secret().map_err(ServeError::Random)? })
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://{}/{}/", self.address, self.token)
    }

    /// Answers until `stop` is set.
    pub fn run(&self, review: &Review, stop: &AtomicBool) {
        std::thread::scope(|threads| {
            for _ in 0..WORKERS {
                threads.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        if let Ok(Some(request)) = self.server.recv_timeout(TICK) {
                            self.handle(request, review);
                        }
                    }
                });
            }
        });
    }

    fn handle(&self, mut request: Request, review: &Review) {
        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(&mut request, review)));
        let answer = answer.unwrap_or_else(|_| Answer::text(500, "it broke off; please report this"));
        // Whole, with its length: a client need not put pieces together.
        let response = Response::from_data(answer.body).with_chunked_threshold(usize::MAX);
        let mut response = response.with_status_code(answer.status);
        for (name, value) in headers(&answer.kind) {
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        // That nobody waits for the answer any more is no trouble.
        let _ = request.respond(response);
    }

    fn answer(&self, request: &mut Request, review: &Review) -> Answer {
        if !self.is_ours(request) {
            return Answer::text(403, "only the address that `ordret review` printed is answered");
        }
        let is_post = match request.method() {
            Method::Get | Method::Head => false,
            Method::Post => true,
            _ => return Answer::text(405, "it is only read"),
        };
        let mut body = String::new();
        if is_post {
            match request.as_reader().take(BODY_BYTES + 1).read_to_string(&mut body) {
                Ok(length) if length as u64 <= BODY_BYTES => {}
                Ok(_) => return Answer::text(413, "it is too long"),
                Err(_) => return Answer::text(400, "it is no text"),
            }
        }
        let Ok(nonce) = secret() else { return Answer::text(500, "the system gives no random numbers") };
        let url = request.url().to_owned();
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        // The token was found there.
        let path = path.get(self.token.len() + 2..).unwrap_or_default();
        review.answer(Question { is_post, path, query, body: &body }, &nonce)
    }

    /// Whether a request comes from the page: by its host, its origin and its token.
    fn is_ours(&self, request: &Request) -> bool {
        let values = |name: &'static str| {
            request.headers().iter().filter(move |header| header.field.equiv(name)).map(|header| header.value.as_str())
        };
        let port = self.address.port();
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        let is_host = |value: &str| hosts.iter().any(|host| host == value);
        let mut host = values("Host");
        let is_named = host.next().is_some_and(is_host) && host.next().is_none();
        let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(is_host);
        let is_near = |site: &str| matches!(site, "same-origin" | "none");
        is_named
            && values("Origin").all(is_own)
            && values("Sec-Fetch-Site").all(is_near)
            && self.has_token(request.url())
    }

    fn has_token(&self, url: &str) -> bool {
        let token = url.strip_prefix('/').and_then(|url| url.split_once('/')).map_or("", |(token, _)| token);
        // Hashes are compared in the same time wherever they differ.
        blake3::hash(token.as_bytes()) == blake3::hash(self.token.as_bytes())
    }
}

/// A number that nobody guesses.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode::<String>(&bytes))
}

fn headers(kind: &Kind) -> Vec<(&'static str, String)> {
    let policy = match kind {
        Kind::Page(nonce) => format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        _ => "default-src 'none'; frame-ancestors 'none'".to_owned(),
    };
    let kind = match kind {
        Kind::Page(_) => "text/html; charset=utf-8",
        Kind::Json => "application/json",
        Kind::Text => "text/plain; charset=utf-8",
    };
    let fixed = [
        ("Content-Type", kind),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    let fixed = fixed.into_iter().map(|(name, value)| (name, value.to_owned()));
    fixed.chain([("Content-Security-Policy", policy)]).collect()
}
