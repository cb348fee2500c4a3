# The web server after `apt upgrade` with nobody restarting anything: the files of nginx and of libraries that the others
# use were replaced, as dpkg does it, by writing new files and renaming them.
# shellcheck shell=sh disable=SC1091,SC2034,SC2154 # read and set by record.sh

. "$HERE/servers/web.sh"

plant() {
    for file in /usr/sbin/nginx /usr/lib/x86_64-linux-gnu/libssl.so.3 /usr/lib/x86_64-linux-gnu/libpcre2-8.so.0.11.2; do
        inside sh -c 'cp -p "$1" "$1.dpkg-new" && mv "$1.dpkg-new" "$1"' _ "$file"
    done
}
