## 설정 화면

settings-title = 설정
settings-loading = 읽는 중입니다
settings-retry = 다시 읽기
settings-cancel = 취소
settings-save = 저장
settings-never = 아직 없음
settings-no-answer = 서버에서 답이 없습니다. 연결을 확인하고 다시 해 보세요.

settings-role-viewer = 보기
settings-role-operator = 운영
settings-role-admin = 관리
settings-role-viewer-may = 모든 값을 봅니다. 아무것도 바꾸지 않습니다.
settings-role-operator-may = 보고, 프로세스를 끝내고, 감사 기록을 읽습니다.
settings-role-admin-may = 모두 합니다. 사용자와 토큰, 정책을 바꿉니다.

## 화면

settings-look = 화면
settings-look-meta = 이 브라우저에만
settings-language = 언어
settings-theme = 밝기
settings-theme-night = 밤
settings-theme-paper = 종이
settings-scan = 주사선
settings-scan-on = 켬
settings-scan-off = 끔
settings-scan-note = 옛 화면처럼 보이지만 글자가 조금 흐려집니다.

## 내 계정

settings-account = 내 계정
settings-account-name = 이름
settings-account-role = 역할
settings-account-until = 로그인 끝
settings-account-via-token = 토큰으로 들어왔습니다. 비밀번호는 사용자로 로그인해야 바꿀 수 있습니다.
settings-account-token-lasts = 토큰을 없앨 때까지
settings-sign-out = 로그아웃
settings-password-change = 비밀번호 바꾸기
settings-password-current = 지금 비밀번호
settings-password-new = 새 비밀번호
settings-password-again = 새 비밀번호 한 번 더
settings-password-differs = 두 비밀번호가 다릅니다.
settings-password-empty = 지금 비밀번호를 쓰세요.
settings-password-done = 비밀번호를 바꿨습니다. 다른 곳의 로그인은 모두 끝났습니다.
settings-password-note = 바꾸면 다른 기기의 로그인과 열린 화면이 모두 끝납니다.

## 사용자

settings-users = 사용자
settings-users-count = { $count }명
settings-users-viewer = 사용자는 관리자만 볼 수 있습니다. 지금 역할은 ‘{ $role }’입니다. 필요하면 관리자에게 부탁하세요.
settings-users-you = 나
settings-users-created = 만든 때
settings-users-last = 마지막 로그인
settings-users-role = { $name }의 역할
settings-users-last-admin = 마지막 관리자라서 지우거나 역할을 낮출 수 없습니다. 먼저 다른 관리자를 두세요.
settings-users-add = 사용자 추가
settings-users-add-title = 사용자 추가
settings-users-name = 이름
settings-users-name-hint = 영문, 숫자, . _ @ - 로 64자까지. 첫 글자는 영문이나 숫자.
settings-users-name-bad = 영문, 숫자, . _ @ - 만 쓰고 영문이나 숫자로 시작하세요.
settings-users-name-taken = 이미 있는 이름입니다.
settings-users-first-password = 첫 비밀번호
settings-users-first-password-note = 이 비밀번호를 본인에게 전하고, 로그인하면 바꾸게 하세요.
settings-users-added = { $name } 사용자를 추가했습니다.
settings-users-role-done = { $name }의 역할을 ‘{ $role }’(으)로 바꿨습니다. 그 사람은 다시 로그인해야 합니다.
settings-users-reset = 비밀번호 다시 정하기
settings-users-reset-title = { $name }의 비밀번호 다시 정하기
settings-users-reset-note = 그 사람의 로그인과 열린 화면이 모두 끝납니다.
settings-users-reset-done = { $name }의 비밀번호를 다시 정했습니다.
settings-users-remove = 지우기
settings-users-remove-title = { $name } 사용자를 지울까요?
settings-users-remove-text = 로그인과 열린 화면이 2초 안에 끝납니다. 감사 기록은 그대로 남습니다. 되돌릴 수 없습니다.
settings-users-remove-self = 자신을 지우는 것입니다. 곧바로 로그아웃됩니다.
settings-users-remove-yes = { $name } 지우기
settings-users-removed = { $name } 사용자를 지웠습니다.

## 토큰

settings-tokens = 토큰
settings-tokens-count = { $count }개
settings-tokens-what = 사람이 아닌 프로그램이 쓰는 열쇠입니다. Authorization: Bearer 뒤에 넣습니다.
settings-tokens-viewer = 토큰은 관리자만 볼 수 있습니다. 지금 역할은 ‘{ $role }’입니다.
settings-tokens-none = 토큰이 없습니다.
settings-tokens-created = 만든 때
settings-tokens-by = 만든 이
settings-tokens-last = 마지막 사용
settings-tokens-add = 토큰 만들기
settings-tokens-add-title = 토큰 만들기
settings-tokens-name = 이름
settings-tokens-name-hint = 쓰는 곳을 적어 두면 나중에 알아보기 쉽습니다. 예: grafana
settings-tokens-role = 역할
settings-tokens-create = 만들기
settings-tokens-once-title = { $name } 토큰
settings-tokens-once = 지금만 볼 수 있습니다. 서버에는 지문만 남아서 다시 보여 줄 수 없습니다.
settings-tokens-copy = 토큰 복사
settings-tokens-noted = 적어 두었습니다. 닫기
settings-tokens-not-noted = 닫으면 다시 볼 수 없습니다. 적어 두었으면 아래 단추를 누르세요.
settings-tokens-revoke = 없애기
settings-tokens-revoke-title = { $name } 토큰을 없앨까요?
settings-tokens-revoke-text = 이 토큰을 쓰는 프로그램은 2초 안에 끊깁니다. 되돌릴 수 없습니다.
settings-tokens-revoke-yes = { $name } 없애기
settings-tokens-revoked = { $name } 토큰을 없앴습니다.

## 이 모니터

settings-monitor = 이 모니터
settings-monitor-cpu = CPU
settings-monitor-memory = 메모리
settings-monitor-tick = 한 번 읽는 시간
settings-monitor-late = 밀린 수집
settings-monitor-collectors = 수집기
settings-monitor-name = 이름
settings-monitor-ms = 시간
settings-monitor-outcome = 결과
settings-monitor-waiting = 첫 값을 기다립니다.
settings-collector-ok = 됨
settings-collector-denied = 권한 없음
settings-collector-unsupported = 이 시스템에 없음
settings-collector-not_yet = 아직
settings-collector-gone = 사라짐
settings-collector-failed = 실패
settings-collector-slow = 느림
settings-collector-overrun = 시간 넘김

## 권한

settings-permissions = 권한과 못 보는 것
settings-permissions-none = 모든 프로세스의 모든 값을 볼 수 있습니다.
settings-permissions-some = 아래 값은 다른 사용자의 것이라 읽지 못했습니다. 나머지는 그대로 맞습니다.
settings-permissions-of = { $total }개 중 { $count }개
settings-permissions-needs-ptrace = CAP_SYS_PTRACE
settings-permissions-needs-ptrace_and_read = CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH
settings-permissions-needs-proc_mount = /proc 마운트의 hidepid 풀기
settings-permissions-needs-wait = 기다리기
settings-permissions-needs-none = 없음
settings-permissions-how = 주는 법
settings-permissions-systemd = systemd 서비스라면 이 줄을 넣고 다시 시작하세요.
settings-permissions-file = 직접 실행한다면 실행 파일에 권한을 주세요.
settings-permissions-root = root로 실행하면 모두 보이지만, 필요한 것보다 많은 권한입니다.
settings-permissions-copy = 복사
settings-permissions-host = 서버 값 가운데 읽지 못한 것

## 판정 방식

settings-judging = 판정 방식
settings-judging-group = 이 브라우저
settings-judging-server = 서버대로
settings-judging-server-is = 서버는 ‘{ $mode }’로 판정합니다. 설정 파일의 mode로 정합니다.
settings-judging-note = 숫자와 목록이 이 방식을 따릅니다. 다른 사람의 화면과 알림은 바뀌지 않습니다.
settings-judging-rules = 모든 규칙 보기
