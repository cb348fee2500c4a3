# A Debian server as it is after its installation, with the few packages that people add first, and somebody logged in.
# shellcheck shell=sh disable=SC2034,SC2154 # read and set by record.sh

PACKAGES="cron rsyslog chrony unattended-upgrades polkitd exim4-daemon-light openssh-client openssh-server tmux
    systemd-resolved libpam-systemd bash-completion less vim-tiny at logrotate fail2ban iptables python3-systemd"

prepare() {
    chroot "$ROOT" systemctl disable nginx
    # What it would ban is nobody; it only has to run.
    printf '[DEFAULT]\nbackend = systemd\nbanaction = noop\n[sshd]\nenabled = true\n' >"$ROOT/etc/fail2ban/jail.local"
    printf '[Definition]\nactionban =\nactionunban =\n' >"$ROOT/etc/fail2ban/action.d/noop.conf"
    tell_time
    come_in_by_key
}

# chrony without touching the clock, which is that of the host.
tell_time() {
    mkdir -p "$ROOT/etc/systemd/system/chrony.service.d"
    printf '[Unit]\nConditionCapability=\n' >"$ROOT/etc/systemd/system/chrony.service.d/anywhere.conf"
    printf 'DAEMON_OPTS="-F 1 -x"\n' >"$ROOT/etc/default/chrony"
}

# dweller comes in by a key of its own.
come_in_by_key() {
    home=$ROOT/home/dweller
    mkdir -p -m 700 "$home/.ssh"
    ssh-keygen -q -t ed25519 -N '' -C dweller -f "$home/.ssh/id_ed25519"
    cp "$home/.ssh/id_ed25519.pub" "$home/.ssh/authorized_keys"
    printf 'Host *\n    StrictHostKeyChecking no\n' >"$home/.ssh/config"
    chown -R 4711:4711 "$home/.ssh"
    chroot "$ROOT" usermod --shell /bin/bash dweller
}

start() {
    inside systemctl stop nginx
    # It has no unit of its own, so that nothing wants it.
    inside systemctl start exim4
    log_in
}

# Somebody at a shell in a session by ssh, a job of theirs, and a multiplexer that was left open with an editor.
log_in() {
    service work --uid=dweller --property=Type=forking tmux new-session -d -s work vi notes
    work() { inside su dweller -c "tmux $1"; }
    work 'new-window -t work "ssh dweller@localhost"'
    until inside who | grep -q dweller; do sleep 0.2; done
    sleep 1
    work 'send-keys -t work "sleep 1000 & less /etc/services" Enter'
}
