//! The words by which M10 tells a category. Only the table and how a word occurs; the order of the
//! categories is the mission's.

use crate::catalogue::Category;

/// The words of one category.
struct Row {
    category: Category,
    /// Occur in the name or in the description.
    anywhere: &'static [&'static str],
    /// Names that are ordinary words, or parts of them, elsewhere: they occur in the name alone.
    names: &'static [&'static str],
}

/// In the order in which they are asked. Latin words are compared as whole words, digits after them aside
/// (`python` is in `python3.12`, `ps` is not in `https`); Korean ones as they stand, because particles
/// follow them without a space.
const TABLE: [Row; 11] = [
    Row {
        category: Category::Kernel,
        anywhere: &["kernel", "커널", "kthreadd", "kworker", "ksoftirqd", "kswapd", "ntoskrnl", "rcu sched"],
        names: &["migration", "kcompactd", "khugepaged", "kdevtmpfs", "jbd2", "watchdogd", "system"],
    },
    Row {
        category: Category::Core,
        anywhere: &[
            "core",
            "systemd",
            "부팅",
            "운영체제 핵심",
            "lsass",
            "csrss",
            "smss",
            "wininit",
            "winlogon",
            "svchost",
            "dwm",
        ],
        names: &["init", "launchd", "services", "registry", "explorer", "dbus daemon"],
    },
    Row {
        category: Category::Database,
        anywhere: &[
            "database",
            "데이터베이스",
            "데이터 저장",
            "mysqld",
            "mysql",
            "mariadb",
            "mariadbd",
            "postgres",
            "postgresql",
            "mongod",
            "mongodb",
            "mongos",
            "redis",
            "sqlite",
            "sqlservr",
            "memcached",
            "elasticsearch",
            "opensearch",
            "influxd",
            "influxdb",
            "clickhouse",
            "cassandra",
            "couchdb",
            "valkey",
            "etcd",
            "neo4j",
            "oracle",
        ],
        names: &[],
    },
    Row {
        category: Category::NetworkService,
        anywhere: &[
            "sshd",
            "ssh",
            "networkmanager",
            "네트워크",
            "원격 접속",
            "원격 관리",
            "시간 동기화",
            "chronyd",
            "ntpd",
            "timesyncd",
            "dns",
            "dhcp",
            "vpn",
            "openvpn",
            "wireguard",
            "named",
            "bind9",
            "dnsmasq",
            "unbound",
            "dhclient",
            "dhcpcd",
            "postfix",
            "dovecot",
            "sendmail",
            "exim",
            "exim4",
            "smbd",
            "nmbd",
            "vsftpd",
            "proftpd",
            "wpa supplicant",
            "firewalld",
            "systemd networkd",
            "rpcbind",
            "avahi daemon",
            "network",
        ],
        names: &["sftp server", "telnetd", "rsync", "tailscaled", "bluetoothd"],
    },
    Row {
        category: Category::SystemService,
        anywhere: &[
            "rsyslogd",
            "rsyslog",
            "syslog",
            "polkitd",
            "polkit",
            "로그 수집",
            "로그 관리",
            "로그 기록",
            "권한 관리",
            "백그라운드 서비스",
            "시스템 서비스",
            "crond",
            "cron",
            "atd",
            "auditd",
            "journald",
            "udevd",
            "logind",
            "dbus",
            "udisksd",
            "accounts daemon",
            "cupsd",
            "spoolsv",
            "irqbalance",
            "thermald",
            "예약 작업",
            "system service",
        ],
        names: &["login", "agetty", "getty", "sssd", "acpid", "upowerd", "snapd", "packagekitd"],
    },
    Row {
        category: Category::Monitoring,
        anywhere: &[
            "monitoring",
            "모니터링",
            "감시",
            "htop",
            "btop",
            "atop",
            "iotop",
            "glances",
            "netdata",
            "prometheus",
            "grafana",
            "zabbix",
            "nagios",
            "telegraf",
            "collectd",
            "node exporter",
            "datadog",
            "filebeat",
            "monit",
            "taskmgr",
            "vmstat",
            "iostat",
            "sysstat",
        ],
        names: &["top", "perfmon", "sar"],
    },
    Row {
        category: Category::ContainerRuntime,
        anywhere: &[
            "containerd",
            "containerd shim",
            "tini",
            "runc",
            "crun",
            "cri o",
            "crio",
            "conmon",
            "podman",
            "lxc",
            "lxd",
            "컨테이너 런타임",
            "컨테이너 격리",
            "container runtime",
        ],
        names: &["dumb init", "catatonit", "pause"],
    },
    Row {
        category: Category::WebServer,
        anywhere: &[
            "nginx",
            "apache",
            "apache2",
            "httpd",
            "caddy",
            "lighttpd",
            "haproxy",
            "traefik",
            "tomcat",
            "iis",
            "w3wp",
            "웹 서버",
            "웹서버",
            "web server",
            "reverse proxy",
            "리버스 프록시",
        ],
        names: &["envoy", "varnishd", "squid"],
    },
    Row {
        category: Category::Runtime,
        anywhere: &[
            "python",
            "pythonw",
            "nodejs",
            "java",
            "javaw",
            "ruby",
            "php",
            "php fpm",
            "dotnet",
            "perl",
            "deno",
            "실행 환경",
            "런타임",
            "runtime",
            "uvicorn",
            "gunicorn",
            "인터프리터",
            "interpreter",
        ],
        names: &["node", "bun", "go", "lua", "beam", "erl", "mono"],
    },
    Row {
        category: Category::Infrastructure,
        anywhere: &[
            "docker",
            "dockerd",
            "kubelet",
            "kubernetes",
            "쿠버네티스",
            "kube proxy",
            "kube apiserver",
            "kube scheduler",
            "kube controller manager",
            "k3s",
            "가상화",
            "클러스터",
            "libvirtd",
            "qemu",
            "vmtoolsd",
            "virtualization",
            "cluster",
            "consul",
            "nomad",
            "rabbitmq",
            "kafka",
            "jenkins",
        ],
        names: &["vault", "vmware", "vboxservice"],
    },
    Row {
        category: Category::SystemUtility,
        anywhere: &["grep", "유틸리티", "명령어", "utility", "powershell", "tmux"],
        names: &[
            "ps", "tail", "head", "cat", "ls", "less", "more", "find", "sort", "awk", "sed", "vim", "vi",
            "nano", "tar", "gzip", "xz", "curl", "wget", "sleep", "bash", "sh", "dash", "zsh", "fish", "cmd",
            "conhost", "screen", "sudo", "su", "df", "du", "free", "watch", "kill", "notepad",
        ],
    },
];

/// The first category of which a word occurs, and that word. Both texts in lower case.
pub(super) fn category(name: &str, description: &str) -> Option<(Category, &'static str)> {
    let (name_words, said_words) = (latin_words(name), latin_words(description));
    let occurs = |word: &&'static str, text: &str, words: &str| {
        if word.is_ascii() { has_word(words, word) } else { text.contains(*word) }
    };
    TABLE.iter().find_map(|row| {
        let anywhere = row
            .anywhere
            .iter()
            .find(|word| occurs(word, name, &name_words) || occurs(word, description, &said_words));
        let word = anywhere.or_else(|| row.names.iter().find(|word| occurs(word, name, &name_words)));
        word.map(|word| (row.category, *word))
    })
}

/// The Latin words of a text, each with a space on both sides.
fn latin_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push_str(word);
        words.push(' ');
    }
    words
}

/// Whether the word stands in these words, digits after it aside.
fn has_word(words: &str, word: &str) -> bool {
    words.match_indices(word).any(|(at, _)| {
        let rest = words[at + word.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
        words[..at].ends_with(' ') && rest.starts_with(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_ones_and_digits_after_them_do_not_count() {
        for (text, word, is_there) in [
            ("python3.12", "python", true),
            ("/usr/bin/https", "ps", false),
            ("desktop", "top", false),
            ("php-fpm: pool www", "php fpm", true),
            ("tini", "init", false),
            ("mysqld_safe", "mysqld", true),
            ("nginx웹서버", "nginx", true),
            ("java", "javaw", false),
        ] {
            assert_eq!(has_word(&latin_words(text), word), is_there, "{word} in {text}");
        }
    }

    #[test]
    fn the_table_has_every_category_but_general_in_the_order_of_m10() {
        let asked: Vec<_> = TABLE.iter().map(|row| row.category).collect();
        assert_eq!(asked, Category::ALL[..11]);
    }

    #[test]
    fn words_are_written_as_they_are_compared_and_stand_once() {
        let mut all = Vec::new();
        for row in &TABLE {
            for word in row.anywhere.iter().chain(row.names) {
                assert_eq!(*word, word.to_lowercase(), "{word}");
                assert!(!word.is_ascii() || latin_words(word) == format!(" {word} "), "{word}");
                assert!(!word.ends_with(|c: char| c.is_ascii_digit()) || has_word(&latin_words(word), word));
                all.push(*word);
            }
        }
        let many = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), many, "a word stands twice");
    }
}
