### Verdicts: their names, what to do, and why. Names of categories, severities, modes, and of what started a process.

verdict-safe = Safe
verdict-caution = Caution
verdict-danger = Danger
verdict-urgent = Urgent

verdict-advice-safe = There is nothing to do.
verdict-advice-caution = Confirm its use.
verdict-advice-danger = Check it soon.
verdict-advice-urgent = Look at it now.

## Why. $message is the sentence of the gravest finding, $more the number of other findings, $blind the number of rules that could not see

verdict-reason-not_yet = It has not been judged yet.
verdict-reason-known = { $blind ->
    [0] A known program, and nothing speaks against it.
    [one] A known program, and nothing that could be seen speaks against it. One rule could not see what it judges by.
   *[other] A known program, and nothing that could be seen speaks against it. { $blind } rules could not see what they judge by.
}
verdict-reason-known-noted = { $blind ->
    [0] A known program. What was noticed is good to know and no problem.
    [one] A known program. What was noticed is good to know and no problem. One rule could not see what it judges by.
   *[other] A known program. What was noticed is good to know and no problem. { $blind } rules could not see what they judge by.
}
verdict-reason-unknown = { $blind ->
    [0] A program that the catalogue does not know. Confirm its use.
    [one] A program that the catalogue does not know. Confirm its use. One rule could not see what it judges by.
   *[other] A program that the catalogue does not know. Confirm its use. { $blind } rules could not see what they judge by.
}
verdict-reason-untrusted = Its name is known, but other users can change its executable, so that the name proves nothing. Confirm its use.
verdict-reason-unverified = Its name is known, but who can change its executable could not be seen, so that the name proves nothing. Confirm its use.
verdict-reason-known-found = { $more ->
    [0] A known program, but something about it should be checked. { $message }
    [one] A known program, but something about it should be checked. { $message } There is one more finding.
   *[other] A known program, but something about it should be checked. { $message } There are { $more } more findings.
}
verdict-reason-unknown-found = { $more ->
    [0] A program that the catalogue does not know, and something about it should be checked. { $message }
    [one] A program that the catalogue does not know, and something about it should be checked. { $message } There is one more finding.
   *[other] A program that the catalogue does not know, and something about it should be checked. { $message } There are { $more } more findings.
}
verdict-reason-untrusted-found = { $more ->
    [0] Its name is in the catalogue, but it cannot be trusted to be that program. { $message }
    [one] Its name is in the catalogue, but it cannot be trusted to be that program. { $message } There is one more finding.
   *[other] Its name is in the catalogue, but it cannot be trusted to be that program. { $message } There are { $more } more findings.
}
verdict-reason-strict-known-found = { $more ->
    [0] A known program with a warning, and in strict mode one is a danger. { $message }
    [one] A known program with a warning, and in strict mode one is a danger. { $message } There is one more finding.
   *[other] A known program with a warning, and in strict mode one is a danger. { $message } There are { $more } more findings.
}
verdict-reason-strict-unknown-found = { $more ->
    [0] A program that the catalogue does not know, with a warning: urgent in strict mode. { $message }
    [one] A program that the catalogue does not know, with a warning: urgent in strict mode. { $message } There is one more finding.
   *[other] A program that the catalogue does not know, with a warning: urgent in strict mode. { $message } There are { $more } more findings.
}

severity-info = info
severity-notice = notice
severity-warning = warning
severity-critical = critical

mode-contextual = contextual
mode-strict = strict
mode-contextual-hint = Judges by what is usual for the program: its user, paths and ports.
mode-strict-hint = Judges by the five plain rules alone and lets no warning pass.

category-kernel = kernel
category-core = core of the system
category-database = database
category-network-service = network service
category-system-service = system service
category-monitoring = monitoring
category-container-runtime = containers
category-web-server = web server
category-runtime = language runtime
category-infrastructure = infrastructure
category-system-utility = system utility
category-general = general

## What started it: names, and a sentence for the end of the chain

chain-process = process
chain-unit = unit
chain-container = container
chain-cron = cron
chain-ssh_session = SSH session
chain-login = login
chain-terminal_multiplexer = tmux or screen
chain-init = init
chain-kernel = kernel
chain-unknown = unknown

chain-origin-process = This process started it.
chain-origin-unit = systemd started it with this unit.
chain-origin-container = It was started inside this container.
chain-origin-cron = cron started it at its set time.
chain-origin-ssh_session = Somebody who came by SSH started it.
chain-origin-login = Somebody who logged in at this machine or its screen started it.
chain-origin-terminal_multiplexer = It was started in a terminal that stays when its user leaves.
chain-origin-init = It is a child of the first process. What really started it may have ended.
chain-origin-kernel = The kernel started it.
chain-origin-unknown = Who started it cannot be seen.
