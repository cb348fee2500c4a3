## The live console: ps --watch

watch-mood-good = all is well
watch-mood-warn = something is tight
watch-mood-bad = something is at its limit
watch-mood-looking = looking
watch-mood-stale = waiting for new values

watch-up = up { $uptime }
watch-memory-short = MEM
watch-disk-short = DISK

watch-count = { $count }
watch-count-filtered = { $shown } of { $count }
watch-paused = PAUSED
watch-held = order held
watch-tree = tree
watch-attention = only what needs a look
watch-letter-safe = S
watch-letter-caution = C
watch-letter-danger = D
watch-letter-urgent = U
watch-by-verdict = by verdict
watch-by-cpu = by CPU
watch-by-memory = by memory
watch-by-io = by disk
watch-by-pid = by PID
watch-by-name = by name
watch-by-user = by user
watch-by-ports = by port
watch-by-age = by age
watch-column-share = MEM %
watch-column-io = DISK
watch-column-unit = UNIT

watch-waiting = The first values come in a second.
watch-nothing = Nothing matches. Esc clears the filter.
watch-too-small = This needs { $columns }×{ $rows } characters. Here are { $width }×{ $height }: make the window larger, or press q.

## The last line

watch-filter = Filter
watch-filter-hint = name, PID or port, user:, unit:, is:denied   Enter keeps, Esc takes back
watch-filter-clear = / changes it, Esc clears it
watch-problem-number = After { $field }: comes a number, not { $word }
watch-problem-is = There is no is:{ $word }
watch-problem-verdict = There is no verdict { $word }: safe, caution, danger, urgent
watch-key-help = help
watch-key-filter = filter
watch-key-attention = needs a look
watch-key-mode = mode
watch-key-sort = sort
watch-key-tree = tree
watch-key-open = details
watch-key-pause = pause
watch-key-quit = quit
watch-key-back = back
watch-key-scroll = scroll
watch-key-parent = parent

## The help

watch-help-title = Keys, filter, signs
watch-help-keys = Keys
watch-help-move = down, up, by line or by page
watch-help-ends = first, last
watch-help-open = everything about the selected process
watch-help-filter = filter, while you type
watch-help-sort = sort by verdict, CPU, memory, disk, PID, name, user, port, age; once more turns it around
watch-help-reverse = turn the order around
watch-help-attention = only what needs a look: all that is not safe
watch-help-mode = judge by what is usual for each program (contextual), or by the five plain rules (strict)
watch-help-tree = tree of parents and children, or flat
watch-help-fold = fold a branch away, unfold it, unfold all
watch-help-pause = hold everything still, go on
watch-help-help = this help
watch-help-back = one step back; at the end of it, quit
watch-help-quit = quit
watch-help-suspend = to the background (fg brings it back); draw everything again
watch-help-words = Words of the filter: what fits all of them is left
watch-help-text = in the name, the executable or the command line
watch-help-number = that PID or that port
watch-help-port = listens on one of these
watch-help-pids = that process, its children, that user
watch-help-user = belongs to that user (name or UID)
watch-help-fields = in that fact
watch-help-verdicts = judged so: safe, caution, danger, urgent
watch-help-not = not
watch-help-signs = Signs
watch-help-unjudged = not judged yet
watch-help-unread = could not be read; the details say why
watch-help-none = there is none
watch-help-cpu = 100 % is one whole core. Rows keep their places for 5 seconds after the cursor was moved

## The details of a process

watch-section-judged = What it does, and whether it is safe
watch-section-what = What it is
watch-section-now = How it is now
watch-section-command = Command line, secrets masked
watch-section-ports = Listens on
watch-section-family = Who started it
watch-section-unseen = Could not be seen
watch-fact-role = role
watch-fact-why = why
watch-fact-advice = advice
watch-fact-name = name
watch-fact-exe = executable
watch-fact-user = user
watch-fact-started = started
watch-fact-unit = unit
watch-fact-container = container
watch-fact-tty = terminal
watch-fact-key = key
watch-fact-cpu = CPU
watch-fact-memory = memory
watch-fact-disk = disk
watch-fact-state = state
watch-fact-threads = threads
watch-fact-verdict = verdict
watch-fact-command = command line
watch-fact-ports = ports
watch-none-unit = in no unit
watch-none-container = outside of containers
watch-none-tty = no terminal
watch-exe-deleted = The file was deleted or replaced after the start. After an update a restart puts it right.
watch-disk-rates = reads { $read }, writes { $written }
watch-ended = This process has ended. Below is what was seen last.
watch-no-arguments = There are no arguments.
watch-no-ports = It waits for no connection.
watch-reach-public = reachable by anybody outside; the firewall was not looked at
watch-reach-private = reachable by the inner network; a cloud may map it to the outside
watch-reach-loopback = this server only
watch-netns = network of its own, { $netns }
watch-more = { $count } more
watch-all-seen = Everything was seen.
watch-denied-help = Run it as root, or give it { $capabilities }

watch-state-running = running
watch-state-sleeping = asleep until something happens
watch-state-waiting = waits for a disk or a driver, cannot be interrupted
watch-state-stopped = stopped by a signal or a debugger
watch-state-zombie = has ended; its parent has not asked for its exit code yet
watch-state-dead = is ending
watch-state-other = unknown

## What goes wrong

watch-no-json = --watch shows a screen and --json writes a document: choose one. For a document: server-monitor ps --json
watch-no-terminal = --watch needs a terminal on { $stream }. For a list without one: server-monitor ps
watch-dumb = --watch needs a terminal that can move its cursor, and TERM is { $term }. For a list without one: server-monitor ps
watch-ended-sampling = the sampling has ended because of a defect in this program; start it again, and please report what stands above
watch-terminal-failed = the terminal cannot be set up: { $error }
