## HTTP 응답의 말: problem-<code>-title, problem-<code>-detail (RFC 9457)

problem-internal-title = 서버 안에서 문제가 생겼습니다
problem-internal-detail = 서버가 이 일을 마치지 못했습니다. 까닭은 서버 로그에 있습니다.

problem-bad_request-title = 이해할 수 없는 요청입니다
problem-bad_request-detail = 요청의 주소나 Host 헤더가 없거나, 겹치거나, 잘못되었습니다.

problem-bad_forwarded_header-title = 프록시가 전달한 헤더가 분명하지 않습니다
problem-bad_forwarded_header-detail = 프록시의 { $header } 헤더가 겹치거나, 잘못되었거나, 다른 헤더와 맞지 않습니다. 프록시가 한 번만 쓰고 클라이언트가 보낸 것은 지우게 하세요.

problem-credential_in_url-title = 주소에 비밀이 들어 있습니다
problem-credential_in_url-detail = 주소는 로그와 방문 기록에 남습니다. 토큰은 Authorization 헤더로, 비밀번호는 본문으로 보내고 이 비밀은 새로 만드세요.

problem-bad_query-title = 쿼리 매개변수가 잘못되었습니다
problem-bad_query-detail = { $reason }

problem-bad_path-title = 경로의 일부가 잘못되었습니다
problem-bad_path-detail = 경로에 글자가 아닌 것이 들어 있습니다.

problem-bad_json-title = 본문이 JSON이 아닙니다
problem-bad_json-detail = { $line }행 { $column }열부터 읽을 수 없습니다.

problem-unknown_topic-title = 그런 주제가 없습니다
problem-unknown_topic-detail = 스트림의 주제는 snapshot, processes, actions, logs:ID입니다. { $topic }은(는) 없습니다.

problem-not_yet-title = 이 버전은 아직 모릅니다
problem-not_yet-detail = { $what }은(는) 다음 버전에서 나옵니다.

problem-unauthenticated-title = 로그인이 필요합니다
problem-unauthenticated-detail = 이 요청에는 유효한 세션이나 토큰이 없거나, 이미 끝났습니다.

problem-wrong_credentials-title = 맞지 않습니다
problem-wrong_credentials-detail = 사용자 이름이나 비밀번호가 틀렸습니다.

problem-totp_required-title = 한 단계 더 필요합니다
problem-totp_required-detail = 비밀번호가 맞습니다. 이제 인증 앱의 코드나 복구 코드를 보내세요.

problem-totp_wrong-title = 코드가 맞지 않습니다
problem-totp_wrong-detail = 틀렸거나 오래되었거나 이미 쓴 코드입니다. 인증 앱의 다음 코드를 기다리세요. 그 시계와 이 서버의 시계가 맞아야 합니다.

problem-setup_refused-title = 이 설정 링크는 쓸 수 없습니다
problem-setup_refused-detail = 틀렸거나, 이미 썼거나, 15분이 지났거나, 사용자가 이미 있습니다. 서버를 다시 시작해 새 링크를 받거나 server-monitor user add를 쓰세요.

problem-forbidden-title = 권한이 없습니다
problem-forbidden-detail = { $role } 역할이 필요합니다. 관리자가 줄 수 있습니다.

problem-foreign_origin-title = 다른 사이트에서 시작된 요청입니다
problem-foreign_origin-detail = 다른 사이트의 페이지가 이 요청을 시작했습니다. 프록시를 거친다면 프록시가 Host 헤더를 그대로 넘기거나 X-Forwarded-Host를 쓰게 하세요.

problem-origin_missing-title = 요청이 어디에서 왔는지 알 수 없습니다
problem-origin_missing-detail = 세션 쿠키로 무언가를 바꾸려면 Origin 헤더가 있어야 합니다. 프로그램은 토큰을 쓰세요.

problem-not_found-title = 여기에는 아무것도 없습니다
problem-not_found-detail = 이 서버에 그런 주소가 없습니다.

problem-no_such_process-title = 그런 프로세스가 없습니다
problem-no_such_process-detail = { $key }은(는) 본 적이 없습니다.

problem-no_such_user-title = 그런 사용자가 없습니다
problem-no_such_user-detail = { $name } 사용자가 없습니다.

problem-no_such_token-title = 그런 토큰이 없습니다
problem-no_such_token-detail = { $name } 토큰이 없습니다.

problem-method_not_allowed-title = 이 방식으로는 할 수 없습니다
problem-method_not_allowed-detail = 이 주소는 이 메서드를 받지 않습니다. Allow 헤더에 쓸 수 있는 메서드가 있습니다.

problem-timed_out-title = 너무 오래 걸렸습니다
problem-timed_out-detail = 요청이 제때 도착하지 않았거나 제때 답하지 못했습니다. 다시 시도하세요.

problem-not_the_same_process-title = 같은 프로세스가 아닙니다
problem-not_the_same_process-detail = { $key }은(는) 끝났고, 그 pid는 이제 { $other }의 것입니다.

problem-already_exists-title = 이미 있는 이름입니다
problem-already_exists-detail = { $name }은(는) 이미 있습니다. 다른 이름을 고르세요.

problem-last_admin-title = 마지막 관리자는 남아야 합니다
problem-last_admin-detail = { $name }은(는) 마지막 관리자입니다. 먼저 다른 사용자를 관리자로 만드세요.

problem-gone-title = 프로세스가 끝났습니다
problem-gone-detail = { $key }은(는) 있었지만 끝났습니다.

problem-body_too_large-title = 본문이 너무 큽니다
problem-body_too_large-detail = { $limit }바이트까지만 받습니다.

problem-uri_too_long-title = 주소가 너무 깁니다
problem-uri_too_long-detail = 주소를 줄이세요.

problem-unsupported_media_type-title = 본문의 형식이 맞지 않습니다
problem-unsupported_media_type-detail = 압축하지 않은 application/json으로 보내세요.

problem-unknown_host-title = 이 서버의 이름이 아닙니다
problem-unknown_host-detail = { $host }(이)라는 이름에는 답하지 않습니다. 이 서버의 이름이 맞다면 allowed_hosts에 더하세요.

problem-invalid_body-title = 본문이 맞지 않습니다
problem-invalid_body-detail = { $reason }

problem-invalid_name-title = 쓸 수 없는 이름입니다
problem-invalid_name-detail = 이름은 A-Z a-z 0-9 . _ @ - 가운데 1~64자이고 글자나 숫자로 시작합니다.

problem-weak_password-title = 쓸 수 없는 비밀번호입니다
problem-weak_password-detail = { $reason }

problem-wrong_password-title = 현재 비밀번호가 틀렸습니다
problem-wrong_password-detail = 자기 비밀번호를 바꾸려면 현재 비밀번호를 함께 보내세요.

problem-wrong_totp_code-title = 코드가 틀렸거나 없습니다
problem-wrong_totp_code-detail = 아직 쓰지 않은 인증 앱의 코드가 필요합니다. 자신의 2단계 인증을 끄려면 비밀번호와 코드 또는 복구 코드를 넣으세요.

problem-totp_enabled-title = 2단계 인증이 이미 켜져 있습니다
problem-totp_enabled-detail = 다른 인증 앱을 쓰려면 먼저 지금 것을 끄세요.

problem-totp_not_enabled-title = 2단계 인증이 없습니다
problem-totp_not_enabled-detail = { $name } 사용자는 비밀번호만으로 로그인합니다.

problem-totp_not_offered-title = 확인을 기다리는 것이 없습니다
problem-totp_not_offered-detail = QR 코드는 그것을 요청한 세션에서 10분 동안 쓸 수 있습니다. 처음부터 다시 하세요.

problem-too_many_exist-title = 이미 너무 많습니다
problem-too_many_exist-detail = { $limit }개까지만 둘 수 있습니다. 먼저 하나를 지우세요.

problem-not_a_user-title = 사용자만 할 수 있습니다
problem-not_a_user-detail = 토큰에는 계정이 없습니다. 사용자 이름과 비밀번호로 로그인하세요.

problem-unknown_role-title = 그런 역할이 없습니다
problem-unknown_role-detail = 역할은 viewer, operator, admin 가운데 하나입니다.

problem-too_many_requests-title = 너무 많습니다
problem-too_many_requests-detail = Retry-After에 적힌 만큼 기다렸다가 다시 시도하세요.

problem-headers_too_large-title = 헤더가 너무 많습니다
problem-headers_too_large-detail = 요청의 헤더가 너무 많거나 큽니다.

problem-not_ready-title = 아직 준비되지 않았습니다
problem-not_ready-detail = 이 컴퓨터를 처음 읽고 있거나 엔진이 바쁩니다. 잠시 뒤 다시 시도하세요.

problem-overloaded-title = 자리가 모두 찼습니다
problem-overloaded-detail = 서버가 열 수 있는 스트림이 다 찼습니다. 나중에 다시 시도하세요.

problem-policies_unavailable-title = 정책을 읽을 수 없습니다
problem-policies_unavailable-detail = { policy-store-why }

problem-policies_refused-title = 정책 데이터베이스가 하지 않았습니다
problem-policies_refused-detail = { policy-store-why }

problem-store_unavailable-title = 저장소를 쓸 수 없습니다
problem-store_unavailable-detail = 보관한 것(사용자, 세션, 정책, 감사 기록)을 지금 읽거나 쓸 수 없습니다. 까닭은 서버 로그에 있습니다.

problem-log_unknown-title = 그런 로그가 없습니다
problem-log_unknown-detail = { $log } 로그가 없습니다. 볼 수 있는 로그는 GET /api/v1/logs에 있습니다.

problem-log_missing-title = 로그가 지금 없습니다
problem-log_missing-detail = { $log }: { log-reason }

problem-log_denied-title = 로그를 읽을 수 없습니다
problem-log_denied-detail = { $log }: { log-reason }

problem-log_refused-title = 로그가 아닙니다
problem-log_refused-detail = { $log }: { log-reason }

problem-log_busy-title = 로그를 읽는 일이 밀려 있습니다
problem-log_busy-detail = 로그를 읽으려는 요청이 이미 많이 기다립니다. 잠시 뒤 다시 시도하세요.

## 로그를 읽지 못하는 까닭과 해결 방법. $user는 읽는 사용자

log-reason = { $why ->
    [missing-file] 지금은 그런 파일이 없습니다. 무엇인가 기록하면 바로 나타납니다
    [missing-journal] 이 컴퓨터에는 그 저널이 없습니다. 저널은 systemd-journald가 남깁니다. 없으면 /var/log의 파일을 보세요
    [denied-file] { $user } 사용자는 이 파일을 읽을 수 없습니다. 사용자를 파일의 그룹에 넣고(흔히 adm: usermod -aG adm { $user }) server-monitor를 다시 시작하거나, 사용자에게만 권한을 주세요(setfacl -m u:{ $user }:r 파일)
    [denied-journal] { $user } 사용자는 저널을 읽을 수 없습니다. 사용자를 저널의 그룹에 넣고(usermod -aG systemd-journal { $user }) server-monitor를 다시 시작하세요
    [not_a_file-file] 일반 파일이 아니라 FIFO, 장치, 소켓 또는 폴더입니다. logs에 파일 자체를 적으세요
    [not_a_file-journal] 저널이 아닙니다. logs에 유닛을 적으세요
    [leads_out-file] 자기 폴더 밖으로 나가는 링크입니다. 링크가 가리키는 파일을 logs에 적으세요
    [leads_out-journal] 저널 밖으로 나갑니다. logs에 유닛을 적으세요
   *[other] 읽지 못했습니다. 디스크가 고장 나거나 멈추면 이렇게 됩니다. 커널 메시지를 보세요(journalctl -k)
}
log-unknown = 그런 로그가 없습니다. 로그 목록을 새로 고치세요
log-too-many = 따라갈 수 있는 로그(32개)가 다 찼습니다. 다른 로그를 닫으세요
log-busy = 로그를 읽는 일이 밀려 있습니다. 다시 시도합니다
log-ended = 설정이 바뀌었거나 읽기가 끝났습니다. 다시 엽니다

problem-no_such_policy-title = 그런 정책이 없습니다
problem-no_such_policy-detail = { $id } 정책이 없습니다. 누군가 지웠을 수 있으니 목록을 다시 보세요.

problem-invalid_list-title = 목록을 읽을 수 없습니다
problem-invalid_list-detail = { $reason }

problem-unsupported_list_type-title = 목록의 형식이 맞지 않습니다
problem-unsupported_list_type-detail = application/json, application/x-ndjson, text/csv, application/toml 가운데 하나로, 압축하지 않고 보내세요.

## 감사 기록이 이어지는지. $id는 처음으로 맞지 않는 기록의 번호

audit-chain-missing = { $id }번 기록이 없어졌습니다. 그 뒤의 기록은 남아 있습니다.
audit-chain-changed = { $id }번 기록이 처음 적힌 것과 다릅니다.
audit-chain-moved = { $id }번 자리에 다른 기록이 있습니다. 순서가 바뀌었습니다.
audit-chain-added = { $id }번 기록은 이 프로그램이 적지 않은 것입니다. 누군가 끼워 넣었습니다.
audit-chain-cut-off = { $id }번부터 마지막까지의 기록이 없어졌습니다.
audit-chain-replaced = { $id }번 기록이 전에 확인했을 때와 다릅니다. 데이터베이스가 다른 사본으로 바뀌었거나 그 기록부터 새로 적혔습니다.
audit-chain-unreadable = 지금은 감사 기록을 끝까지 읽을 수 없습니다. 까닭은 서버 로그에 있습니다.
