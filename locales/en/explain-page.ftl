### What the page says to explain verdicts: the process list, the drawer, the overview, the help on rules.

## Verdict chips: as one word of a sentence

verdict-word-safe = safe
verdict-word-caution = caution
verdict-word-danger = danger
verdict-word-urgent = urgent

## Filters

explain-attention = needs a look
explain-attention-none-title = Nothing needs a look
explain-attention-none = Every process that was judged is safe.
explain-show-all = Show all
explain-mode = judged
explain-shape = shown as
explain-ownerless = { $count ->
    [one] { $count } port whose owner is not visible:
   *[other] { $count } ports whose owner is not visible:
}
explain-ownerless-show = details
explain-ownerless-title = Ports whose owner is not visible
explain-ownerless-why = Somebody waits there, but which process could not be seen: it belongs to another user and permission is missing, the kernel opened it itself, or it is in another container.

## The drawer

explain-section-role = What it does
explain-section-todo = What to do
explain-role-asking = Looking it up
explain-role-none = The catalogue does not know this program. Its executable and what started it tell what it is for.
explain-role-silent = There is no description of what it does.
explain-role-gone = It has ended, so that nothing more can be asked about it.
explain-role-unknown = unknown program
explain-known = known program
explain-unknown = unknown program
explain-app = application
explain-copy-evidence = Copy the evidence
explain-wrong = When this is wrong
explain-rule = About the rule { $rule }
explain-clear = Nothing speaks against it.
explain-only-unknown = Nothing was found, but the catalogue does not know this program: confirm its use.
explain-mild = { $count ->
    [one] { $count } more that does not change the verdict
   *[other] { $count } more that do not change the verdict
}
explain-todo-none = There is nothing to do.
explain-todo-caution = Find out what it is used for. If you put it there yourself, it may stay as it is.
explain-blind = { $count ->
    [one] { $count } rule could not judge
   *[other] { $count } rules could not judge
}
explain-blind-text = They could not see what they judge by. That does not mean that all is well.

## The overview

explain-state-urgent = { $count ->
    [one] A process needs you now
   *[other] { $count } processes need you now
}
explain-state-danger = { $count ->
    [one] A process should be checked
   *[other] { $count } processes should be checked
}
explain-state-text = { $names }. The reason, the evidence and what to do are one step away.
explain-state-urgent-also = { $count ->
    [one] { $count } process needs you now, too.
   *[other] { $count } processes need you now, too.
}
explain-state-see = See what it is
explain-worst = Look at these first
explain-worst-more = { $count } more
explain-only-link = Show { $count } { $verdict }

## Help on rules

rules-title = Rules
rules-text = Everything that processes are judged by. Each finding comes with its evidence, and each rule says when it is wrong.
rules-count = { $count } rules
rules-sees = What it sees
rules-why = Why it matters
rules-wrong = When it is wrong
rules-do = What to do
rules-reads = reads
rules-since = since { $version }
rules-strict = in strict mode too
rules-most = at worst
rules-failed = The rules could not be read
rules-table-title = How a verdict comes about
rules-table-worst = worst finding
rules-table-known = known program
rules-table-unknown = unknown program
rules-table-none = none, info, notice
rules-table-strict = In strict mode each of the five plain rules is a warning, and one warning makes a known program danger and an unknown one urgent.
