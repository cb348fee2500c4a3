## The terminal: words that several commands share

level-good = roomy
level-warn = tight
level-bad = at limit

gap-denied = not allowed to see
gap-unsupported = not on this system
gap-not_yet = not yet known
gap-gone = it has ended
gap-failed = could not be read

age-seconds = { $count } s
age-minutes = { $count } min
age-hours = { $count } h
age-days = { $count } d

## Help

help-usage = Usage
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-default = default
help-environment = environment

help = Watches one server: how it is doing, what runs on it, and what may be ended safely.
help-serve = Serve the page and the API (this happens when no command is named)
help-status = Show CPU, memory, disks and network on one screen
help-ps = List what runs here and what is thought of it, application by application
help-logs = List logs, show their last lines and follow them
help-logs-list = List the logs that are offered, and how they stand
help-logs-tail = Show the last lines of a log
help-user = Add, list and remove those who may log in
help-user-add = Add a user; asks for the password
help-user-list = List users and their roles
help-user-password = Give a user another password; ends the user's sessions
help-user-remove = Remove a user, the user's sessions and tokens
help-user-totp-reset = Take a user's second factor away, as after a lost phone; ends the user's sessions
help-token = Make, list and revoke tokens for programs
help-token-add = Make a token and print it, once
help-token-list = List tokens that are valid
help-token-revoke = Revoke a token
help-config = Check and show the configuration
help-config-check = Say whether the configuration is in order (exit code 2 if not)
help-config-show = Show every key, its value and where the value comes from
help-completions = Print the completion script of a shell
help-bench = Measure what this program itself costs
help-bench-scan = Measure the CPU time of one scan of all processes

help-examples = Examples:
    server-monitor                              serve on 127.0.0.1:8000 and print the set-up link
    server-monitor status                       look once, without a server
    server-monitor ps --sort memory             the largest first
    server-monitor ps --watch                   stay and look: ? explains the keys
    server-monitor ps --check                   exit code 6 if anything is danger or urgent
    server-monitor explain :443                 who waits there, what it is, and why it is judged so
    server-monitor user add kim --role operator
    server-monitor ps --json | jq '.processes[0]'
help-exit-codes = Exit codes:

exit-done = done
exit-failed = failed, or the answer to the question was no
exit-usage = wrong usage or configuration
exit-refused = refused by a policy
exit-no-process = no such process, or it has gone
exit-denied = the operating system denies it, or policies or audit cannot be used
exit-found = --check found something

arg-config = Configuration file, instead of the usual one
arg-state_dir = Folder of users, tokens and the audit
arg-lang = Language, instead of that of the environment
arg-json = Write one JSON document, of the same shape as over HTTP
arg-help = Show this help
arg-version = Show the version
arg-ps-watch = Stay and show what changes, on the whole screen
arg-ps-only = Only processes of this verdict: safe, caution, danger or urgent; one line each
arg-ps-sort = Sort by cpu, memory, io, pid or verdict; one line for each process instead of each application
arg-ps-check = Exit with 6 if any process is danger or urgent
arg-ps-flat = One line for each process instead of each application
arg-ps-members = Show the processes of each application below it
arg-ps-line = The form for messages, one line a process: 🟢 nginx PID 1324 PORT 80,443
arg-logs-tail-source = Id of the log, as `logs list` shows it; unit.NAME for the journal of any unit
arg-logs-tail-lines = So many of the last lines [default: 20]
arg-logs-tail-follow = Stay and show what comes, until Ctrl-C; with --json one document a line, as on the stream of the API
arg-logs-tail-level = Only lines at least as grave: error, warning, notice, info or debug. Lines of files do not say it and are all shown
arg-user-add-name = Name to log in with
arg-user-password-name = Name of the user
arg-user-remove-name = Name of the user
arg-user-totp-reset-name = Name of the user
arg-role = viewer sees, operator also ends processes, admin also changes access and policies
arg-password_stdin = Read the password from the first line of stdin instead of asking
arg-token-add-name = Name of the token, as of the program that uses it
arg-token-revoke-name = Name of the token
arg-shell = bash, zsh, fish, elvish or powershell
arg-rounds = Scans to measure [default: 60]

## status

status-uptime = up { $uptime }
status-load = load
status-cores = { $count ->
    [one] { $count } core
   *[other] { $count } cores
}
status-memory = memory
status-swap = swap
status-disk = disk
status-network = network
status-rates = in { $rx } · out { $tx }
status-pressure = waiting
status-container = container
status-cpu-limit = up to { $cpus } CPUs
status-processes = processes
status-processes-count = { $count }
status-verdicts = verdicts
status-worst = look at
status-worst-more = { $count } more: server-monitor ps --sort verdict

## ps

ps-column-verdict = VERDICT
ps-column-app = APPLICATION
ps-column-pid = PID
ps-column-user = USER
ps-column-cpu = CPU %
ps-column-memory = MEMORY
ps-column-ports = PORTS
ps-column-age = AGE
ps-column-name = NAME
ps-unlisted = The processes cannot be listed: { $why }
ps-denied = ? stands for ports that could not be seen, of { $count } processes
ps-denied-help = ? stands for ports that could not be seen, of { $count } processes. Run it as root, or give it { $capabilities }
ps-blind = { $count ->
    [one] At one process rules could not look ({ $rules }): { $why }
   *[other] At { $count } processes rules could not look ({ $rules }): { $why }
}
ps-blind-help = { $count ->
    [one] At one process rules could not look ({ $rules }): { $why }. Run it as root, or give it { $capabilities }
   *[other] At { $count } processes rules could not look ({ $rules }): { $why }. Run it as root, or give it { $capabilities }
}
ps-check-found = --check found something: { $danger } danger, { $urgent } urgent. Ask why: server-monitor explain PID

## Users, tokens, passwords

list-name = NAME
list-role = ROLE
list-by = MADE BY
list-totp = 2FA
list-totp-on = on
list-totp-off = -
list-added = ADDED
list-last-login = LAST LOG-IN
list-last-used = LAST USED

user-added = { $name } may log in now, as { $role }
user-password-changed = { $name } has a new password; { $sessions ->
    [one] one session
   *[other] { $sessions } sessions
} ended
user-removed = { $name } is removed; { $sessions ->
    [one] one session
   *[other] { $sessions } sessions
} ended
user-totp-reset = { $name } logs in with a password alone now; { $sessions ->
    [one] one session
   *[other] { $sessions } sessions
} ended
token-added = the token { $name } ({ $role }) is shown this once; keep it where only its program can read it
token-revoked = The token { $name } is revoked
token-revoked-too = The token { $name }, made with it, is revoked too

role-unknown = { $role } is no role; a role is viewer, operator or admin

password-ask = New password for { $name }:
password-again = The same once more:
password-differ = the two passwords differ; nothing was changed
password-stopped = stopped; nothing was changed
password-no-terminal = there is no terminal to ask at; give the password with --password-stdin
password-not-text = a password has to be UTF-8
password-too-short = a password has at least 10 characters; nothing was changed
password-too-long = a password has at most 256 characters; nothing was changed
password-is-name = a password is not the user's name; nothing was changed
password-common = this password is among the first that are tried; choose another

store-exists-user = there is a user { $name } already; choose another name, or: server-monitor user password { $name }
store-exists-token = there is a token { $name } already; choose another name, or revoke it first
store-not-found-user = there is no user { $name }; server-monitor user list shows all
store-not-found-token = there is no token { $name }; server-monitor token list shows all
store-invalid-name = a name has 1 to 64 characters of A-Z a-z 0-9 . _ @ - and begins with a letter or digit
store-last-admin = { $name } is the last admin; make another user admin first
store-no-second-factor = { $name } has no second factor; server-monitor user list shows who has one
store-missing = { $path }: there is no store yet; start the server or add a user first
store-unreadable = { $path }: cannot be read ({ $cause }); run it as its owner or as root
store-unwritable = { $path }: cannot be written ({ $cause }); run it as its owner or as root, or choose another folder with --state-dir
store-no-space = { $path }: cannot be written, its disk is full; free some space there, or choose another folder with --state-dir
store-foreign = { $path }: belongs to user id { $uid }; give it to the user who runs server-monitor, or choose another folder with --state-dir
store-exposed = { $path }: its mode { $mode } lets others in; look at what is in it, then: chmod 700 { $path }
store-planted = { $path }: is not the database that belongs there; remove it, or choose another folder with --state-dir
store-damaged = { $path }: is not a usable database; restore it from a backup, or choose another folder with --state-dir
store-replaced = { $path } is no longer the file that was opened. What is written there would be lost, so nothing is. Put that file back, or start the server again with the one that is there
store-newer = { $path }: was written by a newer version of server-monitor (schema { $found }, this one knows { $known }); use that version, or choose another folder with --state-dir
store-older = { $path }: was written by an older version of server-monitor (schema { $found }, this one has { $known }); start the server once to bring it up to date
store-busy = { $path }: is in use by another program for too long; try again

## bench

bench-processes = processes
bench-cold = first scan, CPU time
bench-median = later scans, median
bench-p95 = later scans, 95 %
bench-allocations = allocations per scan

## serve

serve-listening = listening on { $address }
serve-set-up = open the link above to make the first user; it ends with its use and after 15 minutes
serve-set-up-socket = nothing listens on TCP: put the address of your proxy in the place of localhost
serve-log-in = users exist: log in with a browser. For another user: server-monitor user add NAME --role ROLE
serve-no-tls = { $address } can be reached from elsewhere and does not encrypt; put TLS in front. For nginx, this prints all it needs: server-monitor config nginx --domain your.name. Then set what its head says, among it listen = "127.0.0.1:{ $port }"
serve-no-group = socket_group: there is no group { $group } on this machine
serve-engine-ended = the sampling has ended because of a defect in this program; start it again, and please report what the log says above

reload-done = the configuration was read again, { $count ->
    [one] one key
   *[other] { $count } keys
} changed
reload-changed = { $key } changed and holds now
reload-needs-restart = { $key } changed; it holds from the next start
reload-refused = the configuration has mistakes; what was in force goes on

serve-taken-by = { $address } is taken by { $owner }; choose another address with --listen, or stop that process
serve-taken = { $address } is taken by a process that this user may not see; choose another address with --listen, or look as root: ss -ltnp
serve-cannot-listen = cannot listen on { $address }: { $error }; choose another address with --listen
serve-socket-in-use = { $path } is in use by a running server; stop it first or choose another path
serve-no-socket = { $path } is there and is no socket; remove it or choose another path
serve-cannot-make-socket = the socket { $path } cannot be made: { $error }; look at its folder and the rights to it

## logs

logs-column-id = ID
logs-column-state = STATE
logs-column-size = SIZE
logs-column-title = WHERE
logs-state-ok = ok
logs-state-denied = denied
logs-state-missing = missing
logs-none = no log is offered here; name some under logs in the configuration
logs-unknown = no log has the id { $log }; see: server-monitor logs list
logs-about = { $log }: { $what }
logs-rotated = another file took its place; it is followed
logs-truncated = the file was cut; what comes is followed
logs-truncated-lost = the file was cut; { $bytes } bytes or more were destroyed before they could be read
logs-skipped = { $lines } lines came too fast and are left out
logs-lost = { $why }; it is shown again when it can be read
logs-back = it can be read again

## services

help-services = Show services: what should run, and whether it does
arg-all = Show all other loaded service units too
status-services = services
status-services-none = none watched, none failed
service-column-state = STATE
service-column-name = NAME
service-column-since = SINCE
service-column-pid = PID
service-column-restarts = RESTARTS
service-column-memory = MEMORY
service-column-source = SEEN BY
service-column-why = WHY
service-source-systemd = systemd
service-source-process = process
service-state-active = active
service-state-inactive = inactive
service-state-failed = failed
service-state-activating = starting
service-state-deactivating = stopping
service-state-not_found = not found
service-state-unsupported = not supported
service-state-unknown = unknown
service-state-crashing = crash-looping
service-state-masked = masked
service-unread = Services cannot be listed: { $why }

## What was typed and cannot be understood

mistyped-value = “{ $value }” does not fit { $argument }. It takes: { $takes }
mistyped-no-value = { $argument } needs a value. It takes: { $takes }
mistyped-missing = this is missing: { $argument }
mistyped-unknown = there is no option { $argument } here
mistyped-unknown-near = there is no option { $argument } here; perhaps { $near } was meant
mistyped-command = there is no command { $command } here
mistyped-command-near = there is no command { $command } here; perhaps { $near } was meant
mistyped-twice = { $argument } can be given only once
mistyped-conflict = { $argument } and { $other } do not go together; leave one of them out
mistyped-more = { $command } --help tells more
