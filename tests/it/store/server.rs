//! A PostgreSQL server of the suite's own: a temporary folder, a free port, gone with the process.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, mpsc};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A server that runs as long as this stands, or the process.
pub struct Server {
    folder: TempDir,
    port: u16,
    postmaster: Mutex<Child>,
    durability: Durability,
}

/// Whether what is committed outlives the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It outlives the server: what must not be lost with a process is with the system.
    OfTheServer,
    /// As a clinic runs it.
    OfTheMachine,
}

/// The server that tests share; nothing where PostgreSQL isn't installed, which CI does not accept.
pub fn shared() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(Durability::OfTheServer)).as_ref()
}

impl Server {
    /// Starts a server; nothing where PostgreSQL isn't installed.
    pub fn start(durability: Durability) -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(
                std::env::var_os("CI").is_none(),
                "PostgreSQL is not installed: apt-get install postgresql"
            );
            let message = "LEFT OUT: PostgreSQL is not installed (apt-get install postgresql)\n";
            std::io::stderr().write_all(message.as_bytes()).unwrap();
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let data = folder.path().join("data");
        run(as_user(&programs.join("initdb"))
            .args(["-A", "trust", "-U", "mesoquote", "--no-sync", "-D"])
            .arg(&data));
        let postmaster = Mutex::new(postmaster(&programs, folder.path(), port, durability));
        let server = Self {
            folder,
            port,
            postmaster,
            durability,
        };
        server.wait_until_ready();
        Some(server)
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://mesoquote@127.0.0.1:{}/{database}", self.port)
    }

    /// The address of a new, empty database.
    pub fn new_database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Runs a statement as psql does and gives its plain answer.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let output = self.try_sql(database, statement);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn try_sql(&self, database: &str, statement: &str) -> Output {
        Command::new("psql")
            .args(["-X", "-A", "-t", "-c", statement, &self.url(database)])
            .output()
            .unwrap()
    }

    /// Has it speak TLS, with a certificate that is valid for its address, and answer nobody who does not. Gives the
    /// certificate, as PEM: it vouches for itself.
    pub fn speak_tls(&self) -> String {
        let rcgen::CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let rules = "local all all trust\nhostssl all all 127.0.0.1/32 trust\nhost postgres all 127.0.0.1/32 trust\n";
        let data = self.folder.path().join("data");
        for (name, text) in [
            ("server.crt", cert.pem()),
            ("server.key", signing_key.serialize_pem()),
            ("pg_hba.conf", rules.to_owned()),
        ] {
            let file = data.join(name);
            std::fs::write(&file, text).unwrap();
            run(Command::new("chmod").arg("600").arg(&file));
            run(Command::new("chown").arg("--reference").arg(&data).arg(&file));
        }
        self.sql("postgres", "ALTER SYSTEM SET ssl = on");
        self.stop();
        self.start_again();
        cert.pem()
    }

    /// Stops it and all its connections at once, without writing anything more.
    pub fn stop(&self) {
        let mut postmaster = self.postmaster.lock().unwrap();
        let process = postmaster.id().to_string();
        run(Command::new("kill").args(["-QUIT", &process]));
        postmaster.wait().unwrap();
    }

    /// Starts it again after a stop.
    pub fn start_again(&self) {
        *self.postmaster.lock().unwrap() =
            postmaster(&programs().unwrap(), self.folder.path(), self.port, self.durability);
        self.wait_until_ready();
    }

    fn wait_until_ready(&self) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !self.try_sql("postgres", "SELECT 1").status.success() {
            assert!(Instant::now() < deadline, "the server does not start");
            assert!(
                self.postmaster.lock().unwrap().try_wait().unwrap().is_none(),
                "the server ended"
            );
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Started from a thread that never ends: the server is told to go when the thread that started it does.
fn postmaster(programs: &Path, folder: &Path, port: u16, durability: Durability) -> Child {
    static STARTER: OnceLock<mpsc::Sender<(Command, mpsc::Sender<Child>)>> = OnceLock::new();
    let starter = STARTER.get_or_init(|| {
        let (commands, wanted) = mpsc::channel::<(Command, mpsc::Sender<Child>)>();
        std::thread::spawn(move || {
            for (mut command, started) in wanted {
                started.send(command.spawn().unwrap()).unwrap();
            }
        });
        commands
    });
    let mut command = as_user(&programs.join("postgres"));
    command
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-p", &port.to_string()]);
    command.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=100"]);
    if durability == Durability::OfTheServer {
        command.args(["-c", "fsync=off"]);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (tell, child) = mpsc::channel();
    starter.send((command, tell)).unwrap();
    child.recv().unwrap()
}

/// PostgreSQL does not run as root.
fn as_user(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.args(["--pdeathsig", "QUIT"]).arg(program).current_dir("/");
    command
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The folder of the server's programs, as Debian lays them out.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin"));
    folders.filter(|folder| folder.join("postgres").exists()).max()
}
