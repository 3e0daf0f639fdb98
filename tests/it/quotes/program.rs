//! A process that serves, and all that it says.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::binary::mesoquote;
use crate::http::{Answer, ask};

/// How long a line of the log is waited for before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a process wrote, to standard output and standard error alike.
#[derive(Default)]
struct Said {
    text: Mutex<String>,
    more: Condvar,
}

/// A process that serves; killed when a test ends before it.
pub struct Program {
    child: Child,
    said: Arc<Said>,
    listeners: Vec<JoinHandle<()>>,
    pub address: SocketAddr,
    /// Sent with every request, where there is one.
    pub key: Option<String>,
}

impl Program {
    /// Starts it in a folder and waits until it listens.
    pub fn serve(arguments: &[&str], folder: &Path) -> Self {
        let mut command = mesoquote();
        command.arg("serve").args(arguments).current_dir(folder);
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::<Said>::default();
        let listeners = vec![
            listen(child.stdout.take().unwrap(), &said),
            listen(child.stderr.take().unwrap(), &said),
        ];
        let line = said.line_with("listening on http://");
        let address: SocketAddr = line.rsplit("http://").next().unwrap().trim().parse().unwrap();
        Self {
            child,
            said,
            listeners,
            address: ([127, 0, 0, 1], address.port()).into(),
            key: None,
        }
    }

    /// The same, asked with a staff key from now on.
    pub fn with_key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_once(path, body, None)
    }

    /// Posts with an idempotency key.
    pub fn post_once(&self, path: &str, body: &Value, idempotency: Option<&str>) -> Answer {
        self.post_text(path, &body.to_string(), idempotency)
    }

    pub fn post_text(&self, path: &str, body: &str, idempotency: Option<&str>) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(idempotency.map(|key| ("idempotency-key", key)));
        self.ask("POST", path, &headers, Some(body.as_bytes()))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, &[], None)
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let bearer = self.key.as_ref().map(|key| format!("Bearer {key}"));
        let mut headers = headers.to_vec();
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        ask(self.address, method, path, &headers, body)
    }

    /// Waits until the log has a line with these words, and gives it.
    pub fn line_with(&self, words: &str) -> String {
        self.said.line_with(words)
    }

    /// Kills it as a machine does that loses power.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop, waits, and gives all that it ever said.
    pub fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        for listener in self.listeners.drain(..) {
            listener.join().unwrap();
        }
        let said = self.said.text.lock().unwrap();
        said.clone()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(from: impl Read + Send + 'static, said: &Arc<Said>) -> JoinHandle<()> {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            let mut text = said.text.lock().unwrap();
            text.push_str(&line.unwrap());
            text.push('\n');
            said.more.notify_all();
        }
    })
}

impl Said {
    fn line_with(&self, words: &str) -> String {
        let is_missing = |text: &mut String| !text.lines().any(|line| line.contains(words));
        let text = self.text.lock().unwrap();
        let (text, _) = self.more.wait_timeout_while(text, PATIENCE, is_missing).unwrap();
        let found = text.lines().find(|line| line.contains(words));
        found
            .unwrap_or_else(|| panic!("no line has `{words}`:\n{text}"))
            .to_owned()
    }
}
