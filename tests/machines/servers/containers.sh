# A container host: Docker from Debian with what people run in it, published on ports, beside the host's own services.
# shellcheck shell=sh disable=SC2034,SC2154 # read and set by record.sh

PACKAGES="cron rsyslog openssh-server libpam-systemd docker.io busybox-static iptables redis-server python3"
# A container in a container: what nspawn would keep back.
SETTINGS='[Exec]
Capability=all
SystemCallFilter=@keyring bpf'

prepare() {
    mkdir -p "$ROOT/etc/docker"
    printf '{"iptables":false,"ip6tables":false,"ip-forward":false,"storage-driver":"vfs"}\n' >"$ROOT/etc/docker/daemon.json"
    chroot "$ROOT" systemctl disable nginx redis-server
    first=$(machine pid "$NAME")
    for controller in devices pids freezer blkio cpuset; do
        nsenter -t "$first" -m mount -o remount,bind,rw "/sys/fs/cgroup/$controller" || :
    done
}

start() {
    inside systemctl stop nginx redis-server
    inside systemctl start docker
    # There is no registry here: the images are this very Debian, and a single static program.
    inside sh -c 'tar --exclude=run/* -C / -c bin sbin lib lib64 usr etc run var/lib/nginx var/lib/redis \
        var/log/nginx | docker import - debian:12 >/dev/null'
    inside sh -c 'mkdir -p /root/static/bin && cp /bin/busybox /root/static/bin/busybox &&
        ln -s busybox /root/static/bin/sh && tar -C /root/static -c . | docker import - busybox:1 >/dev/null'
    run() { name=$1; shift; inside docker run --detach --name "$name" "$@" >/dev/null; }
    run web --publish 8080:80 debian:12 nginx -g 'daemon off;'
    run cache --user redis debian:12 redis-server --save '' --bind 0.0.0.0 --protected-mode no
    run queue --network host --user nobody debian:12 python3 -m http.server --bind 127.0.0.1 8090
    run beat busybox:1 /bin/sh -c 'while /bin/busybox sleep 60; do :; done'
}
