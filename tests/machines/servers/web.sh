# A web server: nginx before gunicorn and PHP, with PostgreSQL, Redis and memcached, and the exporter of its figures.
# shellcheck shell=sh disable=SC2034,SC2154 # read and set by record.sh

PACKAGES="cron rsyslog chrony unattended-upgrades openssh-server libpam-systemd nginx-light gunicorn postgresql
    redis-server memcached php-fpm prometheus-node-exporter postfix certbot python3-venv nodejs"

prepare() {
    mkdir -p "$ROOT/srv/shop"
    printf 'def app(environ, start_response):\n    start_response("200 OK", [])\n    return [b"shop"]\n' \
        >"$ROOT/srv/shop/wsgi.py"
    printf 'import time\nwhile True:\n    time.sleep(60)\n' >"$ROOT/srv/shop/manage.py"
    printf 'require("http").createServer((q, a) => a.end("live")).listen(3000, "127.0.0.1")\n' >"$ROOT/srv/shop/live.js"
    chroot "$ROOT" useradd --system --home-dir /srv/shop shop
    # For the machines of the same house, as its manual advises; this machine has no address among them.
    printf 'ARGS="--web.listen-address=127.0.0.1:9100"\n' >"$ROOT/etc/default/prometheus-node-exporter"
    # An environment of its own, as people have it.
    chroot "$ROOT" python3 -m venv --without-pip /srv/shop/venv
    unit shop '/usr/bin/gunicorn --workers 5 --bind 127.0.0.1:8000 wsgi:app'
    unit shop-queue '/srv/shop/venv/bin/python /srv/shop/manage.py queue'
    unit shop-live '/usr/bin/node /srv/shop/live.js'
    printf 'server {\n listen 80 default_server;\n listen [::]:80 default_server;\n location / { proxy_pass http://127.0.0.1:8000; }\n}\n' \
        >"$ROOT/etc/nginx/sites-enabled/default"
    sed -i 's/^worker_processes.*/worker_processes 8;/' "$ROOT/etc/nginx/nginx.conf"
}

unit() {
    printf '[Service]\nUser=shop\nWorkingDirectory=/srv/shop\nExecStart=%s\n[Install]\nWantedBy=multi-user.target\n' "$2" \
        >"$ROOT/etc/systemd/system/$1.service"
    chroot "$ROOT" systemctl enable "$1"
}

start() {
    inside systemctl restart nginx
    inside su postgres -c 'psql -qc "create table t as select 1"'
    # A connection that stays, as those of an application.
    service client --uid=postgres psql -c 'select pg_sleep(1000)'
}
