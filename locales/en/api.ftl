## Answers of the HTTP interface: problem-<code>-title and problem-<code>-detail (RFC 9457)

problem-internal-title = Something went wrong inside
problem-internal-detail = The server could not finish this. The reason is in its log.

problem-bad_request-title = This is not a request we understand
problem-bad_request-detail = The address or the Host header of the request is missing, repeated or malformed.

problem-bad_forwarded_header-title = The proxy forwards unclearly
problem-bad_forwarded_header-detail = The header { $header } of the proxy is repeated, malformed or contradicts another one. Let the proxy set it once and remove what clients send.

problem-credential_in_url-title = A secret stands in the address
problem-credential_in_url-detail = Addresses end up in logs and histories. Send tokens in the Authorization header and passwords in the body, and renew the secret.

problem-bad_query-title = A query parameter is wrong
problem-bad_query-detail = { $reason }

problem-bad_path-title = A part of the path is wrong
problem-bad_path-detail = The path holds something that is no text.

problem-bad_json-title = The body is no JSON
problem-bad_json-detail = It stops making sense in line { $line }, column { $column }.

problem-unknown_topic-title = There is no such topic
problem-unknown_topic-detail = The stream knows snapshot, processes, actions and logs:ID, not { $topic }.

problem-not_yet-title = This version does not know that yet
problem-not_yet-detail = { $what } will come with a later version.

problem-unauthenticated-title = Please log in
problem-unauthenticated-detail = There is no valid session or token with this request, or not any more.

problem-wrong_credentials-title = That did not match
problem-wrong_credentials-detail = User name or password is wrong.

problem-totp_required-title = A second step is needed
problem-totp_required-detail = The password is right. Now send a code of your authenticator, or a recovery code.

problem-totp_wrong-title = That code did not match
problem-totp_wrong-detail = It is wrong, too old, or was used before. Wait for the next code of your authenticator; its clock and this server's have to agree.

problem-setup_refused-title = This set-up link does not work
problem-setup_refused-detail = It is wrong, used or older than 15 minutes, or there is a user already. Start the server again for a new link, or use server-monitor user add.

problem-forbidden-title = You may not do that
problem-forbidden-detail = It needs the role { $role }. An admin can give it to you.

problem-foreign_origin-title = Started by another site
problem-foreign_origin-detail = This request was started by a page of another site. If you reach the server through a proxy, let the proxy pass the Host header on or set X-Forwarded-Host.

problem-origin_missing-title = The request does not say where it comes from
problem-origin_missing-detail = A change with a session cookie needs an Origin header. Programs use a token instead.

problem-not_found-title = There is nothing here
problem-not_found-detail = No such address on this server.

problem-no_such_process-title = No such process
problem-no_such_process-detail = { $key } was never seen here.

problem-no_such_user-title = No such user
problem-no_such_user-detail = There is no user { $name }.

problem-no_such_token-title = No such token
problem-no_such_token-detail = There is no token { $name }.

problem-method_not_allowed-title = Not this way
problem-method_not_allowed-detail = This address cannot be used with this method; the Allow header names those it knows.

problem-timed_out-title = That took too long
problem-timed_out-detail = The request did not arrive or could not be answered in time. Try again.

problem-not_the_same_process-title = Not the same process
problem-not_the_same_process-detail = { $key } has ended; the pid belongs to { $other } now.

problem-already_exists-title = The name is taken
problem-already_exists-detail = { $name } exists already. Choose another name.

problem-last_admin-title = The last admin stays
problem-last_admin-detail = { $name } is the last admin. Make another user admin first.

problem-gone-title = The process has ended
problem-gone-detail = { $key } was here and is gone.

problem-body_too_large-title = The body is too large
problem-body_too_large-detail = At most { $limit } bytes are accepted.

problem-uri_too_long-title = The address is too long
problem-uri_too_long-detail = Shorten the address.

problem-unsupported_media_type-title = The body has the wrong type
problem-unsupported_media_type-detail = Send application/json, uncompressed.

problem-unknown_host-title = Not a name of this server
problem-unknown_host-detail = It does not answer to { $host }. If that is its name, add it to allowed_hosts.

problem-invalid_body-title = The body does not fit
problem-invalid_body-detail = { $reason }

problem-invalid_name-title = Not a possible name
problem-invalid_name-detail = A name has 1 to 64 characters of A-Z a-z 0-9 . _ @ - and begins with a letter or digit.

problem-weak_password-title = This password is not accepted
problem-weak_password-detail = { $reason }

problem-wrong_password-title = The present password is wrong
problem-wrong_password-detail = To change your own password, give the present one.

problem-wrong_totp_code-title = The code is wrong or missing
problem-wrong_totp_code-detail = It takes a code of your authenticator that was not used yet. To switch your own second factor off, give your password and a code, or a recovery code.

problem-totp_enabled-title = There is a second factor already
problem-totp_enabled-detail = To set another authenticator up, switch the present one off first.

problem-totp_not_enabled-title = There is no second factor
problem-totp_not_enabled-detail = { $name } logs in with a password alone.

problem-totp_not_offered-title = Nothing waits to be confirmed
problem-totp_not_offered-detail = The QR code is good for ten minutes, in the session that asked for it. Begin again for a new one.

problem-too_many_exist-title = There are too many already
problem-too_many_exist-detail = At most { $limit } are kept. Remove one first.

problem-not_a_user-title = Only a user can do this
problem-not_a_user-detail = A token has no account of its own. Log in with a user name and password.

problem-unknown_role-title = No such role
problem-unknown_role-detail = A role is viewer, operator or admin.

problem-too_many_requests-title = Too many at once
problem-too_many_requests-detail = Wait for the time in Retry-After and try again.

problem-headers_too_large-title = Too many headers
problem-headers_too_large-detail = The headers of the request are too many or too large.

problem-not_ready-title = Not ready yet
problem-not_ready-detail = The first reading of this machine is being taken, or the engine is busy. Try again in a moment.

problem-overloaded-title = All places are taken
problem-overloaded-detail = The server has as many streams as it can. Try again later.

problem-policies_unavailable-title = The policies cannot be read
problem-policies_unavailable-detail = { policy-store-why }

problem-policies_refused-title = The policy database did not do it
problem-policies_refused-detail = { policy-store-why }

problem-store_unavailable-title = The store cannot be used
problem-store_unavailable-detail = What is kept (users, sessions, policies, the audit) cannot be read or written now. The reason is in the server's log.

problem-log_unknown-title = No log has that id
problem-log_unknown-detail = There is no log { $log }. GET /api/v1/logs lists those that are offered.

problem-log_missing-title = The log is not there
problem-log_missing-detail = { $log }: { log-reason }

problem-log_denied-title = The log cannot be read
problem-log_denied-detail = { $log }: { log-reason }

problem-log_refused-title = That is no log
problem-log_refused-detail = { $log }: { log-reason }

problem-log_busy-title = Logs are being read slowly
problem-log_busy-detail = Too many reads of logs wait already. Try again in a moment.

## Why a log is not read, and the way out. $user is who reads it

log-reason = { $why ->
    [missing-file] there is no such file now; it appears here as soon as something writes it
    [missing-journal] there is no journal of it on this machine; systemd-journald keeps one, else see the files below /var/log
    [denied-file] the user { $user } may not read it; let the user into its group (often adm: usermod -aG adm { $user }) and start server-monitor again, or give the right to the user alone (setfacl -m u:{ $user }:r FILE)
    [denied-journal] the user { $user } may not read the journal; let the user into its group (usermod -aG systemd-journal { $user }) and start server-monitor again
    [not_a_file-file] it is not a regular file but a FIFO, a device, a socket or a folder; name the file itself under logs
    [not_a_file-journal] it is no journal; name a unit under logs
    [leads_out-file] it is a link that leads out of its folder; name the file to which it leads under logs
    [leads_out-journal] it leads out of the journal; name a unit under logs
   *[other] it could not be read; a disk that fails or hangs does that, see the kernel's messages (journalctl -k)
}
log-unknown = no log has that id; reload the list of logs
log-too-many = as many logs are followed as can be (32); close another one
log-busy = logs are being read slowly; it is tried again
log-ended = its configuration changed or its reader ended; it is opened again

problem-no_such_policy-title = No such policy
problem-no_such_policy-detail = There is no policy { $id }. Somebody may have removed it; look at the list again.

problem-invalid_list-title = The list cannot be read
problem-invalid_list-detail = { $reason }

problem-unsupported_list_type-title = The list has the wrong type
problem-unsupported_list_type-detail = Send application/json, application/x-ndjson, text/csv or application/toml, uncompressed.

## Whether the audit is whole. $id is the first entry that does not fit

audit-chain-missing = Entry { $id } is gone; later ones are there.
audit-chain-changed = Entry { $id } does not say what it said when it was written.
audit-chain-moved = Another entry stands in the place of { $id }: their order was changed.
audit-chain-added = Entry { $id } was not written by this program: somebody slipped it in.
audit-chain-cut-off = The entries from { $id } to the last one are gone.
audit-chain-replaced = Entry { $id } is another one than when it was checked before: the database is another copy, or was written anew from there.
audit-chain-unreadable = The audit cannot be read to its end now. The reason is in the server's log.
