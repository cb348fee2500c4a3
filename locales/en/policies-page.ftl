## The policy view

view-policies = Policies
policies-title = Policies
policies-count = { $count ->
    [one] one record
   *[other] { $count } records
}
policies-count-filtered = { $shown } of { $total } records
policies-list = Policies
policies-loading = Reading the policies
policies-failed-title = The policies cannot be read
policies-filter = Search the policies
policies-filter-hint = name, sentence, tag
policies-filter-clear = Clear the search
policies-clear = Show all
policies-empty-title = No policy fits
policies-empty = No record is like that. Search for something else, or show all.
policies-none-title = There are no policies yet
policies-none = The server takes its own list at its first start. An admin can add records and import lists.
policies-category-all = every category

policies-column-end = ending
policies-column-name = name
policies-column-what = what it is
policies-column-category = category
policies-column-platform = platform
policies-column-origin = comes from

policies-end-yes = not forbidden
policies-end-no = forbidden
policies-end-broken = unreadable
policies-end-yes-said = This policy does not forbid ending it.
policies-end-no-said = This policy forbids ending it.
policies-end-broken-said = This record cannot be read, so what it names may not be ended.
policies-yes-is-not-all = A policy never gives permission: what belongs to root, to a system service or to another container stays protected.
policies-no-is-all = No operator and no rule of the autopilot ends a process of this name while it says so.
policies-is-system = It is part of the operating system.
policies-broken-protects = A broken “no” never becomes a “yes”. Correct it here, or with the tool that wrote it.
policies-broken-note = { $count ->
    [one] One record cannot be read. It stands first; what it names may not be ended.
   *[other] { $count } records cannot be read. They stand first; what they name may not be ended.
}
policies-nameless = (without a name)

policies-platform-linux = Linux
policies-platform-windows = Windows
policies-platform-common = common
policies-platform-all = everywhere
policies-platform-unknown = cannot be told, so it holds everywhere
policies-origin-seed = program
policies-origin-own = operator
policies-origin-seed-said = Came with the program. A new version replaces it only if nobody changed it.
policies-origin-own-said = Written by an operator or another program. No new version of this program touches it.

policies-section-end = May it be ended?
policies-section-what = What is known
policies-section-history = Who changed it
policies-fact-ko = in Korean
policies-fact-en = in English
policies-fact-tags = tags
policies-fact-aliases = also called
policies-fact-expect = expected
policies-fact-origin = comes from
policies-fact-created = made
policies-fact-updated = changed
policies-fact-others = other fields
policies-fact-id = id
policies-none-given = not given
policies-history-viewer = Operators and admins see who changed it.
policies-history-none = The audit holds no change of it.
policies-history-none-seed = Nobody changed it here: it is as the program brought it.
policies-history-all = Everything the audit says about this name

policies-read-ago = Last read { $age } ago.
policies-trouble = The policies cannot be read now.
policies-trouble-what = Nothing can be ended until the database answers. It is tried again by itself.

policies-add = Add a policy
policies-added = { $name } has a policy now.
policies-edit = Change
policies-edit-title = Change the policy of { $name }
policies-edit-broken = When you save, the record is written anew and can be read again. Fields of other programs stay.
policies-saved = The policy of { $name } is changed. It holds from now on.
policies-name-hint = As the process list shows it.
policies-say-free = Does not forbid it
policies-say-free-why = Everything else that protects a process still holds.
policies-say-no = Forbids it
policies-say-no-why = Nobody ends it, not the autopilot either.
policies-say-system = Forbids it: part of the system
policies-say-system-why = The operating system needs it.
policies-reason = Why
policies-reason-hint = Shown to whoever wants to end it.
policies-tags-hint = Words with blanks between them.
policies-audited = The audit keeps who changed it.
policies-wrong-empty = Enter a name.
policies-wrong-long = That is too long.
policies-wrong-hidden = There are characters in it that do not show. Take them out.
policies-wrong-many = At most 64 tags.
policies-remove = Remove
policies-remove-title = Remove the policy of { $name }?
policies-remove-text = Nothing is known of it by that name then. Processes are not touched.
policies-remove-text-no = It forbids ending such processes. Without it only the general protection is left.
policies-remove-seed = It came with the program and does not come back by itself.
policies-removed = The policy of { $name } is removed.
policies-admin-only = Only an admin changes policies.
policies-unknown-title = There is no such policy
policies-unknown = It may have been removed, or the address is mistyped.
policies-back = To the list

policies-export = Export
policies-export-csv = as CSV
policies-import = Import a list
policies-import-text = A list of names and descriptions, or exported policies: JSON, CSV or TOML, up to 8 MiB. It is only tried at first; nothing is written until you say so.
policies-import-choose = Choose a file
policies-import-other = Another file
policies-import-format = The end of its name tells no format. Name it .json, .csv or .toml.
policies-import-large = It is larger than { $limit } MiB. Split it.
policies-import-unread = The browser could not read the file. Choose it again.
policies-import-busy = Looking at each entry
policies-import-report = What becomes of the entries
policies-import-would = This is what would become of it. Nothing is written yet.
policies-import-nothing = Nothing of it would change anything.
policies-import-done = Imported: { $created } new, { $updated } changed.
policies-import-created = new
policies-import-updated = changed
policies-import-unchanged = as before
policies-import-refused = refused
policies-import-line = line { $number }
policies-import-entry = entry { $number }
policies-import-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
policies-import-yes = { $count ->
    [one] Write one record
   *[other] Write { $count } records
}
policies-import-not-yet = nothing is written yet

policies-edit-nameless = Correct the record
policies-remove-title-nameless = Remove this record without a name?
policies-remove-text-nameless = This one document is removed from the database. If it belongs to another program, that program loses it too.
policies-removed-nameless = The record is removed.
policies-end-nameless-said = This record names nothing, so it forbids nothing.
policies-nameless-what = If it is meant as a policy, correct it and give it a name; if not, remove it. If this is the collection of another program, correct db_name and collection_name.
policies-foreign-note = { $count ->
    [one] One record has no name. Check db_name and collection_name: this may be the collection of another program.
   *[other] { $count } records have no name. Check db_name and collection_name: this may be the collection of another program.
}
policies-section-document = As it was written
policies-document-more = There is more of it.
policies-read-now = Read just now.
