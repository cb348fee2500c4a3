## What the audit says was done: audit-<action>, and why not: audit-code-<code>

audit-log_in = log-in
audit-log_out = sign-out
audit-session_renew = log-in renewed
audit-set_up = first admin created
audit-user_add = user added
audit-user_role = role changed
audit-user_password = password changed
audit-user_remove = user removed
audit-token = access by token
audit-token_add = token made
audit-token_revoke = token revoked
audit-totp_enable = second step switched on
audit-totp_disable = second step switched off
audit-totp_reset = second step taken away
audit-policy_set = policy changed
audit-policy_removed = policy removed
audit-policy_imported = policies imported
audit-request = request
audit-refusals = refusals left out

audit-code-wrong_credentials = name or password wrong
audit-code-too_many_attempts = too many attempts
audit-code-totp_required = right password, code missing
audit-code-totp_wrong = right password, code wrong
audit-code-own_factor = the own one takes password and code
audit-code-unknown_token = no such token
audit-code-setup_token_invalid = set-up link wrong or too old
audit-code-last_admin = the last admin stays
audit-code-forbidden = the role does not suffice
