### What came of ending, pausing and resuming processes, for the API and the command line.

## What became of it. $name is the process

deed-ended = { $name } has ended, as it was asked to.
deed-killed = { $name } did not end when it was asked to, and was ended by force.
deed-gone = { $name } had ended before a signal was sent.
deed-came_back = { $name } ended, but the same program was started again in its place.
deed-still_there = { $name } is still there.
deed-interrupted = server-monitor stopped before it was done: { $name } was asked to end, and was not ended by force.
deed-paused = { $name } stands still. It keeps its memory and its ports.
deed-resumed = { $name } goes on.

## What else is to be said of it

deed-remark-zombie = { $name } has ended already and is only still listed; it goes when its parent { $parent } (PID { $pid }) takes it away or ends.
deed-remark-uninterruptible = It waits inside the kernel (state D), mostly for a device or a network disk, and hears no signal until that is over.
deed-remark-was_stopped = It had been stopped, so it was let go on first, to hear that it should end.
deed-remark-by_itself = { $name } ended by itself before it was asked to.
deed-remark-no_kill = It was not ended by force, because that is not allowed any more: { $reason }
deed-remark-restarted = { $by } started it again.

## Facts that decide, where one of them could not be read

deed-fact-relation = how it stands to this program
deed-fact-kernel_thread = whether it is a part of the kernel
deed-fact-cgroup = where its cgroup puts it
deed-fact-user_namespace = its user namespace
deed-fact-uids = its user ids
deed-fact-login_users = which user ids are people’s
deed-fact-nobody = which user id is nobody’s
deed-fact-exe = its executable
deed-fact-process = the process itself
deed-fact-account = its account
deed-fact-session = its session
deed-fact-service_host = whether it hosts services
deed-fact-signature = its signature
deed-fact-parents = what it was started by
deed-fact-package = what package it is from
deed-fact-arguments = its arguments, which tell what it runs
deed-fact-name = its name, which changes all the time

## What to do instead of ending what is started again

deed-restarter-unit = { $by } ({ $name })
deed-restarter-container = the container engine ({ $name })
deed-restarter-parent = { $name } (PID { $pid })
deed-lockout = Your own connection comes through { $name } (PID { $pid }): ending it would cut you off.

## Problems of the API: problem-<code>-title, problem-<code>-detail

problem-refused-title = This process is left alone
problem-refused-detail = { $reason }

problem-protected_member-title = A process below it is left alone, and so is the whole group
problem-protected_member-detail = { $name } ({ $key }): { $reason }

problem-bare_pid-title = A PID alone is not enough
problem-bare_pid-detail = A PID is given to another process once its own has ended. Name the process as PID-STARTED, as GET /api/v1/processes tells it: { $pid } alone could be anybody by now.

problem-changed_since_plan-title = It changed since the plan
problem-changed_since_plan-detail = What the plan showed does not hold any more, so nothing was done. Look at the new plan first.

problem-denied-title = The operating system denies it
problem-denied-detail = This program may not signal that process. Run it as the owner of the process or as root.

problem-failed-title = It failed
problem-failed-detail = The operating system refused for a reason of its own, which the log of the server names.

problem-audit_unavailable-title = The audit cannot be written
problem-audit_unavailable-detail = Nothing is done that is not recorded, so nothing was done. The log of the server says why; often the disk is full.

problem-busy-title = Too much is being done at once
problem-busy-detail = Others are being ended right now. Ask again in a moment.

problem-stopping-title = The server is stopping
problem-stopping-detail = Nothing is begun any more. Ask again when it has been started.
