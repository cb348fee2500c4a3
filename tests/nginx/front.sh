#!/bin/sh
# Places of its own for a real nginx: network, process ids, /etc, /run, /var/log, /var/lib. The ports 80 and 443,
# /etc/letsencrypt and /etc/server-monitor are free in it; nothing of the system's nginx is touched.
#   front.sh hold FOLDER   sets it up below FOLDER, prints "ready PID", and holds it until stdin ends
# PID is a process to enter by (nsenter -t PID -m -n -p). Everything in it ends with it, however that comes.
# Exit 69: it cannot be had here; the last line says why.
set -eu
PATH=$PATH:/usr/sbin:/sbin

unavailable() { echo "$1" >&2; exit 69; }

hold() {
    [ "$(id -u)" = 0 ] || unavailable "needs root"
    for program in nginx openssl curl unshare nsenter ip; do
        command -v "$program" >/dev/null || unavailable "$program is not installed"
    done
    unshare --mount --net --pid true 2>/dev/null || unavailable "namespaces cannot be made here"
    exec unshare --mount --net --pid --fork --kill-child -- sh "$0" inside "$1"
}

inside() {
    # /proc is still that of outside: it says what we are called there.
    read -r pid _ </proc/self/stat
    mount -t proc proc /proc
    ip link set lo up
    mkdir -p "$1/etc/nginx/conf.d" "$1/etc/server-monitor" "$1/log/nginx" "$1/lib/nginx"
    for name in passwd group nsswitch.conf ld.so.cache ssl; do
        [ ! -e "/etc/$name" ] || cp -a "/etc/$name" "$1/etc/$name"
    done
    printf '127.0.0.1 localhost mon.example.org\n' >"$1/etc/hosts"
    workers=www-data
    grep -q "^$workers:" /etc/passwd || workers=nginx
    # As Debian's own, in short; another site has the port, and all is compressed that is not told to be left alone.
    cat >"$1/etc/nginx/nginx.conf" <<END
user $workers;
worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
events { worker_connections 256; }
http {
    sendfile on;
    default_type application/octet-stream;
    access_log /var/log/nginx/access.log;
    gzip on;
    gzip_types *;
    gzip_proxied any;
    gzip_min_length 20;
    include /etc/nginx/conf.d/*.conf;
    server { listen 80 default_server; server_name _; return 404; }
}
END
    mount --bind "$1/etc" /etc
    mount --bind "$1/log" /var/log
    mount --bind "$1/lib" /var/lib
    mount -t tmpfs tmpfs /run
    mkdir /run/server-monitor
    echo "ready $pid"
    exec cat >/dev/null
}

case ${1:-} in
    hold | inside) "$1" "$2" ;;
    *) sed -n '2,7p' "$0"; exit 2 ;;
esac
