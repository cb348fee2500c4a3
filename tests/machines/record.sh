#!/bin/sh
# A recorded server: boots a machine, makes it a server of some kind, and prints what the recorder reads on it. Root only.
#
#   record.sh KIND RECORDER PLANT LIBRARY
#
# KIND is a file of servers/ beside this one. RECORDER, PLANT and LIBRARY are built by `cargo xtask record`, which calls
# this. The packages come from Debian, by name. Exit code 69: such a machine cannot be had here; stderr says why.
set -eu

HERE=$(dirname "$(realpath "$0")")
KIND=$1 RECORDER=$2 PLANT=$3 LIBRARY=$4
NAME=debian-$$
# Most things take a moment to settle: timers, sessions, workers.
SETTLE_SECONDS=3
RECORD_SECONDS=120

machine() { sh "$HERE/machine.sh" "$@"; }
# A command inside, and one that goes on there as a service of its own.
inside() { machine in "$NAME" "$@"; }
service() { unit=$1; shift; inside systemd-run --quiet --unit="$unit" "$@"; }

# What a kind may say otherwise: its packages, what its root needs, what is to be started or planted.
PACKAGES= BOOT=--limits SETTINGS=
# A process of this host that is to end with the machine.
OUTSIDE=
prepare() { :; }
start() { :; }
plant() { :; }

install() {
    # Nothing is started while its package is being installed: that would be outside of the machine.
    printf '#!/bin/sh\nexit 101\n' >"$ROOT/usr/sbin/policy-rc.d"
    chmod 755 "$ROOT/usr/sbin/policy-rc.d"
    export DEBIAN_FRONTEND=noninteractive
    chroot "$ROOT" apt-get update -q
    # shellcheck disable=SC2086 # a list of words
    chroot "$ROOT" apt-get install -yq --no-install-recommends $PACKAGES
    rm "$ROOT/usr/sbin/policy-rc.d"
}

. "$HERE/servers/$KIND.sh"

trap 'machine down "$NAME"; [ -z "$OUTSIDE" ] || kill "$OUTSIDE"; [ -z "$SETTINGS" ] || rm -f "/run/systemd/nspawn/$NAME.nspawn"' EXIT
trap 'exit 143' INT TERM HUP PIPE
if [ -n "$SETTINGS" ]; then
    mkdir -p /run/systemd/nspawn
    printf '%s\n' "$SETTINGS" >"/run/systemd/nspawn/$NAME.nspawn"
fi
machine up "$NAME" $BOOT >&2
ROOT=$(machine root "$NAME")
install >&2
prepare >&2
inside systemctl daemon-reload
inside systemd-tmpfiles --create >&2
# A target that is active already does not start what was enabled since. Some of it cannot run in a container.
inside sh -c 'cd /etc/systemd/system && systemctl start $(ls *.wants | grep -E "\.(service|socket|timer)$")' >&2 || :
start >&2
plant >&2
sleep "$SETTLE_SECONDS"
machine put "$NAME" "$RECORDER" /usr/bin/recorder
inside systemd-run --quiet --unit=recorder --property=StandardOutput=truncate:/run/recorded --property=RemainAfterExit=yes \
    /usr/bin/recorder "$KIND"
until=$(($(date +%s) + RECORD_SECONDS))
while [ "$(inside systemctl show --value --property=SubState recorder)" = running ]; do
    [ "$(date +%s)" -lt "$until" ] || { echo "the recorder goes on" >&2; exit 1; }
    sleep 0.2
done
inside cat /run/recorded
