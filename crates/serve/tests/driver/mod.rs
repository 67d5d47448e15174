//! Just enough of the W3C WebDriver protocol to drive headless Chromium through `chromedriver`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser of our own, with an empty profile; it ends with the value.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: tempfile::TempDir,
}

/// An element of the page that is open.
pub(crate) struct Element(String);

impl Browser {
    /// Starts a browser with a window of this size; none, with a line that says so, when there is no Chromium.
    pub(crate) fn start(width: u32, height: u32) -> Option<Self> {
        let is_there = ["chromium", "chromedriver"].iter().all(|program| {
            let mut command = Command::new(program);
            let asked = command
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            asked.is_ok_and(|status| status.success())
        });
        if !is_there {
            assert!(
                std::env::var_os("DATELINE_BROWSER").is_none(),
                "DATELINE_BROWSER is set and there is no Chromium: install chromium and chromium-driver"
            );
            // Not `println!`: what a passing test prints is not shown.
            let what =
                b"left out: a browser test; no Chromium (Debian: chromium, chromium-driver)\n";
            std::io::stderr().write_all(what).unwrap();
            return None;
        }
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = said
            .by_ref()
            .find_map(|line| {
                line.unwrap()
                    .split_once("started successfully on port ")
                    .map(|(_, port)| port.trim_end_matches('.').parse().unwrap())
            })
            .unwrap();
        // What it says later must go somewhere, or it would stop.
        std::thread::spawn(move || said.count());
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            _profile: profile,
        };
        browser.session = browser.new_session(width, height);
        browser.resize(width, height);
        Some(browser)
    }

    fn new_session(&self, width: u32, height: u32) -> String {
        let profile = self._profile.path().display();
        let arguments = json!([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            format!("--user-data-dir={profile}"),
            format!("--window-size={width},{height}"),
        ]);
        let wish =
            json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}});
        let answer = self.call("POST", "/session", &wish);
        answer["sessionId"].as_str().unwrap().to_owned()
    }

    /// Narrow screens are narrower than a window may be: the page's own size is set.
    fn resize(&self, width: u32, height: u32) {
        let size = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}});
        self.ask("POST", "/goog/cdp/execute", &size);
    }

    pub(crate) fn open(&self, address: &str) {
        self.ask("POST", "/url", &json!({"url": address}));
    }

    pub(crate) fn address(&self) -> String {
        self.ask("GET", "/url", &Value::Null)
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Waits until the address is one that `is_there` accepts and gives it. A form that was sent is under way when the
    /// click returns: the driver does not wait for it. After ten seconds the address as it is.
    pub(crate) fn arrived(&self, is_there: impl Fn(&str) -> bool) -> String {
        let latest = Instant::now() + Duration::from_secs(10);
        loop {
            let address = self.address();
            if is_there(&address) || Instant::now() > latest {
                return address;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The first element that the CSS selector finds.
    pub(crate) fn find(&self, selector: &str) -> Element {
        let found = self.ask("POST", "/element", &by(selector));
        Element(
            found[ELEMENT]
                .as_str()
                .unwrap_or_else(|| panic!("no {selector}"))
                .to_owned(),
        )
    }

    /// The texts of all elements that the CSS selector finds, as they are in the page.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)";
        let texts = self.ask(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": [selector]}),
        );
        serde_json::from_value(texts).unwrap()
    }

    /// The first element that the CSS selector finds and whose text is `text`.
    pub(crate) fn find_saying(&self, selector: &str, text: &str) -> Element {
        let script = "return [...document.querySelectorAll(arguments[0])]
            .find(one => one.textContent === arguments[1])";
        let body = json!({"script": script, "args": [selector, text]});
        let found = self.ask("POST", "/execute/sync", &body);
        let id = found[ELEMENT].as_str();
        Element(
            id.unwrap_or_else(|| panic!("no {selector} that says {text}"))
                .to_owned(),
        )
    }

    /// A click as a person makes it: the element is scrolled to, and nothing may cover it.
    pub(crate) fn click(&self, element: &Element) {
        self.ask("POST", &format!("/element/{}/click", element.0), &json!({}));
    }

    pub(crate) fn write(&self, element: &Element, text: &str) {
        self.ask(
            "POST",
            &format!("/element/{}/value", element.0),
            &json!({"text": text}),
        );
    }

    /// Whether the element can be seen without scrolling.
    pub(crate) fn is_in_view(&self, element: &Element) -> bool {
        let script = "const box = arguments[0].getBoundingClientRect();
            return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight";
        let body = json!({"script": script, "args": [{ELEMENT: element.0}]});
        self.ask("POST", "/execute/sync", &body) == Value::Bool(true)
    }

    /// The number that the script gives.
    pub(crate) fn measure(&self, script: &str) -> f64 {
        let number = self.ask(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": []}),
        );
        number.as_f64().unwrap()
    }

    /// The window as a PNG.
    pub(crate) fn picture(&self) -> Vec<u8> {
        let text = self.ask("GET", "/screenshot", &Value::Null);
        from_base64(text.as_str().unwrap())
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.trim().to_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(count) = line.strip_prefix("content-length:") {
                length = count.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let value = answer["value"].clone();
        assert!(value["error"].is_null(), "{method} {path}: {value}");
        value
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its session, the driver does not. While a test fails there may be no session.
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", "", &Value::Null);
        } else {
            let _ = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut stream| {
                write!(
                    stream,
                    "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                    self.session
                )
                .and_then(|()| stream.read(&mut [0; 64]))
            });
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn by(selector: &str) -> Value {
    json!({"using": "css selector", "value": selector})
}

fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = ALPHABET.iter().position(|one| *one == letter).unwrap();
        held = (held << 6) | u32::try_from(value).unwrap();
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    bytes
}
