## 터미널: 여러 명령이 함께 쓰는 말

level-good = 여유
level-warn = 빠듯
level-bad = 한계

gap-denied = 볼 권한 없음
gap-unsupported = 이 시스템에 없음
gap-not_yet = 아직 모름
gap-gone = 이미 끝남
gap-failed = 읽지 못함

age-seconds = { $count }초
age-minutes = { $count }분
age-hours = { $count }시간
age-days = { $count }일

## 도움말

help-usage = 쓰는 법
help-commands = 명령
help-arguments = 인자
help-options = 옵션
help-default = 기본값
help-environment = 환경 변수

help = 서버 하나를 지켜봅니다. 지금 어떤지, 무엇이 돌고 있는지, 무엇을 안전하게 끝낼 수 있는지 알려 줍니다.
help-serve = 화면과 API를 엽니다 (명령을 쓰지 않으면 이것을 합니다)
help-status = CPU, 메모리, 디스크, 네트워크를 한 화면에 보여 줍니다
help-ps = 무엇이 돌고 있고 어떻게 판정했는지 애플리케이션별로 보여 줍니다
help-logs = 로그를 나열하고, 마지막 줄을 보여 주고, 따라갑니다
help-logs-list = 볼 수 있는 로그와 그 상태를 나열합니다
help-logs-tail = 로그의 마지막 줄을 보여 줍니다
help-user = 로그인할 수 있는 사람을 더하고, 보고, 지웁니다
help-user-add = 사용자를 더합니다. 비밀번호를 묻습니다
help-user-list = 사용자와 역할을 보여 줍니다
help-user-password = 사용자의 비밀번호를 바꿉니다. 그 사용자의 로그인은 끝납니다
help-user-remove = 사용자와 그 로그인, 토큰을 지웁니다
help-user-totp-reset = 휴대전화를 잃었을 때처럼 사용자의 2단계 인증을 풉니다. 그 사용자의 로그인은 끝납니다
help-token = 프로그램이 쓸 토큰을 만들고, 보고, 거둡니다
help-token-add = 토큰을 만들어 한 번만 보여 줍니다
help-token-list = 쓸 수 있는 토큰을 보여 줍니다
help-token-revoke = 토큰을 거둡니다
help-config = 설정을 확인하고 보여 줍니다
help-config-check = 설정에 문제가 없는지 말합니다 (있으면 종료 코드 2)
help-config-show = 모든 키와 값, 그 값이 온 곳을 보여 줍니다
help-completions = 셸의 자동 완성 스크립트를 보여 줍니다
help-bench = 이 프로그램 자신이 쓰는 비용을 잽니다
help-bench-scan = 모든 프로세스를 한 번 훑는 CPU 시간을 잽니다

help-examples = 보기:
    server-monitor                              127.0.0.1:8000 에서 열고 처음 설정할 주소를 보여 줍니다
    server-monitor status                       서버 없이 한 번 봅니다
    server-monitor ps --sort memory             메모리를 많이 쓰는 것부터
    server-monitor ps --watch                   머물며 봅니다. ? 로 키를 봅니다
    server-monitor ps --check                   위험하거나 긴급한 것이 있으면 종료 코드 6
    server-monitor explain :443                 누가 기다리는지, 무엇인지, 왜 그렇게 판정했는지
    server-monitor user add kim --role operator 사용자를 더합니다
    server-monitor ps --json | jq '.processes[0]'
help-exit-codes = 종료 코드:

exit-done = 마쳤습니다
exit-failed = 실패했거나, 물음에 아니라고 답했습니다
exit-usage = 잘못 썼거나 설정이 틀렸습니다
exit-refused = 정책이 거절했습니다
exit-no-process = 그런 프로세스가 없거나 이미 끝났습니다
exit-denied = 운영체제가 막았거나, 정책이나 감사 기록을 쓸 수 없습니다
exit-found = --check 가 찾아냈습니다

arg-config = 늘 쓰는 것 대신 쓸 설정 파일
arg-state_dir = 사용자, 토큰, 감사 기록을 두는 폴더
arg-lang = 환경이 정한 것 대신 쓸 언어
arg-json = HTTP와 같은 꼴의 JSON 문서 하나로 씁니다
arg-help = 이 도움말을 보여 줍니다
arg-version = 버전을 보여 줍니다
arg-ps-watch = 머물면서 바뀌는 것을 화면 가득 보여 줍니다
arg-ps-only = 이 판정의 프로세스만 한 줄에 하나씩: safe, caution, danger, urgent
arg-ps-sort = 차례: cpu, memory, io, pid, verdict. 묶지 않고 프로세스마다 한 줄로 보여 줍니다
arg-ps-check = 위험하거나 긴급한 프로세스가 있으면 6으로 끝납니다
arg-ps-flat = 애플리케이션으로 묶지 않고 프로세스마다 한 줄로 보여 줍니다
arg-ps-members = 애플리케이션마다 그 프로세스를 아래에 보여 줍니다
arg-ps-line = 메시지에 쓰는 꼴로 프로세스마다 한 줄: 🟢 nginx PID 1324 PORT 80,443
arg-logs-tail-source = `logs list`가 보여 주는 로그 id. 어떤 유닛이든 그 저널은 unit.NAME
arg-logs-tail-lines = 마지막 줄의 수 [기본값: 20]
arg-logs-tail-follow = Ctrl-C를 누를 때까지 새 줄을 보여 줍니다. --json이면 API의 스트림처럼 한 줄에 문서 하나
arg-logs-tail-level = 이만큼 심각한 줄만: error, warning, notice, info, debug. 파일의 줄에는 이 구분이 없어 모두 보입니다
arg-user-add-name = 로그인할 때 쓸 이름
arg-user-password-name = 사용자의 이름
arg-user-remove-name = 사용자의 이름
arg-user-totp-reset-name = 사용자의 이름
arg-role = viewer 는 보고, operator 는 끝내기도 하고, admin 은 접근과 정책도 바꿉니다
arg-password_stdin = 묻지 않고 표준 입력의 첫 줄에서 비밀번호를 읽습니다
arg-token-add-name = 토큰의 이름. 그것을 쓸 프로그램의 이름이 좋습니다
arg-token-revoke-name = 토큰의 이름
arg-shell = bash, zsh, fish, elvish, powershell 가운데 하나
arg-rounds = 잴 횟수 [기본값: 60]

## status

status-uptime = 켜진 지 { $uptime }
status-load = 부하
status-cores = 코어 { $count }개
status-memory = 메모리
status-swap = 스왑
status-disk = 디스크
status-network = 네트워크
status-rates = 받음 { $rx } · 보냄 { $tx }
status-pressure = 기다림
status-container = 컨테이너
status-cpu-limit = CPU { $cpus }개까지
status-processes = 프로세스
status-processes-count = { $count }개
status-verdicts = 판정
status-worst = 살펴볼 것
status-worst-more = { $count }개 더: server-monitor ps --sort verdict

## ps

ps-column-verdict = 판정
ps-column-app = 애플리케이션
ps-column-pid = PID
ps-column-user = 사용자
ps-column-cpu = CPU %
ps-column-memory = 메모리
ps-column-ports = 포트
ps-column-age = 나이
ps-column-name = 이름
ps-unlisted = 프로세스를 늘어놓을 수 없습니다: { $why }
ps-denied = ? 는 볼 수 없었던 포트입니다. 프로세스 { $count }개
ps-denied-help = ? 는 볼 수 없었던 포트입니다. 프로세스 { $count }개. root로 실행하거나 { $capabilities } 을(를) 주세요
ps-blind = 규칙이 보지 못한 프로세스 { $count }개 ({ $rules }): { $why }
ps-blind-help = 규칙이 보지 못한 프로세스 { $count }개 ({ $rules }): { $why }. root로 실행하거나 { $capabilities } 권한을 주세요
ps-check-found = --check 결과: 위험 { $danger }개, 긴급 { $urgent }개. 까닭은 server-monitor explain PID

## 사용자, 토큰, 비밀번호

list-name = 이름
list-role = 역할
list-by = 만든 이
list-totp = 2단계
list-totp-on = 켜짐
list-totp-off = -
list-added = 더한 때
list-last-login = 마지막 로그인
list-last-used = 마지막 사용

user-added = { $name } 이(가) 이제 { $role } 로 로그인할 수 있습니다
user-password-changed = { $name } 의 비밀번호를 바꿨습니다. 끝난 로그인 { $sessions }개
user-removed = { $name } 을(를) 지웠습니다. 끝난 로그인 { $sessions }개
user-totp-reset = { $name } 은(는) 이제 비밀번호만으로 로그인합니다. 끝난 로그인 { $sessions }개
token-added = 토큰 { $name }({ $role })은 이번에만 보입니다. 그 프로그램만 읽을 수 있는 곳에 두세요
token-revoked = 토큰 { $name } 을(를) 거뒀습니다
token-revoked-too = 그것으로 만든 토큰 { $name } 도 거뒀습니다

role-unknown = { $role } 은(는) 역할이 아닙니다. 역할은 viewer, operator, admin 입니다

password-ask = { $name } 의 새 비밀번호:
password-again = 한 번 더:
password-differ = 두 비밀번호가 다릅니다. 아무것도 바꾸지 않았습니다
password-stopped = 그만뒀습니다. 아무것도 바꾸지 않았습니다
password-no-terminal = 물어볼 터미널이 없습니다. --password-stdin 으로 비밀번호를 주세요
password-not-text = 비밀번호는 UTF-8이어야 합니다
password-too-short = 비밀번호는 10자 이상이어야 합니다. 아무것도 바꾸지 않았습니다
password-too-long = 비밀번호는 256자 이하여야 합니다. 아무것도 바꾸지 않았습니다
password-is-name = 비밀번호가 사용자 이름과 같습니다. 아무것도 바꾸지 않았습니다
password-common = 가장 먼저 시도되는 비밀번호입니다. 다른 것을 고르세요

store-exists-user = 사용자 { $name } 은(는) 이미 있습니다. 다른 이름을 고르거나 이렇게 하세요: server-monitor user password { $name }
store-exists-token = 토큰 { $name } 은(는) 이미 있습니다. 다른 이름을 고르거나 먼저 거두세요
store-not-found-user = 사용자 { $name } 은(는) 없습니다. server-monitor user list 로 볼 수 있습니다
store-not-found-token = 토큰 { $name } 은(는) 없습니다. server-monitor token list 로 볼 수 있습니다
store-invalid-name = 이름은 A-Z a-z 0-9 . _ @ - 가운데 1자에서 64자이고 영문자나 숫자로 시작합니다
store-last-admin = { $name } 은(는) 마지막 admin입니다. 먼저 다른 사용자를 admin으로 만드세요
store-no-second-factor = { $name } 은(는) 2단계 인증이 없습니다. server-monitor user list 로 누가 쓰는지 봅니다
store-missing = { $path }: 아직 저장소가 없습니다. 먼저 서버를 켜거나 사용자를 더하세요
store-unreadable = { $path }: 읽을 수 없습니다({ $cause }). 그 소유자나 root로 실행하세요
store-unwritable = { $path }: 쓸 수 없습니다({ $cause }). 그 소유자나 root로 실행하거나 --state-dir 로 다른 폴더를 고르세요
store-no-space = { $path }: 디스크가 가득 차서 쓸 수 없습니다. 그 디스크에 공간을 비우거나 --state-dir 로 다른 폴더를 고르세요
store-foreign = { $path }: 사용자 번호 { $uid } 의 것입니다. server-monitor 를 실행하는 사용자에게 주거나 --state-dir 로 다른 폴더를 고르세요
store-exposed = { $path }: 모드 { $mode } 라서 다른 사람이 들어올 수 있습니다. 안을 살펴본 뒤 이렇게 하세요: chmod 700 { $path }
store-planted = { $path }: 거기 있어야 할 데이터베이스가 아닙니다. 지우거나 --state-dir 로 다른 폴더를 고르세요
store-damaged = { $path }: 쓸 수 있는 데이터베이스가 아닙니다. 백업에서 되돌리거나 --state-dir 로 다른 폴더를 고르세요
store-replaced = { $path }이(가) 처음 연 파일이 아닙니다. 거기에 쓰면 잃어버리므로 쓰지 않습니다. 원래 파일을 되돌려 놓거나, 지금 있는 파일로 서버를 다시 시작하세요
store-newer = { $path }: 더 새로운 server-monitor가 쓴 것입니다(스키마 { $found }, 이 버전이 아는 것은 { $known }까지). 그 버전을 쓰거나 --state-dir 로 다른 폴더를 고르세요
store-older = { $path }: 더 오래된 server-monitor가 쓴 것입니다(스키마 { $found }, 이 버전은 { $known }). 서버를 한 번 켜면 새로워집니다
store-busy = { $path }: 다른 프로그램이 너무 오래 쓰고 있습니다. 다시 해 보세요

## bench

bench-processes = 프로세스
bench-cold = 처음 훑기, CPU 시간
bench-median = 다음 훑기, 가운뎃값
bench-p95 = 다음 훑기, 95 %
bench-allocations = 훑을 때마다 메모리 요청

## serve

serve-listening = { $address } 에서 기다립니다
serve-set-up = 위 주소를 열어 첫 사용자를 만드세요. 한 번 쓰거나 15분이 지나면 닫힙니다
serve-set-up-socket = TCP로는 기다리지 않습니다. localhost 자리에 프록시의 주소를 넣으세요
serve-log-in = 사용자가 있습니다. 브라우저로 로그인하세요. 더하려면: server-monitor user add NAME --role ROLE
serve-no-tls = { $address } 은(는) 밖에서 닿을 수 있고 암호화되지 않습니다. 앞에 TLS를 두세요. nginx에 필요한 것은 모두 server-monitor config nginx --domain your.name 이 출력합니다. 그 머리에 적힌 키를 쓰세요. 그중 하나는 listen = "127.0.0.1:{ $port }"
serve-no-group = socket_group: 이 컴퓨터에 { $group } 라는 그룹이 없습니다
serve-engine-ended = 이 프로그램의 결함 때문에 수집이 끝났습니다. 다시 시작하고, 위 기록을 알려 주십시오

reload-done = 설정을 다시 읽었습니다. 바뀐 키 { $count }개
reload-changed = { $key } 값이 바뀌어 지금부터 적용됩니다
reload-needs-restart = { $key } 값이 바뀌었습니다. 다시 시작하면 적용됩니다
reload-refused = 설정에 잘못이 있습니다. 쓰던 설정을 그대로 씁니다

serve-taken-by = { $address } 은(는) { $owner } 이(가) 쓰고 있습니다. --listen 으로 다른 주소를 고르거나 그 프로세스를 끝내세요
serve-taken = { $address } 은(는) 볼 수 없는 프로세스가 쓰고 있습니다. --listen 으로 다른 주소를 고르거나 root로 확인하세요: ss -ltnp
serve-cannot-listen = { $address } 에서 기다릴 수 없습니다: { $error }. --listen 으로 다른 주소를 고르세요
serve-socket-in-use = { $path } 은(는) 켜져 있는 서버가 쓰고 있습니다. 먼저 그것을 끄거나 다른 경로를 고르세요
serve-no-socket = { $path } 에 소켓이 아닌 것이 있습니다. 지우거나 다른 경로를 고르세요
serve-cannot-make-socket = 소켓 { $path } 을(를) 만들 수 없습니다: { $error }. 그 폴더와 권한을 확인하세요

## logs

logs-column-id = ID
logs-column-state = 상태
logs-column-size = 크기
logs-column-title = 위치
logs-state-ok = 정상
logs-state-denied = 거부
logs-state-missing = 없음
logs-none = 볼 수 있는 로그가 없습니다. 설정의 logs에 적으세요
logs-unknown = id가 { $log }인 로그가 없습니다. 확인: server-monitor logs list
logs-about = { $log }: { $what }
logs-rotated = 다른 파일이 그 자리를 차지했습니다. 이어서 따라갑니다
logs-truncated = 파일이 잘렸습니다. 새 줄을 따라갑니다
logs-truncated-lost = 파일이 잘렸습니다. 읽기 전에 { $bytes }바이트 이상이 사라졌습니다
logs-skipped = { $lines }줄이 너무 빨리 와서 빠졌습니다
logs-lost = { $why }. 읽을 수 있게 되면 다시 보여 줍니다
logs-back = 다시 읽을 수 있습니다

## services

help-services = 서비스를 보여 줍니다: 돌아야 할 것과 실제로 도는지
arg-all = 그 밖에 불러온 서비스 유닛도 모두 보여 줍니다
status-services = 서비스
status-services-none = 지켜보는 것도 실패한 것도 없음
service-column-state = 상태
service-column-name = 이름
service-column-since = 경과
service-column-pid = PID
service-column-restarts = 재시작
service-column-memory = 메모리
service-column-source = 확인
service-column-why = 까닭
service-source-systemd = systemd
service-source-process = 프로세스
service-state-active = 동작 중
service-state-inactive = 멈춤
service-state-failed = 실패
service-state-activating = 시작하는 중
service-state-deactivating = 멈추는 중
service-state-not_found = 없음
service-state-unsupported = 지원 안 함
service-state-unknown = 알 수 없음
service-state-crashing = 반복 종료
service-state-masked = 잠김
service-unread = 서비스를 볼 수 없습니다: { $why }

## 알아들을 수 없게 입력한 것

mistyped-value = “{ $value }”은(는) { $argument }에 맞지 않습니다. 받는 값: { $takes }
mistyped-no-value = { $argument }에 값이 필요합니다. 받는 값: { $takes }
mistyped-missing = 빠진 것이 있습니다: { $argument }
mistyped-unknown = 여기에는 { $argument } 옵션이 없습니다
mistyped-unknown-near = 여기에는 { $argument } 옵션이 없습니다. { $near } 을(를) 쓰려고 하셨나요?
mistyped-command = 여기에는 { $command } 명령이 없습니다
mistyped-command-near = 여기에는 { $command } 명령이 없습니다. { $near } 을(를) 쓰려고 하셨나요?
mistyped-twice = { $argument } 은(는) 한 번만 쓸 수 있습니다
mistyped-conflict = { $argument } 와(과) { $other } 은(는) 함께 쓸 수 없습니다. 하나를 빼세요
mistyped-more = 자세한 설명: { $command } --help
