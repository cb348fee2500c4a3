## policy: what is known of processes by name, and whether they may be ended

help-policy = See and change what is known of processes, and which may be ended
help-policy-list = List all policies
help-policy-show = Show the policies of a name, whole
help-policy-set = Change a policy; make it if there is none
help-policy-remove = Remove a policy; it does not come back by itself
help-policy-import = Import a list of names and descriptions, or exported policies, from JSON, CSV or TOML
help-policy-export = Write all policies to stdout
help-policy-check = Name policies that cannot be read, are odd or stand twice (exit code 6 if there are any)

arg-policy-show-name = Name of a process as ps shows it, or an id as policy check tells it
arg-policy-set-name = Name of the process, as ps shows it
arg-policy-set-platform = Where it holds: linux, windows or common
arg-policy-set-terminatable = false forbids to end it; true only takes that back
arg-policy-set-description = What it is, in Korean
arg-policy-set-description_en = What it is, in English
arg-policy-set-category = What kind of work it does, as database or web-server [a new one: general]
arg-policy-set-reason = Why it may or may not be ended
arg-policy-set-system = Whether it is part of the operating system; a new one then may not be ended
arg-policy-set-tags = A word to find it by; as often as there are words, in place of all before
arg-policy-remove-name = Name of the process, as policy list shows it
arg-policy-remove-platform = Where it holds: linux, windows or common
arg-policy-import-file = The list; its name ends in .json, .csv or .toml
arg-policy-import-dry_run = Only say what would become of each entry
arg-policy-export-format = json holds everything, csv is for spreadsheets [default: json]

policy-column-name = NAME
policy-column-platform = PLATFORM
policy-column-category = CATEGORY
policy-column-end = MAY END
policy-column-what = WHAT IT IS
policy-column-result = RESULT

policy-fact-what = what it is
policy-fact-category = category
policy-fact-end = may be ended
policy-fact-system = of the system
policy-fact-reason = reason
policy-fact-tags = tags
policy-fact-aliases = also called
policy-fact-expect = expected
policy-fact-created = made
policy-fact-updated = changed
policy-fact-origin = comes from

policy-origin-own = this store alone
policy-origin-seed = the program, untouched
policy-origin-changed = the program, changed here

policy-yes = yes
policy-no = no

policy-built-in = { $why }. What follows is the built-in catalogue
policy-store-empty = the store holds no policies yet
policy-none = there is no policy of { $name }; server-monitor policy list shows all
policy-unreadable = cannot be read, so that it may not be ended: { $why }

policy-fault-not-a-document = it is no document
policy-fault-name = name is missing or no text
policy-fault-platform = platform is none of linux, windows, common
policy-fault-terminatable = policy.terminatable is neither true nor false
policy-fault-twice = a field that decides stands in it twice
policy-fault-too-large = it is larger than what is read (256 KB)

policy-invalid-empty = { $key } is empty
policy-invalid-too-long = { $key } is too long
policy-invalid-hidden = { $key } holds control characters or others that do not show

policy-set-created = { $name } ({ $platform }) has a policy now
policy-set-updated = the policy of { $name } ({ $platform }) is changed
policy-set-unchanged = the policy of { $name } ({ $platform }) says that already
policy-removed = the policy of { $name } ({ $platform }) is removed
policy-missing = there is no policy of { $name } for { $platform }; server-monitor policy list shows all
policy-full = there are { $limit } policies already, which is the limit; remove some first
policy-too-large = the policy of { $name } is larger than { $limit } KiB; shorten it

policy-file-format = { $path }: the end of its name tells no format; name it .json, .csv or .toml
policy-file-kind = { $path }: is no file; name the file that holds the list
policy-file-unread = { $path }: cannot be read ({ $why })
policy-file-wrong = { $path }: { $why }; nothing was imported
policy-list-too-large = larger than { $limit } MiB; split it
policy-list-too-many = more than { $limit } entries; split it
policy-list-encoding = not UTF-8 from line { $line } on; save it as UTF-8 (in Excel: CSV UTF-8)
policy-list-syntax = line { $line } is not of its format: { $cause }
policy-list-none = it holds no list of names and descriptions, and no exported policies

policy-result-created = created
policy-result-updated = updated
policy-result-unchanged = unchanged
policy-result-refused = refused
policy-place-line = line { $number }
policy-place-entry = entry { $number }

policy-why-whole = taken as it stands
policy-why-exe = .exe in the name
policy-why-windows = “windows” in the description
policy-why-common = “{ $word }” in the name, on every system
policy-why-else = neither Windows nor on every system
policy-why-category = category by “{ $word }”
policy-why-general = no word of a category
policy-why-system = of the system by “{ $word }”
policy-why-application = not of the system

policy-refused-shape = a name and a description as text are missing
policy-refused-columns = more than two columns; put quotation marks around a description with commas
policy-refused-repeats = the same name and platform as { $place }

policy-import-done = { $created } created, { $updated } updated, { $unchanged } unchanged, { $refused } refused
policy-import-would = It would be: { $created } created, { $updated } updated, { $unchanged } unchanged, { $refused } refused. Nothing was written

policy-export-left-out = { $count ->
    [one] one policy that cannot be read is left out; the JSON holds it
   *[other] { $count } policies that cannot be read are left out; the JSON holds them
}

policy-problem-unreadable = unreadable
policy-problem-invalid = odd
policy-problem-duplicate = twice
policy-flaws = of another type than expected: { $keys }
policy-duplicate = the same name as { $name }: Windows does not tell them apart
policy-check-clear = { $count ->
    [one] one policy, in order
   *[other] { $count } policies, all in order
}

policy-seeded = policies of this version were taken: { $inserted } new, { $updated } replaced that nobody had changed
policy-broken-at-start = { $count ->
    [one] one policy cannot be read; what it names may not be ended. server-monitor policy check shows it
   *[other] { $count } policies cannot be read; what they name may not be ended. server-monitor policy check shows them
}

policy-body-missing = { $field } is missing
policy-body-unknown = unknown field { $field }
policy-body-key = name and platform of a policy stay as they are: add another policy and remove this one

policy-removed-one = The record { $id } is removed. It does not come back by itself
policy-no-such-id = There is no record with the id { $id }; look again with server-monitor policy check
policy-exists = There is a policy of { $name } for { $platform } already; change that one
policy-way-out = policy set --platform { $platform } --id { $id } { $name } corrects it, policy remove --id { $id } removes it
policy-check-way-out = Look at what cannot be read with server-monitor policy show and its name or id: it also tells how to correct and remove it
policy-not-all = … there is more of it
arg-policy-set-id = Correct the record with this id, of which name or platform cannot be read; policy check tells the id
arg-policy-remove-id = In place of a name: remove the one record with this id, as policy check tells it
