## `config nginx`: the comments in what it prints, and why it refuses

help-config-nginx = Print a server block for nginx, and the keys that this server then needs
arg-domain = Name under which browsers come, as monitor.example.org: with TLS. Without it: this machine only
arg-sub_path = Path below which the page lies, as /monitor
arg-socket = Unix socket to reach this server by, instead of the first address of listen

nginx-what = server-monitor behind nginx, as printed by: server-monitor config nginx
nginx-keys = These keys belong into the configuration of server-monitor (server-monitor config check names
    its file); then it has to be started again:
nginx-group = socket_group is the group of nginx's workers: www-data on Debian and Ubuntu, nginx on Rocky and
    with the packages of nginx.org. server-monitor has to be root or in that group.
nginx-certificate = nginx starts only when the certificate is there: { $path }
    One way to get it, renewed by itself (packages certbot and python3-certbot-nginx):
nginx-place = This text belongs into /etc/nginx/conf.d/server-monitor.conf; then, as root:
nginx-shared = If nginx has a server block for this name already, put only the location blocks (but the one
    of /) into it.
nginx-this-machine = Without --domain there is no TLS, so that this is for browsers on this machine only. From elsewhere:
    ssh -L 8080:{ $address } HOST, then http://localhost:8080
nginx-redirect = Whoever comes without TLS is sent to it.
nginx-http2 = HTTP/2 lets many tabs have their stream over one connection. From nginx 1.25.1 on this spelling
    works with a warning; there `http2 on;` on a line of its own is the new one.
nginx-no-ipv6 = This machine has no IPv6. When it does:
nginx-hsts = Browsers remember for a year to come with TLS only. Said here once, so that errors of nginx say it too.
nginx-body-size = server-monitor refuses bodies over 64 KiB itself, in words.
nginx-slash = The page lies in a folder: without the slash its files would not be found.
nginx-elsewhere = Nothing of server-monitor lies elsewhere.
nginx-pass = No path after the address: requests arrive as they were sent, not decoded by nginx.
nginx-headers = Who asks, set by nginx and never taken from the client: an address that a client appends would be
    the one that is slowed down and written into the audit. Empty ones are not passed on.
nginx-streams = Values arrive each second in one answer that does not end.
nginx-gzip = server-monitor compresses what may be compressed. The link of the set-up needs no care in the access
    log: its token stands after the #, which browsers do not send.

nginx-no-certificate = { $path } is not there yet, and nginx -t refuses the block until it is; the comments say how to get it
nginx-bad-domain = --domain cannot be { $got }; write a host name without port, as monitor.example.org (other scripts as xn--…)
nginx-bad-sub-path = --sub-path cannot be { $got }; write a path as /monitor, of letters, digits, - . _ ~, no part of it api
nginx-bad-socket = { $got } cannot be the socket; write an absolute path of at most 107 letters, digits, / . _ - + @ ~, as /run/server-monitor/http.sock
