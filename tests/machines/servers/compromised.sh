# The plain server after somebody came in. Everything planted is harmless; what it is called is what intruders call it.
# shellcheck shell=sh disable=SC1091,SC2034,SC2154 # read and set by record.sh

. "$HERE/servers/plain.sh"

plant() {
    # Who controls it is outside: nobody inside listens.
    talk=$(mktemp)
    sh "$HERE/machine.sh" net "$NAME" "$PLANT" accept >"$talk" 2>/dev/null </dev/null &
    OUTSIDE=$!
    until [ -s "$talk" ]; do sleep 0.1; done
    port=$(cat "$talk")
    rm "$talk"

    # /tmp is mounted inside alone.
    machine put "$NAME" "$PLANT" /root/x
    put() { inside install -D -m 755 /root/x "$1"; }
    # A miner with the name of a kernel thread.
    put /tmp/.font-unix/x
    service miner --uid=4711 /tmp/.font-unix/x name kworker/0:1
    # A database that is none.
    put /var/lib/misc/mysqld
    service database /var/lib/misc/mysqld listen
    # A program that waits for its master and removed its file.
    put /usr/local/bin/updater
    service updater /usr/local/bin/updater listen
    # A program that was never on a disk.
    put /var/tmp/loader
    service loader --uid=33 /var/tmp/loader memory dbus-helper
    # A shell that somebody elsewhere types into.
    put /usr/local/sbin/connect
    service shell --uid=33 /usr/local/sbin/connect reverse "$port" /bin/bash
    # A library in front of all others.
    machine put "$NAME" "$LIBRARY" /usr/local/lib/libaudit.so
    service watch --setenv=LD_PRELOAD=/usr/local/lib/libaudit.so /usr/bin/sleep infinity
    sleep 1
    inside rm /root/x /usr/local/bin/updater /usr/local/sbin/connect /var/tmp/loader
}
