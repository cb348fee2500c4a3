## The autopilot view

view-autopilot = Autopilot
autopilot-title = Autopilot
autopilot-about = rules that act without an operator
autopilot-loading = Reading the rules
autopilot-failed-title = The autopilot cannot be asked
autopilot-audit = What it did, in the audit
autopilot-admin-only = Only an admin writes rules.
autopilot-none-title = There are no rules
autopilot-none = A rule watches for processes in a state that lasts, and tells of them, pauses or ends them. It only rehearses until an admin lets it act, and it never reaches what is protected.

## The stop

autopilot-is-stopped = Everything is stopped
autopilot-is-stopped-what = Rules only rehearse until somebody starts them again.
autopilot-stopped-by = Stopped by { $name }.
autopilot-stopped-file = Stopped by the file { $file }, as long as it is there.
autopilot-stopped-unknown = It cannot be told whether it is stopped, so nothing is done.
autopilot-acts = { $count ->
    [one] One rule acts
   *[other] { $count } rules act
}
autopilot-acts-what = The button stops all of them at once. Nothing that was done is undone.
autopilot-rehearses = No rule acts
autopilot-rehearses-what = Rules only count what they would have done.
autopilot-stop = Stop everything
autopilot-start = Start again
autopilot-start-admin = Only an admin starts it again.
autopilot-stop-operator = Operators and admins can stop it.
autopilot-banner = { $count ->
    [one] A rule of the autopilot stopped itself.
   *[other] { $count } rules of the autopilot stopped themselves.
}
autopilot-banner-look = Look at it

## A rule

autopilot-standing-tripped = stopped itself
autopilot-standing-off = off
autopilot-standing-rehearse = rehearses
autopilot-standing-enforce = acts
autopilot-standing-held = (stopped now)
autopilot-who = Which
autopilot-when = When
autopilot-action = Then
autopilot-limits = Limits
autopilot-who-name = name is { $name }
autopilot-who-path = path { $path }
autopilot-who-user = user { $user }
autopilot-who-category = category { $category }
autopilot-who-known = known programs
autopilot-who-unknown = unknown programs
autopilot-who-finding = finding: { $finding }
autopilot-when-cpu = CPU over { $percent } % of a core
autopilot-when-memory = memory over { $percent } %
autopilot-when-age = older than { $span }
autopilot-when-for = for { $span } without a pause
autopilot-when-at-once = at first sight
autopilot-span-second = { $count } s
autopilot-span-minute = { $count } min
autopilot-span-hour = { $count } h
autopilot-span-day = { $count ->
    [one] 1 day
   *[other] { $count } days
}
autopilot-action-notify = tell of it
autopilot-action-notify-why = A line in the audit, nothing else.
autopilot-action-pause = pause it
autopilot-action-pause-why = It stands still until somebody lets it run on.
autopilot-action-end = end it
autopilot-action-end-why = Asked to finish, and stopped hard after a few seconds. It cannot be undone.
autopilot-limit-hour = at most { $count } an hour
autopilot-limit-cooldown = { $span } between two
autopilot-limit-at-once = stops itself above { $count } at once
autopilot-matching = fit now
autopilot-would-notify = would have told of
autopilot-would-pause = would have paused
autopilot-would-end = would have ended
autopilot-did-notify = told of
autopilot-did-pause = paused
autopilot-did-end = ended
autopilot-was-refused = refused
autopilot-since = watched for { $age }
autopilot-last = The last ones
autopilot-came-rehearsed = rehearsed
autopilot-came-done = done
autopilot-came-refused = refused: protected
autopilot-came-later = could not be tried
autopilot-tripped = It stopped itself.
autopilot-tripped-what = It does nothing until an admin lets it go on. Look first at why so many fit.
autopilot-trip-too-many = { $count ->
    [one] One process fitted at once, { $most } are allowed.
   *[other] { $count } processes fitted at once, { $most } are allowed.
}
autopilot-trip-too-often = It wanted to act more often than { $count } times in an hour.
autopilot-reset = Let it go on
autopilot-to-enforce = Let it act
autopilot-to-rehearse = Back to rehearsing
autopilot-enable = Switch on
autopilot-disable = Switch off
autopilot-edit = Change
autopilot-remove = Remove
autopilot-remove-title = Remove “{ $title }”?
autopilot-remove-text = The rule and what it rehearsed are gone. Nothing that was done is undone.

## Letting it act

autopilot-enforce-title = Let “{ $title }” act?
autopilot-enforce-notify = It writes into the audit what it notices.
autopilot-enforce-pause = It pauses processes by itself from now on, within its limits, also at night.
autopilot-enforce-end = It ends processes by itself from now on, within its limits, also at night.
autopilot-enforce-would = In its rehearsal it would have acted { $count } times; { $matching } processes fit now.
autopilot-enforce-early = It has not been rehearsed for a day: { $span } are missing.
autopilot-enforce-early-what = What happens only at night or once a day was not seen yet. You can override that; the audit says so.
autopilot-enforce-type = To override, type { $id }
autopilot-enforce-type-wrong = That is another name.
autopilot-enforce-override = Act without a rehearsal
autopilot-enforce-yes = Let it act

## Writing a rule

autopilot-add = Add a rule
autopilot-edit-title = Change “{ $title }”
autopilot-untitled = Rule without a name
autopilot-title-field = What you call it
autopilot-who-hint = All that is given has to fit. Give a path, a user or a finding: anybody can take a name.
autopilot-field-path = Path of the program (* stands for a part of one folder)
autopilot-field-user = User
autopilot-field-name = Exact name
autopilot-field-finding = Finding
autopilot-field-category = Category
autopilot-field-known = Known or not
autopilot-any = any
autopilot-field-cpu = CPU over (% of a core)
autopilot-field-memory = Memory over (%)
autopilot-field-age = Older than (minutes)
autopilot-field-lasts = Lasting for (seconds)
autopilot-limits-hint = Beyond them the rule stops itself until somebody lets it go on.
autopilot-field-hour = Most an hour
autopilot-field-at-once = Most at once
autopilot-field-cooldown = Between two (seconds)
autopilot-wrong-long = That is too long.
autopilot-wrong-identity = Give a path, a user or a finding as well.
autopilot-wrong-path = An absolute path whose first folder is no pattern, as /opt/build/*.
autopilot-wrong-percent = A number above 0.
autopilot-wrong-memory = A number above 0 and below 100.
autopilot-wrong-time = A whole number; at most a week, for an age ten years.
autopilot-wrong-short = At least 5 seconds before a process is touched.
autopilot-wrong-limit = A whole number from 1 to 1,000.
autopilot-preview = What fits now
autopilot-preview-wrong = Shown as soon as the rule is complete.
autopilot-preview-asking = Looking
autopilot-preview-none = No process fits now.
autopilot-preview-count = { $count ->
    [one] Fits now: 1
   *[other] Fit now: { $count }
}
autopilot-save-new = Begin rehearsing
autopilot-begins = It rehearses first.
autopilot-falls-back = It does something else now, so it rehearses again for a day before it acts.
autopilot-stopped-by-at = Stopped by { $name } at { $at }.
autopilot-broken = This rule cannot be read and is not followed.
autopilot-trip-too-many-removed = { $count ->
    [one] One process fitted at once.
   *[other] { $count } processes fitted at once.
}
autopilot-preview-protected = { $count ->
    [one] One of them is protected.
   *[other] { $count } of them are protected.
}
autopilot-notices = What the rules had to tell
autopilot-notices-meta = since the server started
autopilot-trouble = The rules cannot be read now.
autopilot-trouble-what = Until they can, rules do nothing. It is tried again by itself.
autopilot-trouble-last = Below are the rules as they were read last.
autopilot-is-held = Nothing is done now
autopilot-is-held-what = Rules go on by themselves once that can be told again.
autopilot-broken-what = Correct it where it is kept, or remove it and write it anew here.
