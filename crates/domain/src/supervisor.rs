//! Who keeps services running on a machine, and what a person types there to have one stopped: for a person to read, never run.
//! Not here: who keeps which process (`host::parse`).

use crate::text::operand;

/// What starts a service, and starts it again. Each has a command of its own, which is there where it is, and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Supervisor {
    /// systemd as the manager of the system (systemctl(1)).
    Systemd,
    /// systemd as the manager of a user's own services.
    SystemdOfUser,
    /// OpenRC (rc-service(8)).
    OpenRc,
    /// runit (sv(8)).
    Runit,
    /// s6 (s6-svc): a service is named by its folder.
    S6,
}

impl Supervisor {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Systemd, Self::SystemdOfUser, Self::OpenRc, Self::Runit, Self::S6];

    /// What it calls itself, in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Systemd | Self::SystemdOfUser => "systemd",
            Self::OpenRc => "OpenRC",
            Self::Runit => "runit",
            Self::S6 => "s6",
        }
    }

    /// The command that stops a service. Its name is one word of it, whatever it holds.
    #[must_use]
    pub fn stop(self, service: &str) -> String {
        let service = operand(service);
        match self {
            Self::Systemd => format!("systemctl stop {service}"),
            Self::SystemdOfUser => format!("systemctl --user stop {service}"),
            Self::OpenRc => format!("rc-service {service} stop"),
            // Whatever stands after the verb is a service to sv, `--` too.
            Self::Runit => format!("sv stop {}", service.strip_prefix("-- ").unwrap_or(&service)),
            Self::S6 => format!("s6-svc -d {service}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_in_its_own_words_to_stop_a_service() {
        for (supervisor, service, expected) in [
            (Supervisor::Systemd, "nginx.service", "systemctl stop nginx.service"),
            (Supervisor::SystemdOfUser, "web@1.service", "systemctl --user stop web@1.service"),
            (Supervisor::OpenRc, "nginx", "rc-service nginx stop"),
            (Supervisor::Runit, "nginx", "sv stop nginx"),
            (Supervisor::S6, "/run/service/nginx", "s6-svc -d /run/service/nginx"),
        ] {
            assert_eq!(supervisor.stop(service), expected);
        }
    }

    #[test]
    fn a_service_is_one_word_of_the_command_whatever_it_is_called() {
        for (supervisor, expected) in Supervisor::ALL.into_iter().zip([
            "systemctl stop -- '$(x) y'",
            "systemctl --user stop -- '$(x) y'",
            "rc-service -- '$(x) y' stop",
            "sv stop '$(x) y'",
            "s6-svc -d -- '$(x) y'",
        ]) {
            assert_eq!(supervisor.stop("$(x) y"), expected);
        }
    }
}
