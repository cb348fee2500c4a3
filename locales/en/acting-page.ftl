### What the page says when processes are ended and paused: buttons, the plan, the outcome, what others do.

## Buttons

acting-end-show = Show the plan to end it
acting-end-of = Show the plan to end { $name }
acting-pause-show = Pause
acting-resume-show = Resume
acting-nothing-yet = nothing is ended yet
acting-not-judged = Whether it may be ended has not been judged yet.
acting-locked = cannot be ended
processes-column-act = end
processes-help-key-act = show the plan to end the chosen process

## Reasons where only the row is known: the drawer says more

acting-refusal-system-service = It belongs to a system service. Stop that instead.
acting-refusal-other-container = It runs in a container. Stop that container with the tool that runs it.
acting-refusal-not-a-login-user = Its user is no person’s but a daemon’s or nobody’s.
acting-refusal-policy-system = Its policy says that it belongs to the system.
acting-refusal-policy-forbids = Its policy forbids it.
acting-refusal-unread = What decides could not be read, so it is left alone.

## The plan

acting-plan-title = { $deed ->
    [pause] Plan to pause
    [resume] Resume
   *[end] Plan to end it
}
acting-plan-loading = Reading how it is now
acting-plan-anew = Something changed meanwhile, so nothing was done. This is the new plan.
acting-plan-other = { $name } is at the same process right now.
acting-plan-region = What the plan says
acting-step-term = asks it to finish
acting-step-kill = last resort
acting-step-kill-unused = not needed
acting-step-kill-used = ended by force
acting-wait = waits up to { $seconds } s
acting-wait-running = { $passed } s of { $seconds } s
acting-wait-done = { $took }
acting-track-label = Ending
acting-audited = every attempt is audited

acting-lockout-risk = You may lock yourself out
acting-lockout-none = You will not lock yourself out
acting-lockout-none-text = Not your SSH, your shell, nor the way to this page.
acting-lockout-gap = Whether you would lock yourself out is not known
acting-restarts = Started again by: { $by }
acting-restarts-text = It will be back soon. Do this instead.
acting-restarts-none = Nothing starts it again
acting-restarts-none-text = Not systemd, not a container’s policy, not a parent that watches over it.
acting-restarts-gap = Who would start it again is not known
acting-namespace = SIGTERM may not reach it
acting-namespace-text = It is the first process of a namespace and hears only signals that it asked for. SIGKILL ends it then.
acting-protected = { $count ->
    [one] One process below it stays
   *[other] { $count } processes below it stay
}
acting-children-group = { $count ->
    [one] One process below it ends with it
   *[other] { $count } processes below it end with it
}
acting-children-stay = { $count ->
    [one] One process below it goes on
   *[other] { $count } processes below it go on
}
acting-children-stay-text = Without their parent. The switch below ends them too.
acting-children-most = More than { $count } processes hang below it
acting-children-most-text = They are too many to be told one by one. Only this process ends; the others go on without their parent, and cannot be ended together with it.
acting-children-none = Nothing hangs below it
acting-children-gap = What hangs below it could not be seen
acting-sockets = Ports that close: { $ports }
acting-sockets-text = Whoever is connected there is cut off.
acting-sockets-none = No port closes
acting-sockets-gap = Its ports could not be seen
acting-files = { $count ->
    [one] One file is open for writing
   *[other] { $count } files are open for writing
}
acting-files-most = At least { $count } files are open for writing
acting-files-text = What is not saved may be lost.
acting-files-none = No file is open for writing
acting-files-gap = Files open for writing could not be seen
acting-frees = Frees { $size } of memory
acting-frees-text = Without what it shares with others.
acting-frees-gap = How much memory it frees is not known
acting-more = and { $count } more

acting-group = End everything below it too
acting-group-text = Each is judged alone. What must not be ended stays.
acting-type = To confirm, type exactly:
acting-type-wrong = That is something else. Type it exactly as above.
acting-end = End it
acting-pause = Pause it
acting-resume = Resume it
acting-cancel = Cancel
acting-close = Close
acting-back = Back to the list

acting-pause-text = It stands still where it is. It keeps its memory and ports and uses no CPU. This can be undone.
acting-pause-for = Wakes by itself
acting-pause-minutes = after { $minutes } min
acting-pause-hours = { $hours ->
    [one] after 1 hour
   *[other] after { $hours } hours
}
acting-pause-keep = only when resumed
acting-pause-already = It stands still already? Resume it
acting-resume-text = It goes on from where it was stopped.

## While it is done, and what came of it

acting-running-title = { $deed ->
    [pause] Pausing it
    [resume] Resuming it
   *[end] Ending it
}
acting-running = { $deed ->
    [pause] SIGSTOP was sent.
    [resume] SIGCONT was sent.
   *[end] Giving it time to finish by itself
}
acting-running-text = SIGTERM was sent. If it is still there after { $seconds } s, facts and policy are checked again and SIGKILL follows.
acting-running-kill = It did not end in time. The last resort is used, and it is checked that it has really ended.
acting-running-close = closing this changes nothing: the server goes on

acting-result-ended = It has ended
acting-result-killed = It was ended by force
acting-result-gone = It had ended already
acting-result-came_back = It came back
acting-result-still_there = It is still there
acting-result-interrupted = It was interrupted
acting-result-paused = It stands still
acting-result-resumed = It goes on

acting-freed = { $size } of memory are free again
acting-freed-gap = How much memory came back was not measured
acting-verified = A fresh look confirmed it
acting-verified-not = No fresh look has confirmed it yet
acting-exit = exit status { $status }
acting-watch = watched for a minute for what comes back
acting-again = Show the plan for PID { $pid }
acting-members = { $count ->
    [one] One more was dealt with
   *[other] { $count } more were dealt with
}
acting-member-refused = left alone
acting-audit = See the audit

acting-refused-title = { $deed ->
    [pause] This cannot be paused
    [resume] This cannot be resumed
   *[end] This cannot be ended
}
acting-refused-audited = refusals are audited too
acting-gone-title = It has ended
acting-gone-now = It ended by itself while this was open. There is nothing to do here.
acting-gone-by = { $name } ended it while this was open. There is nothing to do here.
acting-gone-before = It had ended already. No signal was sent.
acting-failed-title = { $deed ->
    [pause] It was not paused
    [resume] It was not resumed
   *[end] It was not ended
}
acting-failed-unseen-title = The plan could not be made
acting-failed-network = The server did not answer.
acting-failed-sent = The request may have reached the server and go on there. Look at the list and the audit once the line is back.
acting-copy = Copy the command
acting-retry = Look at the plan again

## What others do

acting-news = What happens at this server
acting-news-end-begun = { $actor } is ending { $name }
acting-news-pause-begun = { $actor } is pausing { $name }
acting-news-resume-begun = { $actor } is resuming { $name }
acting-news-ended = { $actor } ended { $name }
acting-news-killed = { $actor } ended { $name } by force
acting-news-gone = { $name } ended by itself before { $actor } did it
acting-news-came_back = { $actor } ended { $name }, and it came back
acting-news-still_there = { $name }, which { $actor } wanted to end, is still there
acting-news-interrupted = { $actor } was interrupted while ending { $name }
acting-news-paused = { $actor } paused { $name }
acting-news-resumed = { $actor } resumed { $name }
acting-news-refused = { $actor } was refused at { $name }
acting-news-own-ended = { $name } has ended
acting-news-more = and { $count } more
acting-news-dismiss = Dismiss the news of { $name }
acting-news-look = Look at it

## Applications: all members at once, each with a plan of its own

acting-end-app = The whole application: plan to end { $count } processes
acting-end-app-of = Show the plan to end { $name }, { $count } processes
acting-locked-app = None of its processes can be ended. Open it to see why.
acting-app-beyond = { $count ->
    [one] One more is not in this plan: { $most } at most at once
   *[other] { $count } more are not in this plan: { $most } at most at once
}
acting-app-ending = Those that end
acting-several-done-title = What came of it

## What stands still

acting-paused-chip = paused, wakes in { $age }
acting-paused-chip-kept = paused until resumed
acting-paused-members = { $count } paused
acting-resume-of = Resume { $name }
acting-paused-by = { $name } paused it { $age } ago.
acting-paused-wakes = It wakes by itself in { $age }.
acting-paused-kept = It stands still until somebody resumes it.
acting-pause-change = Change when it wakes
acting-pause-instead = What you choose here takes the place of that.
