## autopilot: rules that act without an operator

help-autopilot = Rules that act on processes by themselves: list them, try one out, stop them all
help-autopilot-status = What stops the autopilot, and how many rules there are
help-autopilot-rules = List the rules
help-autopilot-rehearse = Take a rule of a file into rehearsal, or one of the store back into it: it counts and does nothing
help-autopilot-report = What the rules did, or would have done
help-autopilot-stop = Stop everything, whether the server can be reached or not
help-autopilot-start = Let everything go on

arg-autopilot-rehearse-rule = A file that ends in .json and holds a rule, or the id of a rule that there is
arg-autopilot-report-rule = Id of a rule; all of them without it

autopilot-going = Autopilot: not stopped. It works while the server runs.
autopilot-stopped = Autopilot: stopped by { $by } since { $at }. Rules rehearse and do nothing.
autopilot-halted-file = Autopilot: stopped by the file { $path }. Rules rehearse and do nothing.
autopilot-halted-unknown = Autopilot: stopped, because it cannot be told whether it may act ({ $cause })
autopilot-counts = { $rules ->
    [one] { $rules } rule
   *[other] { $rules } rules
}: { $rehearsing } rehearsing, { $enforced } enforced, { $tripped } stopped themselves, { $broken } cannot be followed
autopilot-as-kept = As the server kept it last: what happened within the last half minute may be missing.
autopilot-no-rules = There are no rules. Write one on the page, or: server-monitor autopilot rehearse FILE.json

autopilot-column-id = ID
autopilot-column-title = TITLE
autopilot-column-action = ACTION
autopilot-column-mode = MODE
autopilot-column-state = STATE
autopilot-does-notify = tell
autopilot-does-pause = pause
autopilot-does-end = end
autopilot-mode-rehearse = rehearses
autopilot-mode-enforce = enforced
autopilot-state-off = switched off
autopilot-state-watching = watches
autopilot-state-ripe = may be enforced
autopilot-state-rehearsed = rehearsed for { $hours } of 24 h
autopilot-state-too_many = stopped itself: { $value } processes at once
autopilot-state-too_often = stopped itself: more than { $value } an hour
autopilot-state-broken = not followed: { $problem }

autopilot-report-rule = { $id }: { $title }
autopilot-report-since = since { $at }
autopilot-report-never = not looked at yet
autopilot-report-would_have-notify = would have told { $count } times
autopilot-report-would_have-pause = would have paused { $count }
autopilot-report-would_have-end = would have ended { $count }
autopilot-report-done-notify = told { $count } times
autopilot-report-done-pause = paused { $count }
autopilot-report-done-end = ended { $count }
autopilot-report-refused = wanted { $count } that are protected
autopilot-became-rehearsed = rehearsed
autopilot-became-done = done
autopilot-became-refused = refused
autopilot-became-later = later

autopilot-rehearsing = { $id } rehearses: it counts what it would do, and does nothing.
autopilot-stop-done = The autopilot is stopped, until: server-monitor autopilot start
autopilot-stop-half = It is stopped, but in one of two ways only: { $cause }
autopilot-start-done = The autopilot is no longer stopped. It works while the server runs.
autopilot-no-rule = There is no rule { $id }; server-monitor autopilot rules shows all.
autopilot-rules-full = There are { $limit } rules already, which is the limit. Remove some first.
autopilot-rule-too-large = The rule { $id } is larger than { $limit } KiB. Shorten it.
autopilot-broken-at-start = { $count ->
    [one] one rule of the autopilot cannot be followed. server-monitor autopilot rules shows it
   *[other] { $count } rules of the autopilot cannot be followed. server-monitor autopilot rules shows them
}
autopilot-file-unreadable = { $path }: cannot be read ({ $cause }). Give a file of your own that holds one rule.
autopilot-file-too-large = { $path }: more than { $limit } KiB, which is no rule.
autopilot-file-name = { $path } is not a file that ends in .json, nor can it be the id of a rule. Name one of the two.
autopilot-file-no-json = { $path } is not JSON: { $cause }. Nothing was changed.
autopilot-file-no-rule = { $path }: { $problem } Correct it and try again; nothing was changed.

rule-problem-not_a_document = It is no document.
rule-problem-missing = { $field } is missing.
rule-problem-wrong = { $field } does not hold what it should.
rule-problem-unknown = Nobody knows { $field }. Take it out or spell it otherwise.
rule-problem-twice = { $field } stands in it twice.
rule-problem-id = Its id needs 1 to 64 characters of A-Z a-z 0-9 . _ -
rule-problem-text = A text in it is empty or too long.
rule-problem-finding = It names a finding that there is not; server-monitor rules list shows all.
rule-problem-no_identity = It has to name a path, a user or a finding as well: anybody can give a process any name.
rule-problem-path = Its path has to be absolute and to name at least one folder.
rule-problem-number = A percentage is more than 0, that of memory less than 100, and a time at most a week.
rule-problem-no_duration = It has to say for how long a state has to last: at least 5 seconds, unless it only tells.
rule-problem-limits = It has to allow at least one deed an hour and one process at once, and of each at most 1000.
rule-problem-not_rehearsed = It has to be rehearsed for 24 hours first.
rule-problem-too_large = It is too large to be read. Shorten it.
rule-problem-duplicate = Another document has the same id. Remove one of them.

autopilot-news-fits = { $title }: { $name } is in the state that this rule is to tell of.
autopilot-news-too_many = { $title } stopped itself: { $value } processes fitted it at once.
autopilot-news-too_often = { $title } stopped itself: it wanted to act more than { $value } times in an hour.
autopilot-news-stopped = { $by } stopped the autopilot. Rules only rehearse until somebody lets them go on.
autopilot-news-stopped-file = The stop file stopped the autopilot. Rules only rehearse as long as it is there.
autopilot-news-stopped-unknown = The autopilot stopped, because it cannot be told whether it may act.
autopilot-news-started = { $by } let the autopilot go on.
autopilot-news-started-file = The stop file is gone, and the autopilot goes on.
autopilot-news-started-unknown = The autopilot goes on.

problem-invalid_rule-title = This rule cannot be kept
problem-invalid_rule-detail = { $reason }
problem-rehearsal_needed-title = It has to be rehearsed first
problem-rehearsal_needed-detail = A rule is enforced after 24 hours of rehearsal with the same conditions, action and limits. An admin may override that; the audit says so.
problem-no_such_rule-title = No such rule
problem-no_such_rule-detail = There is no rule { $id }.
