## Logs: the console, its sources, and what a follower says besides lines.

view-logs = Logs
logs-title = Logs
logs-text = Only configured and well-known sources are read.
logs-sources = Sources
logs-source-title-journal = journal
logs-source-title-previous = journal, boot before
logs-source-kind-file = file
logs-source-kind-journal = journal
logs-state-ok = readable
logs-state-denied = denied
logs-state-missing = missing
logs-lines = Log lines
logs-following = following
logs-paused = paused
logs-lost = lost
logs-offline = not connected
logs-pause = pause
logs-follow = follow
logs-new-lines = { $count ->
    [one] { $count } new line
   *[other] { $count } new lines
}
logs-newest = newest
logs-filter = Filter lines
logs-filter-clear = Clear the filter
logs-filter-hint = words, !without
logs-level = Least level
logs-level-all = all levels
logs-level-debug = debug and up
logs-level-info = info and up
logs-level-notice = notices and up
logs-level-warning = warnings and up
logs-level-error = errors only
logs-level-said-error = error
logs-level-said-warning = warning
logs-level-said-notice = notice
logs-level-said-info = info
logs-level-said-debug = debug
logs-level-guessed = { $level }, by its words
logs-wrap = wrap long lines
logs-copy = Copy this line
logs-cut = cut at 16 KiB
logs-more-letters = { $count ->
    [one] { $count } more letter
   *[other] { $count } more letters
}
logs-shown = { $shown } of { $total } lines
logs-total = { $total ->
    [one] { $total } line
   *[other] { $total } lines
}
logs-earlier = earlier lines
logs-earlier-asking = reading earlier lines
logs-earlier-failed = Earlier lines could not be read.
logs-earlier-enough = This page keeps { $count } lines. Follow again to go on.
logs-beginning = The log begins here.
logs-loading-title = Reading
logs-loading = The end of the log is being read.
logs-empty-title = Nothing is in this log yet
logs-empty = New lines show by themselves.
logs-nothing-title = No line matches
logs-nothing = { $count ->
    [one] Looked at { $count } line. Clear the filter, or look further back.
   *[other] Looked at { $count } lines. Clear the filter, or look further back.
}
logs-further-back = Look further back
logs-denied-title = No permission to read { $title }
logs-denied = The other logs go on as usual.
logs-missing-title = { $title } is not there
logs-missing = It shows by itself once it exists. The other logs go on as usual.
logs-refused-title = { $title } is not read
logs-unknown-title = There is no such log
logs-unknown = It is neither configured nor well known. Pick one from the list.
logs-busy-title = Too many logs are followed
logs-failed-title = The server did not answer
logs-failed = The log is where it was. Try again.
logs-try-again = Try again
logs-sources-failed = The list of logs could not be read. It is asked for again every 10 seconds.
logs-none-title = No log can be read
logs-none = There is neither a journal nor a well-known log. Name files by the configuration key “logs”.
logs-unreached-title = The server cannot be reached
logs-unreached = The lines go on by themselves once it can.
logs-notice-rotated = The file was replaced by a new one. No line was lost.
logs-notice-truncated = { $bytes ->
    [0] The file was cut. Nothing is known to be lost.
   *[other] The file was cut: { $amount } were destroyed before they could be read.
}
logs-notice-skipped = { $count ->
    [one] { $count } line was left out: they came faster than they could be shown.
   *[other] { $count } lines were left out: they came faster than they could be shown.
}
logs-notice-left_out = { $count ->
    [one] { $count } line was let go while you were reading.
   *[other] { $count } lines were let go while you were reading.
}
logs-notice-lost = It cannot be read any more. It is tried again.
logs-notice-lost-because = It cannot be read any more: { $reason }
logs-notice-back = It can be read again.
logs-notice-missed = Lines may be missing here: they came while nobody listened.
logs-notice-other = The follower says: { $kind }.
logs-newest-title = Newest log lines
logs-newest-of = { $title }
logs-newest-none = No log can be read.
logs-newest-quiet = Nothing is in this log yet.
logs-newest-follow = follow
logs-help-keys = ↑ ↓ line · c copy · space pause · / filter
