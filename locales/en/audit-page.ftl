## The audit view

view-audit = Audit
audit-title = Audit
audit-about = who did what, and every refusal
audit-list = Entries, newest first
audit-filter = Search the audit
audit-filter-hint = who, what, name, reason
audit-filter-clear = Clear the search
audit-kind = Kind
audit-kind-all = all
audit-kind-deeds = processes
audit-kind-policies = policies
audit-kind-autopilot = autopilot
audit-kind-access = log-ins
audit-kind-people = users and tokens
audit-refused = did not come about
audit-of-name = about { $name }
audit-of-name-clear = Show entries about everything
audit-column-at = when
audit-column-actor = who
audit-column-action = what
audit-column-about = about
audit-column-outcome = outcome
audit-today = today
audit-no-day = time unknown
audit-from = from { $address }
audit-actor-user = user
audit-actor-token = token
audit-actor-cli = command line
audit-actor-rule = rule
audit-actor-program = program
audit-actor-anonymous = nobody known
audit-outcome-ok = done
audit-outcome-refused = refused
audit-outcome-failed = failed
audit-outcome-intended = announced
audit-to-process = Details of process { $key }
audit-to-policy = Policies of { $name }
audit-read-so-far = { $count ->
    [one] Looked through one entry
   *[other] Looked through { $count } entries
}
audit-read-back-to = back to { $at }
audit-earlier = Show earlier ones
audit-earlier-asking = Reading
audit-beginning = This is the beginning of the audit.
audit-none = Nothing is written yet.
audit-none-title = The audit is empty
audit-nothing-title = Nothing like that so far
audit-nothing = Nothing that was looked through fits. Look further back or search for something else.
audit-nothing-at-all = Nothing in the whole audit fits.
audit-failed-title = The audit could not be read
audit-loading = Reading the audit
audit-viewer-title = Operators and admins read the audit
audit-viewer = Your role is “{ $role }”. Ask an admin for the role operator if you need it.
audit-missing = { $count ->
    [one] One entry is missing between those below.
   *[other] { $count } entries are missing between those below.
}
audit-missing-text = Entries are numbered without a gap and never taken out by this program. `server-monitor audit --check` says where the chain breaks.
audit-settings = Who did what, and every refusal, stands in a view of its own.
audit-settings-open = Open the audit
audit-by-actor = by { $name }
audit-by-actor-clear = Show what everybody did
audit-to-actor = Only what { $name } did
audit-chain-title = The chain of the audit is broken.
audit-chain-how = Somebody changed the database on this machine. A backup or a copy tells what stood there.
audit-chain-whole = Every entry follows from the one before. Checked at { $at }.
audit-audit_broken = the audit was found broken

## What was done to processes

audit-end = end a process
audit-pause = pause a process
audit-resume = let a process run on
audit-end_wake = wake a paused process
audit-autopilot_notify = tell of a process by rule
audit-autopilot_tripped = rule stopped itself
audit-autopilot_stop = autopilot stopped
audit-autopilot_start = autopilot started
audit-rule_set = rule changed
audit-rule_removed = rule removed
audit-rule_reset = rule let go on

## What came of it, or why not

audit-code-ended = it ended by itself after being asked
audit-code-killed = it did not listen and was stopped hard
audit-code-gone = it had gone already
audit-code-came_back = it came back
audit-code-still_there = it is still there
audit-code-interrupted = interrupted, no outcome known
audit-code-paused = it stands still
audit-code-resumed = it runs again
audit-code-resumed_already = somebody had let it go on already
audit-code-role = role does not suffice
audit-code-init = the first process of the system
audit-code-itself = this program itself
audit-code-ancestor = this program runs below it
audit-code-way_in = the asker came in through it
audit-code-fresh = started a moment before
audit-code-kernel_thread = part of the kernel
audit-code-system_service = belongs to a system service
audit-code-other_container = runs in another container
audit-code-foreign_users = user ids of its own
audit-code-root = has rights of root
audit-code-mixed_users = its user ids differ
audit-code-not_a_login_user = belongs to no person
audit-code-system_account = account of Windows itself
audit-code-session_zero = session 0 of Windows
audit-code-service_host = hosts services of Windows
audit-code-signed_core = part of Windows
audit-code-not_started_by_the_user = nobody at the desktop started it
audit-code-policy_unavailable = policies could not be read
audit-code-policy_unreadable = its policy cannot be understood
audit-code-policy_system = its policy: part of the system
audit-code-policy_forbids = its policy forbids it
audit-code-unread = what decides could not be read
audit-code-not_the_same_process = another process has its number
audit-code-changed_since_plan = it changed after the plan was shown
audit-code-no_such_process = no such process
audit-code-bare_pid = a number alone does not name a process
audit-code-denied = the operating system refused
audit-code-audit_unavailable = the audit could not be written
audit-code-no_outcome = the server stopped before it was known
audit-code-too_many = more processes than allowed at once
audit-code-too_often = more often than allowed in an hour
audit-code-rehearsal_needed = not rehearsed for a day
audit-code-rehearsal_overridden = enforced without a rehearsal of a day
audit-code-created = made
audit-code-updated = changed
audit-code-unchanged = as before
audit-code-missing = an entry is gone
audit-code-changed = an entry does not say what it said
audit-code-moved = the order was changed
audit-code-added = an entry was slipped in
audit-code-cut_off = the last entries are gone
audit-code-replaced = an entry is another one now
audit-code-busy = too much was asked for at once
audit-code-stopping = the server was stopping
audit-code-failed = it did not work
audit-code-systemd = part of systemd
audit-code-group_too_large = too many processes below it
audit-code-autopilot_stopped = the autopilot was stopped
audit-code-rule_no_longer_fits = the rule did not fit any more

## Why and how: kept in plain English, said here

audit-reason-role = role: { $role }
audit-reason-created = new
audit-reason-updated = changed: { $what }
audit-reason-mode = { $mode ->
    [enforce] acts
   *[rehearse] rehearses
}
audit-reason-platform = { $platform ->
    [linux] Linux
    [windows] Windows
   *[common] common
}
audit-reason-policy = { $platform ->
    [linux] Linux
    [windows] Windows
   *[common] common
}, { $change ->
    [created] new
   *[updated] changed
}: { $what }
audit-reason-intent = announced as { $id }
audit-reason-no-outcome = its outcome was never written
audit-reason-verified = verified by a fresh look
audit-reason-as = as PID { $pid }
audit-reason-as-by = as PID { $pid }, started by { $by }
audit-reason-because = because: { $reason }
audit-reason-unit = service: { $name }
audit-reason-container = container: { $name }
audit-reason-below = PID { $pid } below it
audit-reason-recovery-code = by a recovery code, { $left } left
audit-reason-left-out = { $count } before it were not written one by one
audit-reason-needs = { $request } needs the role { $role }
