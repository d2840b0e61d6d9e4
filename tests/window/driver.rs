//! A `WebDriver` client: as much of the protocol as the journeys need, over a plain local connection.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The key under which `WebDriver` hands out an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session with one window.
pub(crate) struct Driver {
    port: u16,
    session: String,
}

/// Something on the page.
#[derive(Clone)]
pub(crate) struct Element(String);

impl Driver {
    /// Starts `binary` with `arguments` through the driver that listens on `port`.
    pub(crate) fn start(port: u16, binary: &str, arguments: &[&str]) -> Self {
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": binary, "args": arguments},
            "timeouts": {"script": 60_000, "pageLoad": 60_000, "implicit": 0},
        }}});
        let answer = call(port, "POST", "/session", &capabilities)
            .unwrap_or_else(|why| panic!("the window does not start under the driver: {why}"));
        let session = answer["sessionId"].as_str().expect("a session").to_owned();
        Self { port, session }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        call(
            self.port,
            method,
            &format!("/session/{}{path}", self.session),
            body,
        )
    }

    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        self.ask(method, path, body)
            .unwrap_or_else(|why| panic!("{method} {path}: {why}"))
    }

    /// Runs a function body in the page.
    pub(crate) fn run(&self, script: &str, arguments: Value) -> Value {
        self.try_run(script, arguments)
            .unwrap_or_else(|why| panic!("script: {why}"))
    }

    pub(crate) fn try_run(&self, script: &str, arguments: Value) -> Result<Value, String> {
        self.ask(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": arguments}),
        )
    }

    /// Runs a function body whose last argument is called with the result.
    pub(crate) fn run_async(&self, script: &str, arguments: Value) -> Value {
        self.must(
            "POST",
            "/execute/async",
            &json!({"script": script, "args": arguments}),
        )
    }

    /// The element that a function body returns, if it returns one.
    pub(crate) fn element(&self, script: &str, arguments: Value) -> Option<Element> {
        let found = self.try_run(script, arguments).ok()?;
        Some(Element(found[ELEMENT].as_str()?.to_owned()))
    }

    pub(crate) fn click(&self, element: &Element) -> Result<(), String> {
        self.ask("POST", &format!("/element/{}/click", element.0), &json!({}))
            .map(drop)
    }

    /// Types into an element, as keys.
    pub(crate) fn type_into(&self, element: &Element, text: &str) {
        self.must(
            "POST",
            &format!("/element/{}/value", element.0),
            &json!({"text": text}),
        );
    }

    pub(crate) fn argument(element: &Element) -> Value {
        json!({ELEMENT: element.0})
    }

    /// Presses keys one after the other where the focus is, `modifiers` held down.
    pub(crate) fn keys(&self, modifiers: &[char], keys: &str) {
        let one = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
        let mut actions: Vec<Value> = modifiers.iter().map(|key| one("keyDown", *key)).collect();
        actions.extend(
            keys.chars()
                .flat_map(|key| [one("keyDown", key), one("keyUp", key)]),
        );
        actions.extend(modifiers.iter().rev().map(|key| one("keyUp", *key)));
        self.must(
            "POST",
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}),
        );
    }

    /// Sets the size of the window in CSS pixels; answers what it became.
    pub(crate) fn size(&self, width: u32, height: u32) -> (u32, u32) {
        self.must(
            "POST",
            "/window/rect",
            &json!({"x": 0, "y": 0, "width": width, "height": height}),
        );
        let end = Instant::now() + Duration::from_secs(5);
        while self.now() != (width, height) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(50));
        }
        self.now()
    }

    /// The size of the page in CSS pixels.
    pub(crate) fn now(&self) -> (u32, u32) {
        let now = self.run("return [innerWidth, innerHeight]", json!([]));
        (number(&now[0]), number(&now[1]))
    }

    /// Ends the session and the window with it.
    pub(crate) fn quit(&self) {
        let _ = self.ask("DELETE", "", &Value::Null);
    }
}

fn number(value: &Value) -> u32 {
    value
        .as_u64()
        .and_then(|number| u32::try_from(number).ok())
        .unwrap_or(0)
}

/// One request, one connection. An error is the driver's own word for it.
fn call(port: u16, method: &str, path: &str, body: &Value) -> Result<Value, String> {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| error.to_string())?;
    stream
        .set_read_timeout(Some(Duration::from_mins(2)))
        .map_err(|error| error.to_string())?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream
        .write_all(request.as_bytes())
        .map_err(|error| error.to_string())?;
    let answer: Value =
        serde_json::from_slice(&content(&mut stream)?).map_err(|error| error.to_string())?;
    let value = answer["value"].clone();
    match value["error"].as_str() {
        Some(error) => Err(format!(
            "{error}: {}",
            value["message"].as_str().unwrap_or_default()
        )),
        None => Ok(value),
    }
}

/// The body of an answer, by its length: the driver may keep the connection open.
fn content(stream: &mut TcpStream) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let read = stream.read(&mut chunk).map_err(|error| error.to_string())?;
        bytes.extend_from_slice(&chunk[..read]);
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(head) = head {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"));
            let length: Option<usize> = length.and_then(|length| length.trim().parse().ok());
            if read == 0 || length.is_some_and(|length| bytes.len() >= head + 4 + length) {
                return Ok(bytes.split_off(head + 4));
            }
        } else if read == 0 {
            return Err("the driver closed the connection".to_owned());
        }
    }
}
