## Answers of the HTTP interface: problem-<code>-title and problem-<code>-detail (RFC 9457)

problem-internal-title = Something went wrong inside
problem-internal-detail = The server could not finish this. The reason is in its log.
