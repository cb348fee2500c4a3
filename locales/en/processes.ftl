## The process view: the list

processes-title = Processes
processes-count = { $total ->
    [one] { $total } process
   *[other] { $total } processes
}
processes-count-filtered = { $shown } of { $total } processes
processes-count-apps = { $text } · { $apps } applications
processes-count-tree = as a tree
processes-list = Process list

processes-filter = Filter processes
processes-filter-hint = name, PID, user:, port:
processes-filter-clear = Clear the filter
processes-chip-unknown = unknown
processes-chip-public = open to all
processes-chip-denied = not seen whole
processes-chip-deleted = file deleted
processes-apps = by application
processes-flat = flat
processes-tree = tree
processes-help = help
processes-sort-by = Sort by
processes-sort-up = ascending
processes-sort-down = descending

processes-problem-number = After { $field }: comes a number, as in { $field }:80,443 or { $field }:8000-8999. It says: { $word }
processes-problem-verdict = There is no verdict { $word }. These exist: { $words }
processes-problem-is = There is no is:{ $word }. These exist: { $words }

processes-column-verdict = verdict
processes-column-name = name
processes-column-command = command line
processes-column-role = what it does
processes-column-pid = PID
processes-column-user = user
processes-column-cpu = CPU %
processes-column-memory = memory
processes-column-io = disk read, write
processes-column-io-short = disk
processes-column-ports = listens on
processes-column-start = age

processes-not-judged = not judged yet
processes-read = read
processes-write = written
processes-idle = none
processes-more-ports = { $count } more
processes-ended = ended
processes-ended-said = { $name } (PID { $pid }) has ended. It leaves the list when you move on.
processes-leads-to = parent of a match
processes-fold = Fold this branch
processes-unfold = Open this branch
processes-members = { $count } processes
processes-folded = +{ $count }
processes-level = level { $level }
processes-deleted-file = its file was deleted

processes-loading-title = Reading
processes-loading = First values come in a second. CPU needs two readings.
processes-unreached-title = The server cannot be reached
processes-unreached = The list appears by itself once the line is back.
processes-empty-title = Nothing matches
processes-empty = Clear the filter or try another word.
processes-none-title = No process can be seen
processes-none = /proc may be hidden. Run the server as root, or look at hidepid of the /proc mount.

processes-denied = Hidden because they belong to other users: { $facts }
processes-denied-fact = { $fact } of { $count }
processes-denied-fix = how to grant it

## Exposure

processes-exposure-public = public
processes-exposure-private = inner network
processes-exposure-loopback = this server only
processes-exposure-unknown = address unknown

## Help

processes-help-title = Filter and keys
processes-help-keys = Keys
processes-help-key-filter = go to the filter
processes-help-key-move = down, up
processes-help-key-fold = fold, open a branch of the tree
processes-help-key-ends = first, last
processes-help-key-open = open the details
processes-help-key-close = close, clear the filter
processes-help-key-help = this help
processes-help-words = Words of the filter
processes-help-words-note = With several words only what fits all of them is left. Words are taken literally; there are no patterns.
processes-help-text = in the name, the executable or the command line
processes-help-quoted = a word with a blank
processes-help-number = that PID or that port
processes-help-port = listens on that port
processes-help-user = belongs to that user (name or UID)
processes-help-fields = in that fact
processes-help-verdict = judged so
processes-help-is = state
processes-help-not = not
processes-help-signs = Signs before a port
processes-help-order = Rows keep their order for 5 s while the pointer or the focus is among them.

## The drawer: one process

processes-drawer-age = { $age } old
processes-copy-line = Copy as one line
processes-copy-command = Copy the command line
processes-copy-path = Copy the path

processes-section-what = All facts
processes-section-now = How it is now
processes-section-why = Why it is judged so
processes-section-command = Command line
processes-section-ports = Listens on
processes-section-family = Who started it
processes-section-unseen = Could not be seen

processes-fact-name = name
processes-fact-exe = executable
processes-fact-cmdline = command line
processes-fact-user = user
processes-fact-parent = parent
processes-fact-start = started
processes-fact-cpu = CPU
processes-fact-memory = memory
processes-fact-disk = disk
processes-fact-ports = ports
processes-fact-unit = unit
processes-fact-container = container
processes-fact-tty = terminal
processes-fact-key = key

processes-user-uid = UID { $uid }
processes-user-nameless = no name, UID { $uid }
processes-none-unit = in no unit
processes-none-container = outside of containers
processes-none-tty = no terminal
processes-none-parent = no parent
processes-parent-gone = PID { $pid }, has ended
processes-exe-deleted = The file was deleted or replaced after the start. What that means stands above, where it is judged.
processes-no-arguments = There are no arguments.
processes-arguments = { $count ->
    [one] { $count } argument.
   *[other] { $count } arguments.
} Values that look secret are masked by the server as it reads them.
processes-arguments-more = Show the other { $count }
processes-argument-long = Show it whole

processes-cpu-note = 100 % is one whole core
processes-memory-note = { $percent } % of all memory
processes-trail = { $fact }, last 2 minutes: now { $now }, highest { $top }
processes-trail-empty = { $fact }, last 2 minutes: nothing collected yet
processes-trail-top = highest { $top }
processes-trail-from = 2 min ago
processes-trail-to = now

processes-why-not-yet = Not judged yet. In a second the reason, the evidence and what to do stand here.

processes-no-ports = It waits for no connection.
processes-socket-port = port
processes-socket-address = address
processes-socket-network = network
processes-socket-reach = reachable by
processes-socket-every = every address
processes-netns-host = the server's own
processes-netns-other = its own: { $netns }
processes-reach-public = anybody outside. The firewall was not looked at yet.
processes-reach-private = the inner network. A cloud may map it to the outside.
processes-reach-loopback = this server only

processes-family-self = this process
processes-children = { $count ->
    [one] { $count } child
   *[other] { $count } children
}
processes-no-children = It has no children.
processes-children-more = Show the other { $count }

processes-unseen-none = Everything was seen.
processes-reason-denied = no permission
processes-reason-unsupported = not on this system
processes-reason-not_yet = not yet
processes-reason-gone = has ended
processes-reason-failed = could not be read
processes-remedy-ptrace = Run the server as root or give it CAP_SYS_PTRACE.
processes-remedy-ptrace_and_read = Run the server as root or give it CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH.
processes-remedy-proc_mount = /proc is hidden by hidepid. Run the server as root or add it to the gid group of that mount.
processes-remedy-wait = It comes with the next reading.
processes-remedy-none = It cannot be known on this server. The other values are right all the same.

processes-gone-title = This process has ended
processes-gone-now = It has ended. Below is what was seen last.
processes-gone = This process has ended. Another one may have its number by now, but it is not the same.
processes-unknown-title = This process was never seen
processes-unknown = This key was not seen since the server started. The address may come from another server.
processes-fetch-title = The process could not be read
processes-fetch-loading = Looking for it
processes-retry = Read again
processes-back = To the list
