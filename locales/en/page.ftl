## The page around the views, set-up, log-in and the overview.

app-name = server-monitor
close = Close
view-overview = Overview
view-processes = Processes
view-settings = Settings
view-more = More
views = Views
skip-to-content = Skip to content
switch-language = 한국어: 한국어로 바꾸기
switch-language-short = 한국어
switch-theme = Switch theme
no-such-view = There is no such view
no-such-view-text = The address may be from a newer version, or mistyped.
no-such-view-go = Go to the overview
view-failed = This view could not be loaded
view-failed-text = The page may be older than the server. Reload it.
reload = Reload

uptime = up
live = live
connecting = connecting
offline = offline
stopped = stopped
connection = Connection to the server
own-cost = what this monitor costs
own-cost-title = What this monitor costs
own-cost-cpu = CPU
own-cost-memory = RAM
own-cost-late = late ticks

copy-copied = Copied
copy-failed = Could not be copied

## Levels and verdicts

level-good = roomy
level-warn = tight
level-bad = at limit

## Why a value is missing

gap-short = unknown
gap-denied = permission missing
gap-unsupported = not on this system
gap-not_yet = not yet
gap-gone = gone
gap-failed = could not be read
gap-unknown = unknown

## The line to the server

banner-lost = Connection lost.
banner-stopped = The monitor was stopped.
last-seen = Last seen { $age } ago.
never-seen = Not seen yet.
retrying-now = Retrying now.
retrying-in = Retrying in { $age }.
retry-now = Retry now

## Set-up, log-in

username = User name
password = Password
working = One moment
no-answer = The server does not answer. Check that it runs, then try again.
copy-command = Copy command
setup-title = Welcome
setup-heading = Create the admin
setup-text = This link works once. After 15 minutes it is gone.
setup-go = Create and start
setup-foot = you can add more people later in Settings
setup-dead = This link is spent
setup-dead-text = It was used already, is older than 15 minutes, or was not copied whole. Nothing is lost:
setup-dead-restart = Nobody has an account yet? Restart server-monitor; it prints a new link.
setup-dead-command = Otherwise add an administrator on the server:
go-to-log-in = Go to log-in
password-long = { $count } characters or more
password-uncommon = not a common password
password-not-name = not the user name
password-met = met
password-unmet = not met yet
log-in = Log in
log-in-heading = Good to see you
log-in-text = Log in to see how this server is doing.
log-in-again = You were signed out
log-in-again-text = The log-in has ended, or your account was changed. Log in again.
log-in-wrong = User name or password is wrong.
log-in-limited = Too many attempts.
log-in-wait = Try again in { $age }.
log-in-foot = first time here? open the link that the server printed
unreachable = No answer
unreachable-heading = The server is silent
unreachable-text = It may be starting. This page asks again every 3 seconds.

## Overview: state

state-look = Reading
state-look-text = First values come in a second. CPU needs two readings.
state-sleep = Nobody knows right now
state-sleep-text = The line to the server is down. What you see is { $age } old.
state-stopped-text = server-monitor was stopped. What you see is { $age } old. The page comes back with it.
state-ok = There is room
state-ok-text = CPU { $cpu }, memory { $memory }, disk { $disk }. Looked at every second.
state-blind = Nothing can be read
state-blind-text = Neither CPU nor memory could be read. The reasons stand below and in the server's log.
state-warn-cpu = The CPU is busy
state-warn-memory = Memory is tight
state-warn-disk = Disk { $mount } is tight
state-bad-cpu = The CPU is at its limit
state-bad-memory = Memory is at its limit
state-bad-disk = Disk { $mount } is almost full
state-full-text = { $what } is at { $percent }. The busiest processes show what takes it.
state-full-disk-text = { $mount } is { $percent } full. To see what fills it, run: du -xh --max-depth=2 { $mount } | sort -h | tail
state-tight-disk-text = { $mount } is { $percent } full. How full each disk is stands below.
state-see-cause = See what takes it
verdict-not-yet = not yet
verdict-counts = Processes by verdict
resource-cpu = CPU
resource-memory = Memory
resource-disk = Disk { $mount }

## Overview: panels

scope-host = whole host
cpu-average = 1 s average
cpu-cores = { $count ->
    [one] { $count } core
   *[other] { $count } cores
}
cpu-load = load
cpu-user = user
cpu-system = system
cpu-iowait = disk wait
cpu-steal = stolen
memory-available = { $amount } free
disk-inodes = inodes { $percent } %
axis-ago = { $age } ago
axis-now = now
history-label = { $what }, last { $span }: between { $low } and { $high } %
history-none = { $what }, last { $span }: nothing recorded yet
cores = Cores
core-value = core { $core }: { $value }
network = Network
network-in = in
network-out = out
network-interfaces = { $count ->
    [0] none
    [one] { $count } interface
   *[other] { $count } interfaces
}
network-label = Network, last { $span }: at most { $peak }
network-peak = peak { $peak }
pressure = Pressure and swap
pressure-span = last 10 s
pressure-cpu-some = waits for CPU
pressure-memory-some = waits for memory
pressure-memory-full = all wait for memory
pressure-io-some = waits for disk
pressure-io-full = all wait for disk
pressure-missing = This kernel does not tell how long work waits (PSI).
swap = swap
swap-none = none set up
container = Inside a container
container-text = The gauges show the whole host. What this container may use of it stands beside.
container-here = this container
container-host = the host
container-cpu = { $count ->
    [one] up to { $count } core
   *[other] up to { $count } cores
}
container-no-limit = no limit
disks = Disks
disks-count = { $count ->
    [one] { $count } mount
   *[other] { $count } mounts
}
disks-none = No disk is mounted here.
disk-mount = mounted at
disk-used = used
disk-size = size
disk-inodes-short = inodes
disk-read = read
disk-write = written
top-processes = Busiest processes
top-processes-failed = The list could not be read. It is tried again every 2 seconds.
show-all = show all
own-cost-tick = one look
collectors = Collectors
collector-load = load
collector-mounts = disks
collector-uptime = uptime
collector-own = itself
collector-cpu = CPU
collector-memory = memory
collector-network = network
collector-pressure = pressure
collector-processes = processes
collector-sockets = ports
collector-container = container
outcome-ok = fine
outcome-denied = permission missing
outcome-unsupported = not on this system
outcome-not_yet = not yet
outcome-failed = failed
outcome-gone = gone
outcome-slowed_down = slowed down: it took too long
denied-sockets = Ports of other users are hidden. Run as root, or give the program CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH.
denied-processes = Facts of other users' processes are hidden. Run as root, or give the program CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH.

gap-text-denied = The program may not read this. Run it as root, or give it the capability that its log names.
gap-text-unsupported = This system does not have this value.
gap-text-not_yet = It takes two readings. The value comes in a second.
gap-text-gone = What was measured has gone.
gap-text-failed = Reading failed. It is tried again every second; the log names the cause.
gap-text-unknown = No reason was given.
