## 감사 기록이 말하는 일: audit-<행동>, 그리고 안 된 까닭: audit-code-<까닭>

audit-log_in = 로그인
audit-log_out = 로그아웃
audit-session_renew = 로그인 갱신
audit-set_up = 첫 관리자 만듦
audit-user_add = 사용자 더함
audit-user_role = 역할 바꿈
audit-user_password = 비밀번호 바꿈
audit-user_remove = 사용자 지움
audit-token = 토큰으로 접근
audit-token_add = 토큰 만듦
audit-token_revoke = 토큰 폐기
audit-totp_enable = 2단계 인증 켬
audit-totp_disable = 2단계 인증 끔
audit-totp_reset = 2단계 인증 풂
audit-policy_set = 정책 변경
audit-policy_removed = 정책 삭제
audit-policy_imported = 정책 들여오기
audit-request = 요청
audit-refusals = 줄여 적은 거절

audit-code-wrong_credentials = 이름이나 비밀번호가 틀림
audit-code-too_many_attempts = 시도가 너무 많음
audit-code-totp_required = 비밀번호는 맞고 코드가 없음
audit-code-totp_wrong = 비밀번호는 맞고 코드가 틀림
audit-code-own_factor = 자신의 것은 비밀번호와 코드로 끔
audit-code-unknown_token = 없는 토큰
audit-code-setup_token_invalid = 설정 링크가 틀렸거나 오래됨
audit-code-last_admin = 마지막 관리자는 남음
audit-code-forbidden = 역할이 모자람
