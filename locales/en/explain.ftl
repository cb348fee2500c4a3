### The terminal: one process explained from top to bottom, and the list of rules

explain-role = role
explain-state = state
explain-role-unknown = The catalogue does not know this program. Find out who brought it here.
explain-role-mismatch = Its name is that of { $program }, which has another path. Who it really is, is not known.
explain-role-untrusted = Its name is that of { $program }, but others can change its file. Who it really is, is not known.
explain-role-runs = It runs { $script }.
explain-state-now = CPU { $cpu } · memory { $memory } · since { $age } · as { $user }

explain-why = Why { $verdict }
explain-advice = advice
explain-noticed = What was noticed
explain-noted = Good to know, does not colour: { $titles }
explain-evidence = evidence
explain-means = means
explain-do = what to do
explain-wrong = when wrong

explain-facts = What runs
explain-exe = executable
explain-exe-deleted = { $path } (removed or replaced since the start)
explain-package = package
explain-package-none = of no package of this system
explain-command = command
explain-category = category
explain-app = belongs to
explain-unit = unit
explain-container = container
explain-tty = terminal
explain-user = user
explain-started = started
explain-key = key
explain-argument-more = … and { $count } more arguments

explain-ports = Ports
explain-port-unknown = Not known for a service.
explain-port-unowned = Sockets at this port whose owner could not be seen
explain-port-unowned-root = Nobody owns these sockets: the kernel itself does, as for NFS or WireGuard.
explain-port-unowned-help = Who waits there is hidden from this user. Run it as root, or give it { $capabilities }.
explain-port-head = Port { $port }

explain-started-by = Who started it

explain-unseen = What could not be seen
explain-unseen-fact = { $facts }: { $why }
explain-unseen-rule = { $rules }: could not look, { $why }
explain-unseen-help = Run it as root, or give it { $capabilities }.
explain-all-seen = Everything was seen.

explain-verdict = How the verdict came about
explain-known-expected = the catalogue knows it ({ $program }), and it is where that program is installed
explain-known-unstated = the catalogue knows it by its name ({ $program }); it names no path
explain-known-from-anywhere = a runtime or tool ({ $program }) from a path of its own, which only root or its user can write
explain-known-unseen = known by its name alone ({ $program }): its executable could not be seen
explain-known-name = known by its name alone ({ $program })
explain-known-itself = this program itself, by its own PID
explain-known-noted = the policies of this server know it by its name ({ $name })
explain-unknown-noted = the policies name it ({ $name }), but not at this path, or others can change its file: judged as unknown
explain-unknown = the catalogue does not know it
explain-unknown-mismatch = it borrows the name of { $program }, which has another path: judged as unknown
explain-unknown-untrusted = it borrows the name of { $program }, and others can change its file: judged as unknown
explain-worst = worst finding { $severity } { $rule }
explain-worst-none = nothing was found
explain-follows = { $known } · { $worst } → { $verdict }

explain-nothing = Nothing here is { $query }: no process has this PID, port, path, unit, container or name. Kernel threads are left out
explain-nothing-port = Nobody waits at port { $port } here, as far as this user may see
explain-empty = say what to explain: a PID, :PORT, /PATH, a unit, a container or a name
explain-bad-port = { $query } is no port: write : and a number from 1 to 65535
explain-more = { $count } more of the same query:
explain-more-cut = … and { $count } more. Explain one of them by its PID, or list them all: server-monitor explain { $query } --json
explain-found-pid = PID { $query }
explain-found-port = who waits at port { $query }
explain-found-path = what runs { $query }
explain-found-unit = what runs in the unit { $query }
explain-found-container = what runs in the container { $query }
explain-found-name = what is called { $query }
explain-found-part = nothing is called { $query }; this has it in its name
explain-found = { $count ->
    [one] One match, { $how }
   *[other] { $count } matches, { $how }, the gravest first
}

help-explain = Explain a process: what it is, why it was judged so, and what to do
arg-explain-query = PID, :PORT, /PATH, UNIT, CONTAINER or NAME; tried in this order
arg-mode = How processes are judged: contextual (by what is usual for the program) or strict (by the five plain rules)

help-rules = The rules by which processes are judged
help-rules-list = List the rules: what each sees, why it matters, when it is wrong, what to do
rules-sees = sees
rules-why = why
rules-wrong = when wrong
rules-do = what to do
rules-reads = reads
rules-strict = also in strict mode
rules-gravest = { $severity } at most

## docs/RULES.md

rules-document = The rules by which processes are judged. A finding names one of them; the gravest finding and whether the program is known make the verdict.
rules-document-table = | rule | gravest | strict mode | reads | since |
rules-document-yes = yes
rules-document-no = no
