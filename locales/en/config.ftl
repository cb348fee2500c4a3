## What each key is for: config-key-<name>

config-key-listen = Where the server listens, one place or several
config-key-base_path = Path below which everything is served, as behind a proxy that gives it a folder
config-key-trusted_proxies = Proxies whose X-Forwarded headers are believed. Empty: none
config-key-allowed_hosts = Names under which browsers reach this server, beside its addresses and localhost
config-key-metrics_allow = Callers that may read /metrics without a token. Empty: nobody
config-key-socket_group = Group that may connect to the unix socket, as that of nginx
config-key-state_dir = Folder of users, tokens and the audit. Nobody else can look into it
config-key-lang = Language of the terminal and of what the server says first
config-key-debug = Log more, for finding a fault
config-key-cpu_warn = CPU percent from which it is tight
config-key-cpu_bad = CPU percent from which it is at its limit
config-key-memory_warn = Memory percent from which it is tight
config-key-memory_bad = Memory percent from which it is at its limit
config-key-disk_warn = Disk percent from which it is tight
config-key-disk_bad = Disk percent from which it is at its limit
config-key-mode = How processes are judged: by what is expected of a program, or by the table to the letter
config-key-standard_paths = Folders in which the operating system keeps programs
config-key-services = Services to watch
config-key-logs = Logs to watch: an id, and the file or unit it stands for
config-key-mongo_url = Database of policies and rules, where the audit is copied too. Without it they are kept in the state folder
config-key-db_name = Name of that database
config-key-collection_name = Its collection of known processes

## What each kind of key takes: config-expected-<kind>

config-expected-listen = ADDR:PORT or unix:/PATH, as "127.0.0.1:8000", or a list of them
config-expected-base-path = a path as "/monitor", of letters, digits, - . _ ~
config-expected-networks = a list of addresses or networks, as ["127.0.0.1", "10.0.0.0/8"]
config-expected-proxies = a list of addresses, networks and unix (whoever may open the unix socket), as ["127.0.0.1", "unix"]
config-expected-hosts = a list of host names without port, as ["monitor.example.org"]
config-expected-name = a plain name without spaces, slashes or a leading dash
config-expected-directory = an absolute path without "..", as "/var/lib/server-monitor"
config-expected-directories = a list of absolute paths, as ["/usr", "/opt"]
config-expected-names = a list of plain names, as ["nginx", "sshd"]
config-expected-logs = a table of ids and files or units, as {"{"} web = "/var/log/nginx/error.log", ssh = "sshd.service" {"}"}
config-expected-mode = "contextual" or "strict"
config-expected-lang = "ko" or "en"
config-expected-percent = a number from 0 to 100, without quotes
config-expected-switch = true or false
config-expected-mongo-url = an address that begins with mongodb:// or mongodb+srv://
config-expected-collection = a plain name, as "known_processes", without $ or system. at its beginning; not audit, process_rules or a name that ends in _removed: other records of this program lie there

## Where a value comes from: config-origin-<word>

config-origin-default = default
config-origin-file = file
config-origin-dotenv = .env
config-origin-environment = environment
config-origin-flag = command line

## What can be wrong

config-error-unreadable = { $path }: cannot be read: { $error }
config-error-no-text = { $path }: is not a configuration: it is larger than 1 MiB or not UTF-8
config-error-syntax = { $place }: is not TOML: { $message }
config-error-unknown-key = { $place }: there is no key { $key }; the nearest is { $nearest }
config-error-malformed = { $place }: { $key } cannot be { $got }; write { $expected }
config-error-thresholds = { $place }: { $warn } ({ $warn_value }) has to be below { $bad } ({ $bad_value })
config-error-help = server-monitor config show lists every key with its value and where it comes from

dotenv-stranger = { $path } is not used: it belongs to user id { $uid }, neither to you nor to root
dotenv-writable = { $path } is not used: others can write it (mode { $mode }); run: chmod 600 { $path }
dotenv-no-file = { $path } is not used: it is not a regular file
dotenv-unreadable = { $path } is not used: it cannot be read, is larger than 64 KiB or not UTF-8
dotenv-line = { $path } is not used: line { $line } is not NAME=value

config-ok = The configuration is in order: { $path }
config-ok-no-file = The configuration is in order. There is no file at { $path }; defaults hold.

## The table of docs/CONFIGURATION.md

config-table-key = Key
config-table-flag = Flag
config-table-env = Environment
config-table-default = Default
config-table-takes = Takes
config-table-meaning = Meaning
config-table-reload = SIGHUP
config-table-live = yes
config-table-restart = restart
