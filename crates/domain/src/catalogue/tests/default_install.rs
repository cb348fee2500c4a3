//! What fresh servers run: each of these must be known, at its path and under its account, before anybody
//! has installed anything. A gap here is a caution on a healthy machine.
//!
//! A row is `name account executable [arguments]`, as `ps -eo comm,user,exe,args` and `/proc/PID/exe` show
//! them; `*` is an account of a person. Accounts are those of the packages' units and `sysusers.d`.

use super::super::{Category, Entry, Platform, Subject, Trust, identify};

const DEBIAN_12: &str = "
systemd root /usr/lib/systemd/systemd /sbin/init
systemd * /usr/lib/systemd/systemd /lib/systemd/systemd --user
(sd-pam) * /usr/lib/systemd/systemd (sd-pam)
systemd-journald root /usr/lib/systemd/systemd-journald
systemd-udevd root /usr/bin/udevadm /lib/systemd/systemd-udevd
(udev-worker) root /usr/bin/udevadm (udev-worker)
systemd-logind root /usr/lib/systemd/systemd-logind
systemd-timesyncd systemd-timesync /usr/lib/systemd/systemd-timesyncd
systemd-networkd systemd-network /usr/lib/systemd/systemd-networkd
systemd-resolved systemd-resolve /usr/lib/systemd/systemd-resolved
systemd-hostnamed root /usr/lib/systemd/systemd-hostnamed
systemd-timedated root /usr/lib/systemd/systemd-timedated
systemd-localed root /usr/lib/systemd/systemd-localed
systemd-machined root /usr/lib/systemd/systemd-machined
systemd-oomd systemd-oom /usr/lib/systemd/systemd-oomd
systemd-tmpfiles root /usr/bin/systemd-tmpfiles systemd-tmpfiles --clean
dbus-daemon messagebus /usr/bin/dbus-daemon /usr/bin/dbus-daemon --system
cron root /usr/sbin/cron /usr/sbin/cron -f
cron root /usr/sbin/cron /usr/sbin/CRON -f
atd daemon /usr/sbin/atd
anacron root /usr/sbin/anacron
rsyslogd root /usr/sbin/rsyslogd /usr/sbin/rsyslogd -n -iNONE
agetty root /usr/sbin/agetty /sbin/agetty -o -p -- \\u --noclear tty1 linux
login root /usr/bin/login /bin/login -p --
sshd root /usr/sbin/sshd sshd: /usr/sbin/sshd -D [listener]
sshd sshd /usr/sbin/sshd sshd: root [net]
sftp-server * /usr/lib/openssh/sftp-server
dhclient root /usr/sbin/dhclient dhclient -4 -v -i
dhcpcd dhcpcd /usr/sbin/dhcpcd dhcpcd: [privileged proxy]
wpa_supplicant root /usr/sbin/wpa_supplicant -u -s
NetworkManager root /usr/sbin/NetworkManager --no-daemon
ModemManager root /usr/sbin/ModemManager
polkitd polkitd /usr/lib/polkit-1/polkitd --no-debug
udisksd root /usr/libexec/udisks2/udisksd
upowerd root /usr/libexec/upowerd
packagekitd root /usr/libexec/packagekitd
accounts-daemon root /usr/libexec/accounts-daemon
unattended-upgrade-shutdown root /usr/bin/python3.11 /usr/bin/python3 /usr/share/unattended-upgrades/unattended-upgrade-shutdown --wait-for-signal
unattended-upgrade root /usr/bin/python3.11 /usr/bin/python3 /usr/bin/unattended-upgrade
exim4 Debian-exim /usr/sbin/exim4 /usr/sbin/exim4 -bd -q30m
chronyd _chrony /usr/sbin/chronyd -F 1
ntpd ntpsec /usr/sbin/ntpd -p /run/ntpd.pid
irqbalance root /usr/sbin/irqbalance --foreground
smartd root /usr/sbin/smartd -n
mdadm root /usr/sbin/mdadm --monitor --scan
dmeventd root /usr/sbin/dmeventd -f
lvmpolld root /usr/sbin/lvmpolld -t 60
multipathd root /usr/sbin/multipathd -d -s
iscsid root /usr/sbin/iscsid
rpcbind _rpc /usr/sbin/rpcbind -f -w
rpc.statd statd /usr/sbin/rpc.statd
rpc.mountd root /usr/sbin/rpc.mountd
rpc.idmapd root /usr/sbin/rpc.idmapd
nfsdcld root /usr/sbin/nfsdcld
blkmapd root /usr/sbin/blkmapd
avahi-daemon avahi /usr/sbin/avahi-daemon avahi-daemon: running
cupsd root /usr/sbin/cupsd -l
acpid root /usr/sbin/acpid
haveged root /usr/sbin/haveged --Foreground
rngd root /usr/sbin/rngd -f
auditd root /usr/sbin/auditd
uuidd uuidd /usr/sbin/uuidd --socket-activation
mcelog root /usr/sbin/mcelog --daemon
rasdaemon root /usr/sbin/rasdaemon -f -r
qemu-ga root /usr/sbin/qemu-ga
vmtoolsd root /usr/bin/vmtoolsd
VGAuthService root /usr/bin/VGAuthService
hv_kvp_daemon root /usr/sbin/hv_kvp_daemon -n
hv_vss_daemon root /usr/sbin/hv_vss_daemon -n
spice-vdagentd root /usr/sbin/spice-vdagentd
google_guest_agent root /usr/bin/google_guest_agent
waagent root /usr/bin/python3.11 python3 /usr/sbin/waagent -daemon
cloud-init root /usr/bin/python3.11 /usr/bin/python3 /usr/bin/cloud-init modules
fail2ban-server root /usr/bin/python3.11 /usr/bin/python3 /usr/bin/fail2ban-server -xf start
plymouthd root /usr/sbin/plymouthd --mode=boot
thermald root /usr/sbin/thermald
fwupd root /usr/libexec/fwupd/fwupd
bluetoothd root /usr/libexec/bluetooth/bluetoothd
apt-get root /usr/bin/apt-get -qq -y update
http _apt /usr/lib/apt/methods/http
gpgv _apt /usr/lib/apt/methods/gpgv
dpkg root /usr/bin/dpkg --configure -a
needrestart root /usr/bin/perl perl -w /usr/sbin/needrestart
ksmtuned root /usr/bin/bash /bin/bash /usr/sbin/ksmtuned
";

const UBUNTU_24_04: &str = "
systemd root /usr/lib/systemd/systemd /usr/lib/systemd/systemd --system
(sd-pam) * /usr/lib/systemd/systemd-executor (sd-pam)
systemd-executor root /usr/lib/systemd/systemd-executor
networkd-dispatcher root /usr/bin/python3.12 /usr/bin/python3 /usr/bin/networkd-dispatcher --run-startup-triggers
rsyslogd syslog /usr/sbin/rsyslogd -n -iNONE
dbus-daemon messagebus /usr/bin/dbus-daemon @dbus-daemon --system
polkitd polkitd /usr/lib/polkit-1/polkitd --no-debug
snapd root /usr/lib/snapd/snapd
snapd root /snap/snapd/21759/usr/lib/snapd/snapd
snapfuse root /usr/bin/snapfuse /var/lib/snapd/snaps/core22.snap
sshd root /usr/sbin/sshd sshd: /usr/sbin/sshd -D
sshd-session root /usr/lib/openssh/sshd-session sshd-session: ann [priv]
sshd-auth sshd /usr/lib/openssh/sshd-auth sshd-auth: ann [net]
unattended-upgr root /usr/bin/python3.12 /usr/bin/python3 /usr/share/unattended-upgrades/unattended-upgrade-shutdown --wait-for-signal
hv_kvp_daemon root /usr/lib/linux-tools-6.8.0-45/hv_kvp_daemon -n
hv_kvp_daemon root /usr/lib/linux-azure-tools-6.8.0-1015/hv_kvp_daemon -n
amazon-ssm-agent root /snap/amazon-ssm-agent/9565/amazon-ssm-agent
ssm-agent-worker root /snap/amazon-ssm-agent/9565/ssm-agent-worker
google_osconfig_agent root /usr/bin/google_osconfig_agent
oracle-cloud-agent root /snap/oracle-cloud-agent/96/agent
pollinate pollinate /usr/bin/dash /bin/sh /usr/bin/pollinate
landscape-client landscape /usr/bin/python3.12 /usr/bin/python3 /usr/bin/landscape-client
apport root /usr/bin/python3.12 /usr/bin/python3 /usr/share/apport/apport
fwupd root /usr/libexec/fwupd/fwupd
udisksd root /usr/libexec/udisks2/udisksd
upowerd root /usr/libexec/upowerd
packagekitd root /usr/libexec/packagekitd
ModemManager root /usr/sbin/ModemManager
multipathd root /usr/sbin/multipathd -d -s
thermald root /usr/sbin/thermald --no-daemon
chronyd _chrony /usr/sbin/chronyd -F 1
lxcfs root /usr/bin/lxcfs /var/lib/lxcfs
";

const ROCKY_9: &str = "
systemd root /usr/lib/systemd/systemd --switched-root --system
systemd-udevd root /usr/bin/udevadm /usr/lib/systemd/systemd-udevd
systemd-userdbd root /usr/lib/systemd/systemd-userdbd
systemd-userwork root /usr/lib/systemd/systemd-userwork systemd-userwork: waiting
dbus-broker-launch dbus /usr/bin/dbus-broker-launch --scope system --audit
dbus-broker dbus /usr/bin/dbus-broker --log 4
polkitd polkitd /usr/lib/polkit-1/polkitd --no-debug
NetworkManager root /usr/sbin/NetworkManager --no-daemon
nm-dispatcher root /usr/libexec/nm-dispatcher
nm-cloud-setup root /usr/libexec/nm-cloud-setup
firewalld root /usr/bin/python3.9 /usr/bin/python3 -s /usr/sbin/firewalld --nofork --nopid
tuned root /usr/bin/python3.9 /usr/bin/python3 -Es /usr/sbin/tuned -l -P
chronyd chrony /usr/sbin/chronyd -F 2
crond root /usr/sbin/crond -n
anacron root /usr/sbin/anacron -s
atd root /usr/sbin/atd -f
rsyslogd root /usr/sbin/rsyslogd -n
auditd root /usr/sbin/auditd
sedispatch root /usr/sbin/sedispatch
sshd root /usr/sbin/sshd sshd: /usr/sbin/sshd -D [listener]
sftp-server * /usr/libexec/openssh/sftp-server
agetty root /usr/sbin/agetty -o -p -- \\u --noclear - linux
irqbalance root /usr/sbin/irqbalance --foreground
rngd daemon /usr/sbin/rngd -f -x pkcs11
mcelog root /usr/sbin/mcelog --daemon --foreground
smartd root /usr/sbin/smartd -n
lsmd libstoragemgmt /usr/bin/lsmd -d
ksmtuned root /usr/bin/bash /bin/bash /usr/sbin/ksmtuned
gssproxy root /usr/sbin/gssproxy -D
rpcbind rpc /usr/sbin/rpcbind -w -f
rpc.statd rpcuser /usr/sbin/rpc.statd
rpc.mountd root /usr/sbin/rpc.mountd
nfsdcld root /usr/sbin/nfsdcld
sssd root /usr/sbin/sssd -i --logger=files
sssd_be root /usr/libexec/sssd/sssd_be --domain implicit_files
sssd_nss root /usr/libexec/sssd/sssd_nss --logger=files
sssd_kcm root /usr/libexec/sssd/sssd_kcm
multipathd root /usr/sbin/multipathd -d -s
iscsid root /usr/sbin/iscsid -f
stratisd root /usr/libexec/stratisd --log-level debug
udisksd root /usr/libexec/udisks2/udisksd
packagekitd root /usr/libexec/packagekitd
ModemManager root /usr/sbin/ModemManager
accounts-daemon root /usr/libexec/accounts-daemon
power-profiles-daemon root /usr/libexec/power-profiles-daemon
low-memory-monitor root /usr/libexec/low-memory-monitor
rhsmcertd root /usr/bin/rhsmcertd
dnf root /usr/bin/python3.9 /usr/bin/python3 /usr/bin/dnf makecache --timer
dnf-automatic root /usr/bin/python3.9 /usr/bin/python3 /usr/bin/dnf-automatic --timer
setroubleshootd setroubleshoot /usr/bin/python3.9 /usr/bin/python3 -Es /usr/sbin/setroubleshootd -f
abrtd root /usr/sbin/abrtd -d -s
cockpit-ws cockpit-ws /usr/libexec/cockpit-ws --no-tls
cockpit-tls cockpit-ws /usr/libexec/cockpit-tls
qemu-ga root /usr/bin/qemu-ga --method=virtio-serial
vmtoolsd root /usr/bin/vmtoolsd
hypervkvpd root /usr/sbin/hypervkvpd -n
hypervvssd root /usr/sbin/hypervvssd -n
qemu-kvm qemu /usr/libexec/qemu-kvm -name guest=web
virtqemud root /usr/sbin/virtqemud --timeout 120
virtlogd root /usr/sbin/virtlogd
dnsmasq dnsmasq /usr/sbin/dnsmasq
pmcd root /usr/libexec/pcp/bin/pmcd -A
pmlogger pcp /usr/libexec/pcp/bin/pmlogger
master root /usr/libexec/postfix/master -w
qmgr postfix /usr/libexec/postfix/qmgr -l -t unix -u
pickup postfix /usr/libexec/postfix/pickup -l -t unix -u
oddjobd root /usr/sbin/oddjobd -n
automount root /usr/sbin/automount --dont-check-daemon
plymouthd root /usr/sbin/plymouthd
kdumpctl root /usr/bin/bash /bin/bash /usr/bin/kdumpctl start
";

/// What people install first, on both families.
const DAEMONS: &str = "
nginx root /usr/sbin/nginx nginx: master process /usr/sbin/nginx
nginx www-data /usr/sbin/nginx nginx: worker process
nginx nginx /usr/sbin/nginx nginx: worker process
apache2 www-data /usr/sbin/apache2 -k start
httpd apache /usr/sbin/httpd -DFOREGROUND
httpd daemon /usr/local/apache2/bin/httpd
php-fpm8.2 www-data /usr/sbin/php-fpm8.2 php-fpm: pool www
php-fpm apache /usr/sbin/php-fpm php-fpm: pool www
postgres postgres /usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main
postgres postgres /usr/bin/postgres -D /var/lib/pgsql/data
postgres postgres /usr/pgsql-16/bin/postgres postgres: checkpointer
mariadbd mysql /usr/sbin/mariadbd
mariadbd mysql /usr/libexec/mariadbd --basedir=/usr
mysqld mysql /usr/libexec/mysqld --basedir=/usr
mysqld mysql /usr/sbin/mysqld
redis-server redis /usr/bin/redis-check-rdb /usr/bin/redis-server 127.0.0.1:6379
redis-server redis /usr/bin/redis-server /usr/bin/redis-server 127.0.0.1:6379
valkey-server valkey /usr/bin/valkey-server
memcached memcache /usr/bin/memcached -m 64
memcached memcached /usr/bin/memcached -p 11211
mongod mongodb /usr/bin/mongod --config /etc/mongod.conf
mongod mongod /usr/bin/mongod -f /etc/mongod.conf
named bind /usr/sbin/named -f -u bind
named named /usr/sbin/named -u named
unbound unbound /usr/sbin/unbound -d -p
dovecot root /usr/sbin/dovecot -F
imap-login dovenull /usr/lib/dovecot/imap-login
imap-login dovenull /usr/libexec/dovecot/imap-login
master root /usr/lib/postfix/sbin/master -w
smtpd postfix /usr/lib/postfix/sbin/smtpd -n smtp
exim exim /usr/sbin/exim -bd -q1h
slapd openldap /usr/sbin/slapd -h ldap:///
slapd ldap /usr/sbin/slapd -u ldap
smbd root /usr/sbin/smbd --foreground
squid proxy /usr/sbin/squid (squid-1) --kid squid-1 --foreground -sYC
squid squid /usr/sbin/squid --foreground
haproxy haproxy /usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg
dockerd root /usr/bin/dockerd -H fd://
containerd root /usr/bin/containerd
containerd-shim-runc-v2 root /usr/bin/containerd-shim-runc-v2 -namespace moby
docker-proxy root /usr/bin/docker-proxy
conmon * /usr/bin/conmon --api-version 1
kubelet root /usr/bin/kubelet --config=/var/lib/kubelet/config.yaml
etcd root /usr/local/bin/etcd --name=a
k3s-server root /usr/local/bin/k3s /usr/local/bin/k3s server
openvpn root /usr/sbin/openvpn --status-version 2
charon root /usr/lib/ipsec/charon
pluto root /usr/libexec/ipsec/pluto --leak-detective
clamd clamav /usr/sbin/clamd --foreground=true
clamd clamscan /usr/sbin/clamd -c /etc/clamd.d/scan.conf
snmpd Debian-snmp /usr/sbin/snmpd -LOw
snmpd root /usr/sbin/snmpd -LS0-6d
zabbix_agentd zabbix /usr/sbin/zabbix_agentd zabbix_agentd: collector
prometheus-node-exporter prometheus /usr/bin/prometheus-node-exporter
node_exporter node_exporter /usr/local/bin/node_exporter
grafana grafana /usr/share/grafana/bin/grafana server
mosquitto mosquitto /usr/sbin/mosquitto -c /etc/mosquitto/mosquitto.conf
radiusd radiusd /usr/sbin/radiusd -d /etc/raddb
freeradius freerad /usr/sbin/freeradius -f
supervisord root /usr/bin/python3.11 /usr/bin/python3 /usr/bin/supervisord -n
";

/// What containers start with. Those that exec are seen as what they became.
const IN_CONTAINERS: &str = "
docker-init * /usr/sbin/docker-init /sbin/docker-init -- /docker-entrypoint.sh
tini * /usr/bin/tini /usr/bin/tini -- node server.js
dumb-init * /usr/bin/dumb-init dumb-init -- python app.py
catatonit * /usr/libexec/podman/catatonit -P
podman-init * /run/podman-init /run/podman-init -- nginx
s6-svscan * /package/admin/s6-2.11.3.2/command/s6-svscan -d4 -- /run/service
s6-supervise * /usr/bin/s6-supervise svc-app
runsvdir root /usr/bin/runsvdir runsvdir -P /etc/service
runsv root /usr/bin/runsv runsv sshd
supervisord root /usr/bin/python3.11 /usr/bin/python3 /usr/bin/supervisord -n
my_init root /usr/bin/python3.10 /usr/bin/python3 -u /sbin/my_init
pause nobody /pause
redis-server redis /usr/local/bin/redis-server redis-server *:6379
postgres postgres /usr/local/bin/postgres postgres
mysqld mysql /usr/sbin/mysqld mysqld
httpd root /usr/local/apache2/bin/httpd -DFOREGROUND
php-fpm root /usr/local/sbin/php-fpm php-fpm: master process (/usr/local/etc/php-fpm.conf)
haproxy haproxy /usr/local/sbin/haproxy -W -db
memcached memcache /usr/local/bin/memcached
traefik root /usr/local/bin/traefik
prometheus nobody /usr/bin/prometheus
node_exporter nobody /usr/bin/node_exporter
grafana grafana /usr/share/grafana/bin/grafana server
coredns root /coredns -conf /etc/coredns/Corefile
kube-proxy root /usr/local/bin/kube-proxy
kube-apiserver root /usr/local/bin/kube-apiserver
";

fn findings(system: &str, rows: &str) -> Vec<String> {
    rows.lines().filter(|row| !row.is_empty()).filter_map(|row| finding(system, row)).collect()
}

fn finding(system: &str, row: &str) -> Option<String> {
    let mut words = row.split(' ');
    let [name, account, exe] = [words.next(), words.next(), words.next()].map(Option::unwrap);
    let arguments: Vec<String> = words.map(str::to_owned).collect();
    let of =
        |name| identify(&Subject { platform: Platform::Linux, name, exe: Some(exe), arguments: &arguments });
    let Some(known) = of(name) else { return Some(format!("{system}: nothing is known of {row}")) };
    let Entry { name: is, category, nature, app, expect, .. } = known.entry;
    // Whoever reads no arguments sees the kernel's 15 bytes, which may fit several programs, never a wrong one.
    let cut = of(&name[..name.len().min(15)]).filter(|cut| cut.entry.app != *app);
    let placed =
        known.trust == Trust::Expected || (known.trust == Trust::Unstated && expect.paths.is_empty());
    let anybody = account == "*" || (expect.users.is_empty() && *category == Category::SystemUtility);
    if let Some(cut) = cut {
        Some(format!("{system}: {row}: cut to 15 bytes it is taken for {}", cut.entry.name))
    } else if known.runtime.is_none() && nature.runs_from_anywhere() {
        Some(format!("{system}: {row}: taken for {is}"))
    } else if !placed {
        Some(format!("{system}: {row}: {:?}, {is} is expected at {:?}", known.trust, expect.paths))
    } else if !anybody && !expect.users.contains(&account) {
        Some(format!("{system}: {row}: {is} is expected to run as {:?}", expect.users))
    } else {
        None
    }
}

#[test]
fn what_fresh_servers_run_is_known_at_its_place_and_under_its_account() {
    let systems = [
        ("Debian 12", DEBIAN_12),
        ("Ubuntu 24.04", UBUNTU_24_04),
        ("Rocky 9", ROCKY_9),
        ("installed", DAEMONS),
        ("in containers", IN_CONTAINERS),
    ];
    let found: Vec<String> = systems.into_iter().flat_map(|(system, rows)| findings(system, rows)).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_same_names_from_a_folder_of_a_visitor_are_not_trusted() {
    for name in ["systemd-journald", "chronyd", "dockerd", "mariadbd", "sshd-session", "dbus-broker"] {
        let exe = format!("/home/eve/{name}");
        let subject = Subject { platform: Platform::Linux, name, exe: Some(&exe), arguments: &[] };
        assert_eq!(identify(&subject).map(|known| known.trust), Some(Trust::Mismatch), "{name}");
    }
}
