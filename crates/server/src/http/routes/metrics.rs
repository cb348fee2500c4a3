//! The newest tick for Prometheus, in its text format (exposition formats, version 0.0.4). What could not be read is absent, not 0.

use std::fmt::Write;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::sample::Outcome;
use domain::service::{Service, State as ServiceState};
use domain::{Reading, Snapshot};

use super::configured;
use crate::http::dto::Verdicts;
use crate::http::error::ApiError;
use crate::http::extract::{NoParams, Params};
use crate::http::front::MetricsReader;
use crate::http::state::App;

/// The newest tick for Prometheus. For holders of a token and for addresses in `metrics_allow`, never through a proxy without a token.
#[utoipa::path(get, path = "/metrics", tag = "server", responses((status = 200, body = String, content_type = "text/plain; version=0.0.4")))]
pub(crate) async fn read(
    State(app): State<App>,
    _: MetricsReader,
    _: Params<NoParams>,
) -> Result<impl IntoResponse, ApiError> {
    let mut text = Text::default();
    text.family("build_info", "gauge", "Version of server-monitor; always 1.");
    text.sample("build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    if let Some(snapshot) = app.engine.latest() {
        machine(&mut text, &snapshot);
        processes(&mut text, Verdicts::of(&snapshot, configured(&app)));
        storage(&mut text, &snapshot);
        services(&mut text, &snapshot);
        own(&mut text, &snapshot);
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text.0))
}

/// Text under construction.
#[derive(Default)]
struct Text(String);

impl Text {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "# HELP server_monitor_{name} {help}\n# TYPE server_monitor_{name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        let _ = write!(self.0, "server_monitor_{name}");
        for (position, (label, text)) in labels.iter().enumerate() {
            let open = if position == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{open}{label}=\"{}\"", escape(text));
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    /// A family with one value; left out if it could not be read.
    fn gauge(&mut self, name: &str, help: &str, value: Reading<f64>) {
        if let Ok(value) = value {
            self.family(name, "gauge", help);
            self.sample(name, &[], value);
        }
    }

    /// A family with one value for each label; left out if none could be read.
    fn gauges(&mut self, name: &str, help: &str, label: &str, values: &[(&str, Reading<f64>)]) {
        if values.iter().any(|(_, value)| value.is_ok()) {
            self.family(name, "gauge", help);
            for (of, value) in values.iter().filter_map(|(of, value)| value.ok().map(|value| (of, value))) {
                self.sample(name, &[(label, of)], value);
            }
        }
    }
}

/// A label value: backslash, quote and line end as the format wants them, other control characters visible.
fn escape(text: &str) -> String {
    domain::text::visible(text).replace('\\', "\\\\").replace('"', "\\\"")
}

fn machine(text: &mut Text, snapshot: &Snapshot) {
    let cpu = snapshot.cpu.as_ref().map_err(|gap| *gap);
    let share = |pick: fn(&domain::rates::CpuShares) -> f64| cpu.map(|cpu| pick(&cpu.total) / 100.0);
    text.gauge("cpu_ratio", "Busy share of all cores together, 0 to 1.", share(|total| total.busy));
    let modes = [
        ("user", share(|t| t.user)),
        ("system", share(|t| t.system)),
        ("iowait", share(|t| t.iowait)),
        ("steal", share(|t| t.steal)),
    ];
    text.gauges("cpu_mode_ratio", "Share of CPU time by mode, 0 to 1.", "mode", &modes);
    if let Ok(cpu) = cpu {
        let names: Vec<String> = cpu.cores.iter().map(|(number, _)| number.to_string()).collect();
        let cores: Vec<_> = names
            .iter()
            .map(String::as_str)
            .zip(cpu.cores.iter().map(|(_, busy)| busy.map(|busy| busy / 100.0)))
            .collect();
        text.gauges("cpu_core_ratio", "Busy share of each core, 0 to 1.", "core", &cores);
    }
    let [one, five, fifteen] =
        [0, 1, 2].map(|at: usize| snapshot.load.map(|load| load.get(at).copied().unwrap_or(f64::NAN)));
    text.gauge("load1", "Run queue over 1 minute.", one);
    text.gauge("load5", "Run queue over 5 minutes.", five);
    text.gauge("load15", "Run queue over 15 minutes.", fifteen);
    let memory = snapshot.memory;
    text.gauge("memory_total_bytes", "All usable RAM.", memory.map(|m| m.total as f64));
    text.gauge(
        "memory_available_bytes",
        "Memory that could be given to new programs without swapping.",
        memory.map(|m| m.available as f64),
    );
    text.gauge("swap_total_bytes", "Swap space.", memory.map(|m| m.swap_total as f64));
    text.gauge("swap_used_bytes", "Swap in use.", memory.map(|m| m.swap_used as f64));
    text.gauge("uptime_seconds", "Time since boot.", snapshot.uptime_s);
    let pressure = snapshot.pressure;
    let some = [
        ("cpu", pressure.map(|p| p.cpu_some / 100.0)),
        ("memory", pressure.map(|p| p.memory_some / 100.0)),
        ("io", pressure.map(|p| p.io_some / 100.0)),
    ];
    text.gauges(
        "pressure_some_ratio",
        "Share of the last 10 s in which some task waited, 0 to 1.",
        "resource",
        &some,
    );
    let full =
        [("memory", pressure.map(|p| p.memory_full / 100.0)), ("io", pressure.map(|p| p.io_full / 100.0))];
    text.gauges(
        "pressure_full_ratio",
        "Share of the last 10 s in which all tasks waited, 0 to 1.",
        "resource",
        &full,
    );
}

fn processes(text: &mut Text, verdicts: Reading<Verdicts>) {
    let values = [
        ("safe", verdicts.map(|verdicts| verdicts.safe as f64)),
        ("caution", verdicts.map(|verdicts| verdicts.caution as f64)),
        ("danger", verdicts.map(|verdicts| verdicts.danger as f64)),
        ("urgent", verdicts.map(|verdicts| verdicts.urgent as f64)),
    ];
    let help = "Processes by verdict in the configured mode, kernel threads left out.";
    text.gauges("processes", help, "verdict", &values);
}

fn storage(text: &mut Text, snapshot: &Snapshot) {
    if let Ok(disks) = &snapshot.disks {
        let each = |pick: &dyn Fn(&domain::snapshot::Disk) -> Reading<f64>| -> Vec<(&str, Reading<f64>)> {
            // One line per mount point: the last one mounted there is the one that is seen.
            let mut seen = std::collections::BTreeMap::new();
            for disk in disks {
                seen.insert(disk.mount.mount.as_str(), pick(disk));
            }
            seen.into_iter().collect()
        };
        text.gauges(
            "filesystem_size_bytes",
            "Size of a file system.",
            "mountpoint",
            &each(&|d| d.mount.space.map(|s| s.total as f64)),
        );
        text.gauges(
            "filesystem_used_bytes",
            "Bytes in use.",
            "mountpoint",
            &each(&|d| d.mount.space.map(|s| s.used as f64)),
        );
        text.gauges(
            "filesystem_available_bytes",
            "Bytes that an ordinary user may still write.",
            "mountpoint",
            &each(&|d| d.mount.space.map(|s| s.available as f64)),
        );
        let inodes = |pick: fn(&domain::sample::Space) -> u64| {
            move |d: &domain::snapshot::Disk| {
                let space = d.mount.space?;
                if space.inodes == 0 { Err(domain::Gap::Unsupported) } else { Ok(pick(&space) as f64) }
            }
        };
        text.gauges("filesystem_inodes", "Inodes in all.", "mountpoint", &each(&inodes(|s| s.inodes)));
        text.gauges(
            "filesystem_inodes_free",
            "Free inodes.",
            "mountpoint",
            &each(&inodes(|s| s.inodes_free)),
        );
        text.gauges(
            "disk_read_bytes_per_second",
            "Bytes read from the device of a file system.",
            "mountpoint",
            &each(&|d| d.rates.map(|r| r.0)),
        );
        text.gauges(
            "disk_written_bytes_per_second",
            "Bytes written to the device of a file system.",
            "mountpoint",
            &each(&|d| d.rates.map(|r| r.1)),
        );
    }
    if let Ok(interfaces) = &snapshot.network {
        let each = |pick: fn((f64, f64)) -> f64| -> Vec<(&str, Reading<f64>)> {
            interfaces
                .iter()
                .map(|interface| (interface.interface.as_str(), interface.rates.map(pick)))
                .collect()
        };
        text.gauges("network_receive_bytes_per_second", "Bytes received.", "device", &each(|rates| rates.0));
        text.gauges("network_transmit_bytes_per_second", "Bytes sent.", "device", &each(|rates| rates.1));
    }
}

/// One line for each state, 1 for the one that holds (OpenMetrics, "StateSet"), of what is watched or failed.
fn services(text: &mut Text, snapshot: &Snapshot) {
    let Ok(services) = &snapshot.services else { return };
    if services.shown().is_empty() {
        return;
    }
    text.family("service_state", "gauge", "1 for the state that a service is in, 0 for all others.");
    for service in services.shown() {
        for state in ServiceState::ALL {
            let labels = [("service", service.id.as_str()), ("state", state.word())];
            text.sample("service_state", &labels, if service.state == state { 1.0 } else { 0.0 });
        }
    }
    let of = |pick: fn(&Service) -> Reading<f64>| -> Vec<(&str, Reading<f64>)> {
        services.shown().iter().map(|service| (service.id.as_str(), pick(service))).collect()
    };
    text.gauges(
        "service_restarts",
        "How often a service was started again after it ended.",
        "service",
        &of(|service| service.restarts.map(f64::from)),
    );
    text.gauges(
        "service_memory_bytes",
        "Memory of all processes of a service.",
        "service",
        &of(|service| service.memory_bytes.map(|bytes| bytes as f64)),
    );
}

fn own(text: &mut Text, snapshot: &Snapshot) {
    let own = &snapshot.monitor;
    text.gauge(
        "self_cpu_ratio",
        "CPU of server-monitor itself, 1 is one core.",
        own.cpu_percent.map(|percent| percent / 100.0),
    );
    text.gauge(
        "self_resident_memory_bytes",
        "Resident memory of server-monitor itself.",
        own.rss_bytes.map(|bytes| bytes as f64),
    );
    text.gauge("tick_seconds", "Time that the sampling of the newest tick took.", Ok(own.tick.as_secs_f64()));
    text.family("late_ticks_total", "counter", "Ticks that began late or were left out since the start.");
    text.sample("late_ticks_total", &[], own.late_ticks as f64);
    let took: Vec<_> = own.collectors.iter().map(|run| (run.name, Ok(run.took.as_secs_f64()))).collect();
    text.gauges("collector_seconds", "Time that a collector took in the newest tick.", "collector", &took);
    let success: Vec<_> = own
        .collectors
        .iter()
        .map(|run| (run.name, Ok(if matches!(run.outcome, Outcome::Ok) { 1.0 } else { 0.0 })))
        .collect();
    text.gauges(
        "collector_success",
        "1 if a collector read what it wanted in the newest tick.",
        "collector",
        &success,
    );
}
