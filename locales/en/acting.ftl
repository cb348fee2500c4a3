### end, pause, resume, cleanup and audit of the command line.

help-end = End a process: shows what would happen, asks, and sends TERM, then KILL if it is still there
help-pause = Let a process stand still for a while; it goes on by itself when the time is over
help-resume = Let a paused process go on
help-wake = Stay until pauses are over, and let the processes go on
help-cleanup = Show what could be tidied up, and what is left alone and why
help-audit = Show who did what, and every refusal, newest first

arg-pid = PID of the process: a number, as ps shows it
arg-key = The very process that is meant, as the API names it (PID-STARTED); refused if another one has the PID by now
arg-group = With everything below it
arg-dry_run = Only show what would happen; nothing is sent
arg-yes = Do not ask
arg-minutes = Minutes after which it goes on by itself, from 1 to 1440 [default: 30]
arg-keep = It stands still until somebody resumes it
arg-pauses = Rows of the audit that announced the pauses
arg-audit-rows = So many of the newest rows, at least 1 [default: 50]
arg-audit-action = Only this action, as end or policy_set; as often as there are actions
arg-audit-name = Only rows about what has exactly this name

acting-key = --key has to be PID-STARTED, with { $pid } as its PID
acting-no-look = the machine could not be looked at
acting-no-process = no process has the PID { $pid }
acting-no-terminal = there is no terminal to ask on. Look at the plan with --dry-run, then say --yes
acting-ask-end = End { $name } (PID { $pid })? [y/N]
acting-ask-pause = Pause { $name } (PID { $pid })? [y/N]
acting-ask-resume = Let { $name } (PID { $pid }) go on? [y/N]
acting-not-done = nothing was done
acting-ask-word = Others go along with it or lose a connection. To end { $name } (PID { $pid }) type { $word }:
acting-not-the-word = that was not { $word }; nothing was done
acting-not-shown = the plan could not be shown, so nothing was done; --yes does it without being read
acting-waker = another server-monitor (PID { $pid }) stays in the background until the time is over. Ending that one ends the pause at once
acting-no-waker = PID { $pid } stands still and may not go on by itself ({ $cause }); let it go on with server-monitor resume { $pid }

acting-plan-end = What ending it would do
acting-plan-pause = What pausing it would do
acting-plan-resume = What resuming it would do
acting-refused = It is left alone. { $reason }
acting-signal-after = { $signal } after { $seconds } s if it is still there
acting-wakes-after = { $minutes ->
    [one] by itself after 1 minute
   *[other] by itself after { $minutes } minutes
}
acting-told-again = { $by }. Instead of ending it: { $command }
acting-init-of-namespace = It is the first process of its container: TERM may not reach it.
acting-told-protected = These below it are left alone
acting-told-more = { $count } more
acting-told-not-all = and others: too many to name

acting-fact-user = user
acting-fact-key = key
acting-fact-signals = signals
acting-fact-wakes = goes on
acting-fact-along = ends with it
acting-fact-left = children left
acting-fact-with = with it
acting-fact-without = without
acting-fact-sockets = ports closing
acting-fact-files = files written
acting-fact-frees = memory freed
acting-fact-again = starts it again
acting-fact-freed = memory freed
acting-fact-status = exit status
acting-fact-restarted = started again

acting-cleanup-tidy = 📌 Can be tidied up ({ $count })
acting-cleanup-system = 🔒 Left alone ({ $count })
acting-cleanup-nothing = Nothing here can be tidied up.
acting-cleanup-how = To end one of them: server-monitor end PID

acting-audit-nothing = The audit has no such rows.
acting-outcome-ok = done
acting-outcome-refused = refused
acting-outcome-failed = failed
acting-outcome-intended = intended

arg-audit-actor = Only what this one did, as minsu or user:minsu
arg-audit-check = Look through all of it and say whether it is whole; exit code 6 if it is not
arg-audit-mark = Also look for a mark (ID:HASH) that --check printed before: whether everything up to it is still there
acting-audit-whole = All { $count } entries of the audit follow from one another.
acting-audit-mark = Mark: { $mark } (kept somewhere else, --check --mark looks for it later)
acting-audit-broken = The chain of the audit is broken. { $reason }
acting-audit-at = The time that stands in it now: { $at }
acting-audit-after = The last entry before it that is there: { $id } of { $at }
acting-audit-broken-how = Find out who changed the database on this machine; a backup or a copy tells what stood there.
acting-denied-how = Run it as the owner of the process or as root.
