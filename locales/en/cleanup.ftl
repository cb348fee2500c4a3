### Clean-up: why a process could be tidied up.

cleanup-why-user_app = somebody has it open
cleanup-why-background = runs in the background
cleanup-why-unused = did nothing for 3 hours
cleanup-why-memory_hog = takes a tenth of the memory or more
cleanup-why-orphan = left behind by a session that is gone
cleanup-zombies = { $count ->
    [one] One of its children has ended and was not taken away by it
   *[other] { $count } of its children have ended and were not taken away by it
}
cleanup-zombie-of = It has ended already; its parent { $name } (PID { $pid }) has not taken it away
