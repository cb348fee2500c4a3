## Services: what should run, whether it does, and why not.

view-services = Services
services-title = Services
services-count = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
services-count-filtered = { $shown } of { $total } services
services-list = List of services
services-filter = Filter services
services-filter-hint = name, state, description
services-filter-clear = Clear the filter
services-near = watched and failed
services-all = all units
services-group-watched = Watched
services-group-failed = Failed
services-group-others = All other units
services-loading-title = Reading
services-loading = The service manager is being asked. This takes a second.
services-unreached-title = The server cannot be reached
services-unreached = The list comes by itself once it can.
services-gap-title = Services cannot be read
services-gap-denied = The service manager does not answer this program's user. Run it as root, or allow it on the system bus.
services-gap-unsupported = This system has services of a kind that this program does not read.
services-gap-not_yet = The service manager has not answered yet. It is asked again.
services-gap-failed = The service manager did not answer. It is asked again; the log names the cause.
services-gap-gone = The service manager is gone. It is asked again.
services-gap-unknown = No reason was given.
services-none-title = No service is watched, and none has failed
services-none = Name services by the configuration key “services”, or look at all units.
services-empty-title = Nothing matches
services-empty = Clear the filter, or look at all units.
services-all-failed = All units could not be read: { $why }
services-no-systemd = There is no systemd here (a container, perhaps): services are found by the names of their processes.

services-state-active = active
services-state-inactive = inactive
services-state-failed = failed
services-state-activating = starting
services-state-deactivating = stopping
services-state-not_found = not found
services-state-unsupported = not supported
services-state-unknown = unknown
services-state-crashing = crash-looping
services-state-masked = masked

services-why-unsupported = Services of this system are not read yet.
services-why-not-found = Neither a unit nor a process has this name.
services-why-no-process = No process of this name runs.
services-why-masked = It is masked: nobody can start it until it is unmasked.
services-why-bad-setting = Its unit file cannot be used: systemctl status says what is wrong in it.
services-why-crashing = { $count ->
    [one] Crash-looping: restarted once, waits for the next try.
   *[other] Crash-looping: restarted { $count } times, waits for the next try.
}
services-why-restarting = It has ended and waits to be started again.
services-why-failed = It failed; systemd does not say how.
services-why-exit-code = Exited with status { $status }.
services-why-signal = Ended by signal { $signal }.
services-why-signal-unnamed = Ended by a signal.
services-why-core-dump = Crashed by signal { $signal } and left a core dump.
services-why-core-dump-unnamed = Crashed and left a core dump.
services-why-timeout = It took too long to start, stop or reload and was ended.
services-why-watchdog = It gave no sign of life in time and was ended by its watchdog.
services-why-start-limit-hit = { $count ->
    [0] It crashed so often that systemd gave up starting it.
    [one] Crashed again after being restarted once; systemd gave up.
   *[other] Crashed again after being restarted { $count } times; systemd gave up.
}
services-why-oom-kill = The kernel ended it because memory ran out.
services-why-resources = systemd lacked something to start it: memory, descriptors, or a file it needs.
services-why-protocol = It broke its promise to systemd: wrong Type=, or it never said that it is ready.
services-why-exec-condition = Its start condition was not met.
services-why-result = systemd says: { $result }.
services-why-stopped = It is stopped.
services-why-triggered = It is stopped; { $by } starts it when it is needed.
services-why-exited = It did its one job and ended.
services-why-process = A process of this name runs.
services-why-restarted = { $count ->
    [one] It was restarted once after it had ended.
   *[other] It was restarted { $count } times after it had ended.
}

services-source-systemd = systemd
services-source-process = by process
services-source-none = nobody
services-source-text-systemd = systemd says so.
services-source-text-process = There is no unit of this name: it goes by the process.
services-source-text-none = Nobody here can tell.

services-fact-since = since
services-fact-restarts = restarts
services-fact-memory = memory
services-fact-pid = main process
services-fact-unit = unit
services-fact-source = says who
services-fact-result = last run
services-fact-triggered = started by
services-ago = { $age } ago
services-none-value = none
services-not-counted = not counted
services-no-pid = none runs
services-to-process = Details of process { $pid }
services-log = Its log
services-log-open = open in Logs
services-log-none = It keeps no log in the journal.
services-log-none-text = Only units of systemd have a log there. If it writes a file, look for it under Logs.
services-pick = Pick a service
services-pick-text = Its facts and its log show here.
services-unknown-title = There is no such service
services-unknown = It may have been removed, or is not loaded now. Look among all units.
services-back = To the list
services-restarts-short = ↻ { $count }
services-restarts-said = { $count ->
    [one] restarted once
   *[other] restarted { $count } times
}
services-watched = watched
services-more = { $count } more
state-warn-services = { $count ->
    [one] A service needs somebody
   *[other] { $count } services need somebody
}
state-services-text = { $more ->
    [0] { $names }. There is room otherwise.
   *[other] { $names } and { $more } more. There is room otherwise.
}
state-see-services = See which
