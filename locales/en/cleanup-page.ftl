### The clean-up view: what may go and what is left alone, the plan for several at once and what came of it.

view-cleanup = Clean-up
cleanup-title = Clean-up
cleanup-text = Only what can go. You see the plan before anything ends.
cleanup-memory-now = memory now
cleanup-memory-after = afterwards
cleanup-memory-label = Memory { $now } %, { $after } % after what is selected has gone
cleanup-tidy = Can be tidied
cleanup-tidy-meta = { $count } · { $size }
cleanup-system = System
cleanup-system-meta = { $count } · left alone
cleanup-system-show = See why they are left alone
cleanup-system-hide = Fold
cleanup-system-text = Services, the kernel, what belongs to others, and what cannot be judged. They cannot be ended here.
cleanup-system-more = Show { $count } more
cleanup-system-none = Nothing has to be left alone.

cleanup-group-unused = long unused
cleanup-group-orphan = left behind
cleanup-group-memory_hog = memory hog
cleanup-group-background = background
cleanup-group-user_app = user app

cleanup-pick = Select { $name }
cleanup-pick-group = Select all: { $why }
cleanup-open = About { $name }
cleanup-picked = { $count } selected
cleanup-picked-none = Nothing is selected
cleanup-most = { $count } at most can be selected at once
cleanup-frees = frees { $size } of memory
cleanup-frees-unknown = of { $count } the size is not known
cleanup-plan = Show the plan
cleanup-clear = Clear
cleanup-viewer = You may look, but not act: ask for the role operator to tidy up.

cleanup-loading = Looking for what can go
cleanup-failed = The list could not be read
cleanup-none-title = There is nothing to tidy
cleanup-none = No process may be ended right now.
cleanup-refresh = Look again

cleanup-plan-title = { $count ->
    [one] Plan to end one process
   *[other] Plan to end { $count } processes
}
cleanup-plan-loading = Making a plan for each: { $done } of { $count }
cleanup-plan-each = Each is judged and ended alone. When one is refused, the others go on.
cleanup-plan-end = { $count ->
    [one] End it
   *[other] End { $count }
}
cleanup-plan-refused = { $count ->
    [one] One cannot be ended and stays
   *[other] { $count } cannot be ended and stay
}
cleanup-plan-gone = { $count } ended meanwhile
cleanup-plan-none = Nothing is left to end
cleanup-plan-children = { $count ->
    [one] One has children that go on
   *[other] { $count } have children that go on
}
cleanup-plan-sockets = Ports that close: { $ports }
cleanup-plan-files = { $count } with files open for writing
cleanup-plan-restarts = { $count } will be started again
cleanup-plan-lockout = You may lock yourself out
cleanup-plan-gap = { $count } could not be seen fully
cleanup-plan-harmless = No children, no ports, no files open for writing
cleanup-running-title = Ending them
cleanup-done = { $count } ended
cleanup-done-freed = { $count } ended, { $size } of memory are free again
cleanup-done-rest = { $refused } refused, { $other } otherwise
cleanup-done-none = Nothing was ended
cleanup-row-waiting = waiting
cleanup-row-running = ending
cleanup-row-refused = left alone
cleanup-rows = Each of them
