## The page around the views, set-up, log-in and the overview.

app-name = server-monitor
close = Close
view-overview = Overview
view-processes = Processes
view-settings = Settings
views = Views
skip-to-content = Skip to content
switch-language = 한국어로 바꾸기
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
own-cost-cpu = CPU
own-cost-memory = RAM
own-cost-late = late ticks

copy-copied = Copied
copy-failed = Could not be copied

## Levels and verdicts

level-good = roomy
level-warn = tight
level-bad = at limit
verdict-safe = safe
verdict-caution = caution
verdict-danger = danger
verdict-urgent = act now

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
