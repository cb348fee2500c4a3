#!/bin/sh
# Throw-away Debian machines with a real systemd, for the tests that need one. Root only.
#
#   machine.sh build                          make the base root, once; prints its folder
#   machine.sh up NAME [--unified|--limits]   boot a machine on a private overlay of the base
#   machine.sh hold NAME [--unified|--limits] up, print "ready", and down as soon as stdin ends
#   machine.sh run NAME COMMAND…              run it inside as a transient unit; its exit code
#   machine.sh in NAME COMMAND…               run it inside, outside of any unit; its exit code
#   machine.sh net NAME COMMAND…              run a program of the host in the network of the machine
#   machine.sh put NAME FILE PATH             copy a file into it, with its mode
#   machine.sh pid|root NAME                  its first process as the host numbers it; its root folder
#   machine.sh down NAME                      end it and remove every trace
#
# The machine sees cgroup v1 with the v2 tree beside it; with --unified a pure v2 tree. With --limits the memory
# and CPU limits of its units bind (v1 only: nspawn mounts the controllers read-only).
# It has a network of its own: loopback, and no way out. Its user `dweller` (4711) is unknown to the host.
#
# Exit code 69: such a machine cannot be had here; stderr says why. 1: it failed.
set -eu

CACHE=${MACHINE_CACHE:-${XDG_CACHE_HOME:-${TMPDIR:-/tmp}}/server-monitor-machines}
RUN=${MACHINE_RUN:-${TMPDIR:-/tmp}/server-monitor-machines.run}
PACKAGES=systemd,systemd-sysv,dbus,nginx-light,openssh-server,iproute2,procps,curl
TOOLS="systemd-container mmdebstrap iproute2"
BOOT_SECONDS=120
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export DEBIAN_FRONTEND=noninteractive

unavailable() { echo "$*" >&2; exit 69; }

need() {
    for tool in systemd-nspawn mmdebstrap ip; do
        command -v "$tool" >/dev/null && continue
        command -v apt-get >/dev/null || unavailable "$tool is not installed and there is no apt-get"
        # shellcheck disable=SC2086 # a list of words
        { apt-get update -q && apt-get install -yq --no-install-recommends $TOOLS; } >&2 ||
            unavailable "apt-get could not install $TOOLS"
        break
    done
}

# A folder of root alone: what lies in it is booted, and /tmp is everybody's.
own_folder() {
    mkdir -p -m 700 "$1"
    [ -O "$1" ] && [ ! -L "$1" ] || unavailable "$1 belongs to somebody else; remove it"
}

# The release of the host: what was compiled here finds its libc there.
suite() { (. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME") 2>/dev/null || :; }

base() {
    release=${MACHINE_SUITE:-$(suite)}
    [ -n "$release" ] || unavailable "this is not Debian; set MACHINE_SUITE to a release with the same libc"
    # Another recipe is another base.
    echo "$CACHE/$release-$(printf '%s' "$PACKAGES $(sed -n '/^make_base/,/^}/p' "$0")" | sha256sum | cut -c1-12)"
}

make_base() {
    mmdebstrap --quiet --mode=root --variant=minbase --include="$PACKAGES" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook='chroot "$1" useradd --create-home --uid 4711 dweller' \
        --customize-hook=': >"$1/etc/machine-id"; mkdir -p "$1/var/log/journal"' \
        --customize-hook='for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
            e2scrub_all.timer e2scrub_reap.service fstrim.timer; do
            ln -sf /dev/null "$1/etc/systemd/system/$unit"; done' \
        "$1" "$2"
}

build() {
    [ "$(id -u)" = 0 ] || unavailable "only root can boot machines"
    base=$(base)
    own_folder "$CACHE"
    exec 9>"$CACHE/lock"
    flock 9
    need
    if [ ! -d "$base" ]; then
        rm -rf "$base.part"
        make_base "$(basename "$base" | cut -d- -f1)" "$base.part" >&2 ||
            { rm -rf "$base.part"; unavailable "mmdebstrap could not make a base root"; }
        mv -T "$base.part" "$base"
    fi
    exec 9>&-
}

# The folder of a machine in every hierarchy that it may use, named as systemd-machined names them.
cgroups() {
    scope=machine-$(printf '%s' "$1" | sed 's/-/\\x2d/g').scope
    for tree in /sys/fs/cgroup /sys/fs/cgroup/*/; do
        [ ! -w "$tree/cgroup.procs" ] || printf '%s\n' "${tree%/}/machine.slice/$scope"
    done
}

make_cgroups() {
    cgroups "$1" | while read -r folder; do
        mkdir -p "$folder"
        # In version 1 a new cpuset is empty and takes nobody in.
        for list in cpus mems; do
            [ -e "$folder/cpuset.$list" ] || continue
            cat "$folder/../../cpuset.$list" >"$folder/../cpuset.$list"
            cat "$folder/../cpuset.$list" >"$folder/cpuset.$list"
        done
    done
}

remove_cgroups() {
    cgroups "$1" | while read -r folder; do
        [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || :
        rmdir "${folder%/*}" 2>/dev/null || :
    done
}

# The child of nspawn that is the first process of its pid namespace.
leader() {
    nspawn=$(cat "$RUN/$1/nspawn.pid" 2>/dev/null) || return 1
    for child in $(cat "/proc/$nspawn/task/$nspawn/children" 2>/dev/null); do
        if grep -q '^NSpid:.*[^0-9]1$' "/proc/$child/status" 2>/dev/null; then echo "$child"; return 0; fi
    done
    return 1
}

inside() {
    first=$(leader "$1") || { echo "$1 is not running" >&2; exit 1; }
    shift
    nsenter -t "$first" -a -- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC "$@"
}

up() {
    name=$1 kind=${2:-}
    case $kind in '' | --unified | --limits) ;; *) echo "unknown: $kind" >&2; exit 2 ;; esac
    build
    case $kind in --unified) ;; *)
        [ -d /sys/fs/cgroup/systemd ] || unavailable "this host has no cgroup version 1" ;; esac
    place=$RUN/$name
    own_folder "$RUN"
    mkdir "$place" || exit 1
    mkdir "$place/upper" "$place/work" "$place/root"
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$place/upper,workdir=$place/work" "$place/root" ||
        { down "$name"; unavailable "an overlay cannot be mounted here"; }
    echo "$name" >"$place/root/etc/hostname"
    printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >"$place/root/etc/hosts"
    ip netns add "$name" || { down "$name"; unavailable "a network namespace cannot be made here"; }
    ip -n "$name" link set lo up
    make_cgroups "$name"
    [ "$kind" != --unified ] || export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
    cgroups "$name" >"$place/cgroups"
    # A shell moves itself into those groups and becomes nspawn.
    setsid sh -c '
        while read -r folder; do echo $$ >"$folder/cgroup.procs" || :; done <"$1/cgroups"
        echo $$ >"$1/nspawn.pid"
        exec systemd-nspawn --quiet --register=no --keep-unit --boot --directory="$1/root" --machine="$2" \
            --network-namespace-path="/run/netns/$2" --console=pipe \
            --resolv-conf=off --timezone=off --link-journal=no' \
        sh "$place" "$name" </dev/null >"$place/console" 2>&1 &
    ready "$name"
    if [ "$kind" = --limits ]; then
        first=$(leader "$name")
        for controller in memory cpu cpuacct; do
            nsenter -t "$first" -m mount -o remount,bind,rw "/sys/fs/cgroup/$controller" || :
        done
        inside "$name" systemctl daemon-reexec
        ready "$name"
    fi
}

ready() {
    until=$(($(date +%s) + BOOT_SECONDS)) state=
    while :; do
        state=$(inside "$1" systemctl is-system-running 2>/dev/null) || :
        case $state in running | degraded) return 0 ;; esac
        [ "$(date +%s)" -lt "$until" ] || break
        # It may not have written its pid yet, or only made the file; once it has, it must live.
        nspawn=$(cat "$RUN/$1/nspawn.pid" 2>/dev/null) || nspawn=
        [ -z "$nspawn" ] || kill -0 "$nspawn" 2>/dev/null || break
        sleep 0.05
    done
    { echo "$1 did not start (${state:-no answer}):"; cat "$RUN/$1/console"; } >&2
    down "$1"
    exit 1
}

down() {
    place=$RUN/$1
    [ -d "$place" ] || return 0
    nspawn=$(cat "$place/nspawn.pid" 2>/dev/null) || nspawn=
    if [ -n "$nspawn" ]; then
        # Nothing of it is kept: its first process goes, and with it all others.
        first=$(leader "$1") && kill -KILL "$first" 2>/dev/null || :
        tries=0
        while kill -0 "$nspawn" 2>/dev/null && [ $tries -lt 200 ]; do
            tries=$((tries + 1))
            sleep 0.05
        done
        kill -KILL "$nspawn" 2>/dev/null || :
    fi
    ip netns del "$1" 2>/dev/null || :
    umount -l "$place/root" 2>/dev/null || :
    remove_cgroups "$1"
    rm -rf "$place" "/run/systemd/nspawn/propagate/$1"
}

hold() {
    name=$1
    trap 'down "$name"' EXIT
    trap 'exit 143' INT TERM HUP PIPE
    up "$@"
    echo ready
    # Whoever holds the other end may end in any way: the machine goes with it.
    cat >/dev/null
}

[ $# -gt 0 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2; }
command=$1
shift
case $command in
build) build; echo "$base" ;;
up) up "$@" ;;
hold) hold "$@" ;;
run) name=$1; shift; inside "$name" systemd-run --quiet --pipe --wait --collect -- "$@" ;;
in) inside "$@" ;;
net) name=$1; shift; exec ip netns exec "$name" "$@" ;;
put) install -D -m "$(stat -c %a "$2")" "$2" "$RUN/$1/root/$3" ;;
pid) leader "$1" ;;
root) echo "$RUN/$1/root" ;;
down) down "$1" ;;
*) echo "unknown: $command" >&2; exit 2 ;;
esac
