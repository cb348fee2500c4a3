//! A server in the machine, as a unit with a state of its own, and how it is asked over HTTP.

use serde_json::Value;

use crate::machine::Machine;

/// Gone with the test.
pub(crate) struct Server<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) unit: String,
    /// Its state directory.
    pub(crate) state: String,
    address: String,
    token: String,
}

impl<'a> Server<'a> {
    /// One of this name at this port, and a token of this role for whoever asks.
    pub(crate) fn start(machine: &'a Machine, name: &str, port: u16, role: &str, options: &[&str]) -> Self {
        let (unit, address) = (format!("{name}.service"), format!("127.0.0.1:{port}"));
        let named = format!("--unit={unit}");
        let folder = format!("--property=StateDirectory={name}");
        let start = ["systemd-run", "--quiet", &named, "--property=Type=notify", &folder];
        machine.tool(&[&start[..], &["server-monitor", "serve", "--listen", &address], options].concat());
        let state = format!("/var/lib/{name}");
        let token = ["server-monitor", "token", "add", "t", "--role", role, "--state-dir", &state];
        let token = machine.tool(&token).trim().to_owned();
        Self { machine, unit, state, address, token }
    }

    /// Its answer and the status of it. A body makes a POST of it.
    pub(crate) fn ask(&self, path: &str, body: Option<&str>) -> (u16, Value) {
        let header = format!("Authorization: Bearer {}", self.token);
        let url = format!("http://{}/api/v1/{path}", self.address);
        let curl = ["curl", "--silent", "--show-error", "--max-time", "60", "--write-out", "\n%{http_code}"];
        let headers = ["--header", &header, "--header", "Content-Type: application/json"];
        let mut command = [&curl[..], &headers].concat();
        command.extend(body.iter().flat_map(|body| ["--data", *body]));
        command.push(&url);
        let said = self.machine.tool(&command);
        let (document, status) = said.rsplit_once('\n').unwrap();
        let document = serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {said}"));
        (status.parse().unwrap(), document)
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        self.machine.run(&["systemctl", "stop", &self.unit]);
    }
}
