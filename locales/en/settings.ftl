## The settings view

settings-title = Settings
settings-loading = Reading
settings-retry = Read again
settings-cancel = Cancel
settings-save = Save
settings-never = not yet
settings-no-answer = The server does not answer. Check the connection and try again.

settings-role-viewer = viewer
settings-role-operator = operator
settings-role-admin = admin
settings-role-viewer-may = Sees every value. Changes nothing.
settings-role-operator-may = Sees, ends processes, and reads the audit.
settings-role-admin-may = Does everything. Changes users, tokens and policies.

## Look

settings-look = Look
settings-look-meta = this browser only
settings-language = Language
settings-theme = Theme
settings-theme-night = night
settings-theme-paper = paper
settings-scan = Scan lines
settings-scan-on = on
settings-scan-off = off
settings-scan-note = Looks like an old screen, and costs a little sharpness.

## Account

settings-account = Your account
settings-account-name = name
settings-account-role = role
settings-account-until = signed in until
settings-account-via-token = You came in with a token. To change a password, log in as a user.
settings-account-token-lasts = the token is revoked
settings-sign-out = Sign out
settings-password-change = Change password
settings-password-current = Present password
settings-password-new = New password
settings-password-again = New password once more
settings-password-differs = The two passwords differ.
settings-password-empty = Enter your present password.
settings-password-done = The password is changed. All other log-ins have ended.
settings-password-note = All log-ins and open pages on other devices will end.

## Users

settings-users = Users
settings-users-count = { $count }
settings-users-viewer = Only an admin sees the users. Your role is “{ $role }”. Ask an admin if you need a change.
settings-users-you = you
settings-users-created = added
settings-users-last = last log-in
settings-users-role = Role of { $name }
settings-users-last-admin = The last admin cannot be removed or given a lower role. Make somebody else an admin first.
settings-users-add = Add a user
settings-users-add-title = Add a user
settings-users-name = Name
settings-users-name-hint = Up to 64 of A-Z a-z 0-9 . _ @ - with a letter or digit first.
settings-users-name-bad = Use A-Z a-z 0-9 . _ @ - only, and begin with a letter or digit.
settings-users-name-taken = This name exists already.
settings-users-first-password = First password
settings-users-first-password-note = Hand it over in person and have it changed after the first log-in.
settings-users-added = { $name } was added.
settings-users-role-done = { $name } is now { $role } and has to log in again.
settings-users-reset = Reset password
settings-users-reset-title = Reset the password of { $name }
settings-users-reset-note = All log-ins and open pages of this user will end.
settings-users-reset-done = The password of { $name } was reset.
settings-users-remove = Remove
settings-users-remove-title = Remove { $name }?
settings-users-remove-text = Log-ins and open pages end within 2 seconds. The audit stays as it is. This cannot be undone.
settings-users-remove-self = This is you. You will be signed out at once.
settings-users-remove-yes = Remove { $name }
settings-users-removed = { $name } was removed.

## Tokens

settings-tokens = Tokens
settings-tokens-count = { $count }
settings-tokens-what = Keys for programs rather than people, sent after Authorization: Bearer.
settings-tokens-viewer = Only an admin sees the tokens. Your role is “{ $role }”.
settings-tokens-none = There are no tokens.
settings-tokens-created = made
settings-tokens-by = made by
settings-tokens-last = last used
settings-tokens-add = Make a token
settings-tokens-add-title = Make a token
settings-tokens-name = Name
settings-tokens-name-hint = Name it after where it is used, as in grafana.
settings-tokens-role = Role
settings-tokens-create = Make it
settings-tokens-once-title = Token { $name }
settings-tokens-once = You see it only now. The server keeps a fingerprint and cannot show it again.
settings-tokens-copy = Copy the token
settings-tokens-noted = I have it. Close
settings-tokens-not-noted = Once closed it cannot be seen again. If you have it, press the button below.
settings-tokens-revoke = Revoke
settings-tokens-revoke-title = Revoke { $name }?
settings-tokens-revoke-text = Programs that use this token are cut off within 2 seconds. This cannot be undone.
settings-tokens-revoke-yes = Revoke { $name }
settings-tokens-revoked = { $name } was revoked.

## This monitor

settings-monitor = This monitor
settings-monitor-cpu = CPU
settings-monitor-memory = memory
settings-monitor-tick = one reading takes
settings-monitor-late = late ticks
settings-monitor-collectors = Collectors
settings-monitor-name = name
settings-monitor-ms = time
settings-monitor-outcome = outcome
settings-monitor-waiting = Waiting for the first values.
settings-collector-ok = done
settings-collector-denied = no permission
settings-collector-unsupported = not on this system
settings-collector-not_yet = not yet
settings-collector-gone = gone
settings-collector-failed = failed
settings-collector-slow = slow
settings-collector-overrun = over its time

## Permissions

settings-permissions = Permissions and what they cost
settings-permissions-none = Every value of every process can be seen.
settings-permissions-some = These values belong to other users and could not be read. All others are right as they are.
settings-permissions-of = { $count } of { $total } processes
settings-permissions-needs-ptrace = CAP_SYS_PTRACE
settings-permissions-needs-ptrace_and_read = CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH
settings-permissions-needs-proc_mount = no hidepid on the /proc mount
settings-permissions-needs-wait = a moment
settings-permissions-needs-none = nothing helps
settings-permissions-how = How to grant it
settings-permissions-systemd = As a systemd service, add this line and restart it.
settings-permissions-file = Started by hand, give the program file the capabilities.
settings-permissions-root = As root everything can be seen, but that is more than it needs.
settings-permissions-copy = Copy
settings-permissions-host = Values of the server that could not be read

## How it is judged

settings-judging = Judging
settings-judging-group = this browser
settings-judging-server = as the server
settings-judging-server-is = The server judges in { $mode } mode, as its configuration says (key mode).
settings-judging-note = Counts and lists follow it. What others see, and alerts, stay as they are.
settings-judging-rules = All rules
