//! `ordret review`, asked over TCP as a browser asks it, and as others might.
#![cfg(feature = "cli")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use support::Home;

/// A program that serves the page of a small archive.
struct Served {
    _home: tempfile::TempDir,
    decisions: PathBuf,
    child: Child,
    port: u16,
    token: String,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("arkiv/1984")).unwrap();
        let quiet = "Udvalget godkendte referatet og gik videre til næste punkt.\n\n".repeat(60);
        for number in 0..30 {
            let damaged = "Storste bekymring er vejene. Foreningen vil sporge kommunen om stotte til losningen pa modet, for \
                           naeste ar begynder, og bestyrelsen onsker at drofte det. Det h?r var sort.\n";
            fs::write(home.path().join(format!("arkiv/1984/{number:02}.txt")), format!("{quiet}{damaged}")).unwrap();
        }
        let mut clean = Command::new(env!("CARGO_BIN_EXE_ordret"));
        clean.args(["clean", "arkiv", "-o", "renset"]).current_dir(home.path());
        assert!(clean_status(&mut clean));
        Self::of(home)
    }

    fn of(home: tempfile::TempDir) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ordret"))
            .args(["review", "renset", "--decisions", "svar.jsonl"])
            .current_dir(home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let (port, token) = url.trim().strip_prefix("http://127.0.0.1:").unwrap().split_once('/').unwrap();
        let (port, token) = (port.parse().unwrap(), token.trim_end_matches('/').to_owned());
        assert_eq!(token.len(), 32, "{url}");
        Self { decisions: home.path().join("svar.jsonl"), _home: home, child, port, token }
    }

    /// Sends bytes and reads what comes back.
    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let (port, token, length) = (self.port, &self.token, body.len());
        self.send(format!(
            "{method} /{token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ).as_bytes())
    }

    fn get(&self, path: &str) -> Value {
        let answer = self.request("GET", path, "", "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    fn decide(&self, lines: &str) -> u16 {
        self.request("POST", "decisions", "", lines).status
    }

    fn written(&self) -> Vec<Value> {
        let text = fs::read_to_string(&self.decisions).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn clean_status(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn nobody_is_let_in_without_the_address() {
    let served = Served::new();
    let (port, token) = (served.port, served.token.clone());
    let with = |path: &str, headers: &str| {
        served.send(format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").as_bytes()).status
    };
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    let own = format!("/{token}/");
    let wrong = format!("/{}/", "0".repeat(32));
    let cases = [
        (own.as_str(), host.clone(), 200),
        (&own, format!("Host: localhost:{port}\r\n"), 200),
        (&own, format!("{host}Origin: http://127.0.0.1:{port}\r\n"), 200),
        ("/", host.clone(), 403),
        ("/decisions", host.clone(), 403),
        (&wrong, host.clone(), 403),
        (&format!("/{}/", &token[..31]), host.clone(), 403),
        (&format!("/x/../{token}/"), host.clone(), 403),
        // A name that somebody made to point to this machine.
        (&own, format!("Host: evil.example:{port}\r\n"), 403),
        (&own, "Host: 127.0.0.1\r\n".to_owned(), 403),
        (&own, String::new(), 403),
        (&own, format!("{host}Host: evil.example\r\n"), 403),
        // A page of another server.
        (&own, format!("{host}Origin: http://evil.example\r\n"), 403),
        (&own, format!("{host}Origin: null\r\n"), 403),
        (&own, format!("{host}Sec-Fetch-Site: cross-site\r\n"), 403),
    ];
    for (path, headers, status) in cases {
        assert_eq!(with(path, &headers), status, "{path} {headers}");
    }
    assert!(TcpStream::connect(("127.0.0.2", port)).is_err(), "no other address is listened on");
}

#[test]
fn the_page_may_load_nothing_and_ask_nobody_else() {
    let served = Served::new();
    let page = served.request("GET", "", "", "");
    let policy = page.head.lines().find(|line| line.starts_with("Content-Security-Policy: ")).unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("connect-src 'self'") && !policy.contains("unsafe")
    );
    for header in ["Cache-Control: no-store", "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff"] {
        assert!(page.head.contains(header), "{}", page.head);
    }
    assert!(!page.body.contains("src=") && !page.body.contains("https:"));
    let nonce = |page: &str| page.split_once("nonce=\"").unwrap().1[..32].to_owned();
    assert_ne!(nonce(&page.body), nonce(&served.request("GET", "", "", "").body), "each page has its own");
}

#[test]
fn suspects_come_in_pages_and_filtered() {
    let served = Served::new();
    let all = served.get("series");
    let count = all["rows"].as_array().unwrap().len();
    assert!(count > 1 && all["shown"] == count);
    let second = served.get("series?from=1&count=1");
    assert_eq!((&second["rows"][0], &second["shown"]), (&all["rows"][1], &all["shown"]));
    assert_eq!(served.get("series?text=h%3Fr")["shown"], 1);
    assert_eq!(served.get("series?text=zzzz")["shown"], 0);
    let series = served.get("series?rule=E106")["rows"][0].clone();
    assert_eq!((&series["text"], &series["count"]), (&"h?r".into(), &30.into()));
    let id = series["id"].as_str().unwrap();
    let places = served.get(&format!("places?series={id}&from=28&count=10"))["places"].clone();
    assert_eq!(places.as_array().unwrap().len(), 2);
    assert_eq!((&places[1]["path"], &places[1]["number"]), (&"1984/29.txt".into(), &30.into()));
    assert!(places[1]["left"].as_str().unwrap().ends_with("Det "));
    let document = served.get("document?number=30");
    assert_eq!(document["path"], "1984/29.txt");
    assert_eq!(document["shown"].as_array().unwrap().len() as u64, document["edits"].as_u64().unwrap());
}

#[test]
fn decisions_are_written_down_and_found_again() {
    let mut served = Served::new();
    let accepted = r#"{"type":"decision","rule":"E106","text":"h?r","reading":"hår","by":"KB"}"#;
    assert_eq!(served.decide(accepted), 200);
    assert_eq!(served.written()[1], serde_json::from_str::<Value>(accepted).unwrap());
    assert_eq!(served.get("series?state=accepted")["rows"][0]["text"], "h?r");
    assert_eq!(served.decide(r#"{"type":"decision","rule":"E106","text":"h?r"}"#), 200);
    assert_eq!(
        served.written().iter().map(|line| line["type"].as_str().unwrap()).collect::<Vec<_>>(),
        ["decisions", "decision", "undo", "decision"]
    );
    assert_eq!(served.get("series?state=rejected")["shown"], 1);
    assert_eq!(served.decide(r#"{"type":"undo","rule":"E106","text":"h?r"}"#), 200);
    assert_eq!(served.get("decisions"), Value::Array(Vec::new()));
    assert_eq!(served.decide(accepted), 200);
    // Another server goes on where this one was.
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    let home = std::mem::replace(&mut served._home, tempfile::tempdir().unwrap());
    let again = Served::of(home);
    assert_eq!(again.get("decisions")[0][1], "hår");
}

#[test]
fn bad_requests_are_refused_and_nothing_is_written() {
    let served = Served::new();
    let before = served.written();
    for wrong in [
        "nonsense",
        "{}",
        r#"{"type":"decision","rule":"X999","text":"pa"}"#,
        r#"{"type":"decision","rule":"W101","text":""}"#,
        r#"{"type":"decisions","format":"ordret-decisions","version":1}"#,
        r#"{"type":"decision","rule":"W101","text":"pa","id":"0000000000000000","path":"a","document":"b","input":[1,2]}"#,
    ] {
        assert_eq!(served.decide(wrong), 400, "{wrong}");
    }
    assert_eq!(served.decide(&"x".repeat(2 << 20)), 413);
    assert_eq!(served.written(), before);
    for (method, path, status) in [
        ("GET", "series?from=x", 400),
        ("GET", "series?from=-1", 400),
        ("GET", "places?series=nonsense", 200),
        ("GET", "places", 400),
        ("GET", "document?number=0", 404),
        ("GET", "document?number=99999999999999999999", 400),
        ("GET", "../../etc/passwd", 404),
        ("GET", "%00", 404),
        ("POST", "series", 405),
        ("DELETE", "decisions", 405),
    ] {
        assert_eq!(served.request(method, path, "", "").status, status, "{method} {path}");
    }
    for bytes in
        [&b"\r\n\r\n"[..], b"GET\r\n\r\n", b"\xff\xfe\x00 / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        stream.write_all(bytes).unwrap();
    }
    assert_eq!(served.request("GET", "", "", "").status, 200, "it is still there");
}

#[test]
fn many_ask_and_decide_at_once() {
    let served = Served::new();
    std::thread::scope(|threads| {
        for thread in 0..8 {
            let served = &served;
            threads.spawn(move || {
                for number in 0..10 {
                    let line =
                        format!(r#"{{"type":"decision","rule":"W101","text":"ord{thread}x{number}","reading":"ord"}}"#);
                    assert_eq!(served.decide(&line), 200);
                    assert!(served.get("series?from=0&count=5")["shown"].as_u64().unwrap() > 1);
                }
            });
        }
    });
    assert_eq!(served.written().len(), 1 + 80);
    assert_eq!(served.get("decisions").as_array().unwrap().len(), 80);
}

#[cfg(unix)]
#[test]
fn it_ends_with_ctrl_c() {
    let mut served = Served::new();
    let pid = served.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_is_no_cleaned_archive_is_refused() {
    let home = Home::new();
    home.run("review .").refused(2, "has no ledger; name the folder");
    assert!(!home.path("decisions.jsonl").exists());
}

/// A ledger that was cut short or altered is no page of half an archive: it is refused, and what helps is said.
#[test]
fn a_ledger_that_was_cut_or_altered_is_refused_with_what_helps() {
    let home = Home::new();
    home.write("arkiv/a.txt", "Sagen blev drÃ¸ftet. Det h?r var sort.\n");
    home.must("clean arkiv -o renset");
    let ledger = "renset/.ordret/ledger.jsonl";
    let whole = home.read(ledger);
    let end = whole.find("{\"type\":\"end\"").unwrap();
    let cut = [end, end - 20, 10].map(|length| whole[..length].to_owned());
    let altered = [("certain", "doubtful"), (":1,\"blake3\"", ":2,\"blake3\"")];
    let altered = altered.map(|(what, other)| whole.replacen(what, other, 1));
    let longer = format!("{whole}{{\"type\":\"skipped\",\"path\":\"x\",\"why\":\"x\"}}\n");
    for now in cut.into_iter().chain(altered).chain([longer]) {
        assert!(now != whole);
        home.write(ledger, &now);
        for command in ["report renset -o side.html", "review renset", "summary renset"] {
            let ran = home.run(command);
            ran.refused(3, ledger);
            ran.refused(3, "clean the archive into another folder");
        }
        assert!(!home.path("side.html").exists());
    }
}
