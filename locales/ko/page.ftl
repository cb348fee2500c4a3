## 화면의 틀, 첫 설정, 로그인, 한눈에.

app-name = server-monitor
close = 닫기
view-overview = 한눈에
view-processes = 프로세스
view-settings = 설정
view-more = 더 보기
views = 화면
skip-to-content = 본문으로
switch-language = EN: switch to English
switch-language-short = EN
switch-theme = 밝은 화면과 어두운 화면 바꾸기
no-such-view = 그런 화면이 없습니다
no-such-view-text = 더 새로운 판의 주소이거나 잘못 적힌 주소입니다.
no-such-view-go = 한눈에 보기로
view-failed = 화면을 불러오지 못했습니다
view-failed-text = 이 페이지가 서버보다 오래되었을 수 있습니다. 새로 고치세요.
reload = 새로 고치기

uptime = 켜진 지
live = 실시간
connecting = 연결 중
offline = 끊김
stopped = 멈춤
connection = 서버와의 연결
own-cost = 이 모니터가 쓰는 만큼
own-cost-title = 이 모니터가 쓰는 만큼
own-cost-cpu = CPU
own-cost-memory = RAM
own-cost-late = 밀린 수집

copy-copied = 복사했습니다
copy-failed = 복사하지 못했습니다

## 여유와 판정

level-good = 여유
level-warn = 빠듯
level-bad = 한계

## 값이 없는 까닭

gap-short = 모름
gap-denied = 권한 없음
gap-unsupported = 이 시스템에 없음
gap-not_yet = 아직 모름
gap-gone = 사라짐
gap-failed = 읽지 못함
gap-unknown = 모름

## 서버와의 연결

banner-lost = 연결이 끊겼습니다.
banner-stopped = 모니터가 멈췄습니다.
last-seen = { $age } 전 값입니다.
never-seen = 아직 받은 값이 없습니다.
retrying-now = 지금 다시 연결합니다.
retrying-in = { $age } 뒤 다시 연결합니다.
retry-now = 지금 다시

## 첫 설정, 로그인

username = 사용자 이름
password = 비밀번호
working = 잠시만 기다려 주세요
no-answer = 서버가 대답하지 않습니다. 실행 중인지 확인한 뒤 다시 해 보세요.
copy-command = 명령 복사
setup-title = 처음 오셨네요
setup-heading = 관리자를 만듭니다
setup-text = 이 링크는 한 번만 쓸 수 있고 15분 뒤 사라집니다.
setup-go = 만들고 시작하기
setup-foot = 다른 사람은 나중에 설정에서 더할 수 있습니다
setup-dead = 쓸 수 없는 링크입니다
setup-dead-text = 이미 썼거나, 15분이 지났거나, 링크가 다 복사되지 않았습니다. 잃은 것은 없습니다.
setup-dead-restart = 아직 계정이 없다면 server-monitor를 다시 시작하세요. 새 링크를 보여 줍니다.
setup-dead-command = 계정이 있다면 서버에서 관리자를 더하세요.
go-to-log-in = 로그인하러 가기
password-long = { $count }자 이상
password-uncommon = 흔한 비밀번호가 아님
password-not-name = 사용자 이름과 다름
password-met = 맞음
password-unmet = 아직 아님
log-in = 로그인
log-in-heading = 다시 오셨군요
log-in-text = 이 서버의 상태를 보려면 로그인하세요.
log-in-again = 로그인이 끝났습니다
log-in-again-text = 시간이 지났거나 계정이 바뀌었습니다. 다시 로그인하세요.
log-in-wrong = 사용자 이름이나 비밀번호가 맞지 않습니다.
log-in-limited = 시도가 너무 많았습니다.
log-in-wait = { $age } 뒤에 다시 해 보세요.
log-in-foot = 처음이라면 서버가 보여 준 링크를 여세요
unreachable = 대답 없음
unreachable-heading = 서버가 조용합니다
unreachable-text = 시작하는 중일 수 있습니다. 3초마다 다시 물어봅니다.

## 한눈에: 상태

state-look = 읽는 중입니다
state-look-text = 첫 값은 1초 뒤에 나옵니다. CPU는 두 번 읽어야 알 수 있습니다.
state-sleep = 지금은 알 수 없습니다
state-sleep-text = 서버와 연결이 끊겼습니다. 아래는 { $age } 전 값입니다.
state-stopped-text = server-monitor가 멈췄습니다. 아래는 { $age } 전 값입니다. 다시 켜지면 이어서 보여 줍니다.
state-ok = 여유가 있습니다
state-ok-text = CPU { $cpu }, 메모리 { $memory }, 디스크 { $disk }. 1초마다 살펴봅니다.
state-blind = 읽을 수 있는 것이 없습니다
state-blind-text = CPU도 메모리도 읽지 못했습니다. 까닭은 아래와 서버의 로그에 있습니다.
state-warn-cpu = CPU가 바쁩니다
state-warn-memory = 메모리가 빠듯합니다
state-warn-disk = 디스크 { $mount } 자리가 빠듯합니다
state-bad-cpu = CPU가 한계입니다
state-bad-memory = 메모리가 한계입니다
state-bad-disk = 디스크 { $mount } 자리가 거의 없습니다
state-full-text = { $what } { $percent }. 가장 바쁜 프로세스에서 무엇이 쓰는지 볼 수 있습니다.
state-full-disk-text = { $mount }가 { $percent } 찼습니다. 무엇이 채웠는지 보려면 이 명령을 쓰세요: du -xh --max-depth=2 { $mount } | sort -h | tail
state-tight-disk-text = { $mount }가 { $percent } 찼습니다. 디스크마다 얼마나 찼는지 아래에 있습니다.
state-see-cause = 무엇이 쓰는지 보기
verdict-not-yet = 아직
verdict-counts = 판정별 프로세스 수
resource-cpu = CPU
resource-memory = 메모리
resource-disk = 디스크 { $mount }

## 한눈에: 판

scope-host = 호스트 전체
cpu-average = 1초 평균
cpu-cores = { $count }코어
cpu-load = 부하
cpu-user = 사용자
cpu-system = 시스템
cpu-iowait = 디스크 대기
cpu-steal = 빼앗김
memory-available = { $amount } 남음
disk-inodes = 아이노드 { $percent } %
axis-ago = { $age } 전
axis-now = 지금
history-label = { $what } 지난 { $span }: { $low }~{ $high } %
history-none = { $what } 지난 { $span }: 아직 기록이 없습니다
cores = 코어별
core-value = 코어 { $core }: { $value }
network = 네트워크
network-in = 받기
network-out = 보내기
network-interfaces = { $count ->
    [0] 없음
   *[other] 인터페이스 { $count }개
}
network-label = 네트워크 지난 { $span }: 최대 { $peak }
network-peak = 최대 { $peak }
pressure = 압력과 스왑
pressure-span = 지난 10초
pressure-cpu-some = CPU를 기다림
pressure-memory-some = 메모리를 기다림
pressure-memory-full = 모두 메모리를 기다림
pressure-io-some = 디스크를 기다림
pressure-io-full = 모두 디스크를 기다림
pressure-missing = 이 커널은 얼마나 기다리는지(PSI) 알려 주지 않습니다.
swap = 스왑
swap-none = 두지 않음
container = 컨테이너 안입니다
container-text = 계기는 호스트 전체를 보여 줍니다. 이 컨테이너가 쓸 수 있는 만큼은 옆에 적었습니다.
container-here = 이 컨테이너
container-host = 호스트
container-cpu = { $count }코어까지
container-no-limit = 제한 없음
disks = 디스크
disks-count = { $count }곳
disks-none = 마운트한 디스크가 없습니다.
disk-mount = 붙은 곳
disk-used = 쓴 만큼
disk-size = 크기
disk-inodes-short = 아이노드
disk-read = 읽기
disk-write = 쓰기
top-processes = 가장 바쁜 프로세스
top-processes-failed = 목록을 읽지 못했습니다. 2초마다 다시 읽습니다.
show-all = 모두 보기
own-cost-tick = 한 번 보는 데
collectors = 수집기
collector-load = 부하
collector-mounts = 디스크
collector-uptime = 켜진 시간
collector-own = 자기 자신
collector-cpu = CPU
collector-memory = 메모리
collector-network = 네트워크
collector-pressure = 압력
collector-processes = 프로세스
collector-sockets = 포트
collector-container = 컨테이너
outcome-ok = 정상
outcome-denied = 권한 없음
outcome-unsupported = 이 시스템에 없음
outcome-not_yet = 아직
outcome-failed = 읽지 못함
outcome-gone = 사라짐
outcome-slowed_down = 오래 걸려 늦춤
denied-sockets = 다른 사용자의 포트를 볼 수 없습니다. root로 실행하거나 CAP_SYS_PTRACE와 CAP_DAC_READ_SEARCH 권한을 주세요.
denied-processes = 다른 사용자의 프로세스를 다 볼 수 없습니다. root로 실행하거나 CAP_SYS_PTRACE와 CAP_DAC_READ_SEARCH 권한을 주세요.

gap-text-denied = 이 프로그램에 읽을 권한이 없습니다. root로 실행하거나 로그에 적힌 권한을 주세요.
gap-text-unsupported = 이 시스템에는 없는 값입니다.
gap-text-not_yet = 두 번 읽어야 알 수 있습니다. 1초 뒤에 나옵니다.
gap-text-gone = 재던 것이 사라졌습니다.
gap-text-failed = 읽지 못했습니다. 1초마다 다시 읽습니다. 까닭은 로그에 있습니다.
gap-text-unknown = 까닭을 알 수 없습니다.
