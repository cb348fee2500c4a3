## 키의 뜻: config-key-<이름>

config-key-listen = 서버가 기다릴 곳. 하나 또는 여럿
config-key-base_path = 모든 주소 앞에 붙는 경로. 프록시가 폴더를 하나 내줄 때 씁니다
config-key-trusted_proxies = X-Forwarded 헤더를 믿을 프록시. 비우면 아무도 믿지 않습니다
config-key-allowed_hosts = 주소와 localhost 말고 브라우저가 이 서버를 부르는 이름
config-key-metrics_allow = 토큰 없이 /metrics 를 읽을 수 있는 곳. 비우면 아무도 읽지 못합니다
config-key-socket_group = 유닉스 소켓에 연결할 수 있는 그룹. 예: nginx의 그룹
config-key-state_dir = 사용자, 토큰, 감사 기록을 두는 폴더. 다른 사람은 볼 수 없습니다
config-key-lang = 터미널의 언어. 서버가 처음 쓰는 언어이기도 합니다
config-key-debug = 문제를 찾을 때 로그를 더 자세히 남깁니다
config-key-cpu_warn = CPU가 빠듯해지는 퍼센트
config-key-cpu_bad = CPU가 한계에 이르는 퍼센트
config-key-memory_warn = 메모리가 빠듯해지는 퍼센트
config-key-memory_bad = 메모리가 한계에 이르는 퍼센트
config-key-disk_warn = 디스크가 빠듯해지는 퍼센트
config-key-disk_bad = 디스크가 한계에 이르는 퍼센트
config-key-mode = 프로세스를 판정하는 방식. 그 프로그램다운지를 보거나, 표를 글자 그대로 따릅니다
config-key-standard_paths = 운영체제가 프로그램을 두는 폴더
config-key-services = 지켜볼 서비스
config-key-logs = 지켜볼 로그. id와, 그것이 가리키는 파일 또는 유닛
config-key-mongo_url = 정책과 규칙을 두고 감사 기록의 사본도 두는 데이터베이스. 없으면 상태 폴더에 둡니다
config-key-db_name = 그 데이터베이스의 이름
config-key-collection_name = 알려진 프로세스를 담는 컬렉션

## 키가 받는 값: config-expected-<종류>

config-expected-listen = ADDR:PORT 또는 unix:/PATH 로 쓰세요. 예: "127.0.0.1:8000". 여럿이면 목록으로 씁니다
config-expected-base-path = "/monitor" 같은 경로로 쓰세요. 영문자, 숫자, - . _ ~ 만 쓸 수 있습니다
config-expected-networks = 주소나 대역의 목록으로 쓰세요. 예: ["127.0.0.1", "10.0.0.0/8"]
config-expected-proxies = 주소, 대역, unix(유닉스 소켓을 열 수 있는 누구나)의 목록으로 쓰세요. 예: ["127.0.0.1", "unix"]
config-expected-hosts = 포트 없는 호스트 이름의 목록으로 쓰세요. 예: ["monitor.example.org"]
config-expected-name = 빈칸과 빗금이 없고 - 로 시작하지 않는 이름으로 쓰세요
config-expected-directory = ".." 이 없는 절대 경로로 쓰세요. 예: "/var/lib/server-monitor"
config-expected-directories = 절대 경로의 목록으로 쓰세요. 예: ["/usr", "/opt"]
config-expected-names = 이름의 목록으로 쓰세요. 예: ["nginx", "sshd"]
config-expected-logs = id와 파일 또는 유닛의 표로 쓰세요. 예: {"{"} web = "/var/log/nginx/error.log", ssh = "sshd.service" {"}"}
config-expected-mode = "contextual" 또는 "strict" 로 쓰세요
config-expected-lang = "ko" 또는 "en" 으로 쓰세요
config-expected-percent = 0에서 100 사이의 수를 따옴표 없이 쓰세요
config-expected-switch = true 또는 false 로 쓰세요
config-expected-mongo-url = mongodb:// 또는 mongodb+srv:// 로 시작하는 주소로 쓰세요
config-expected-collection = "known_processes" 같은 이름으로 쓰세요. $ 를 넣거나 system. 으로 시작할 수 없고, audit, process_rules, _removed 로 끝나는 이름은 이 프로그램의 다른 기록을 담는 곳이라 쓸 수 없습니다

## 값이 온 곳: config-origin-<말>

config-origin-default = 기본값
config-origin-file = 파일
config-origin-dotenv = .env 파일
config-origin-environment = 환경 변수
config-origin-flag = 명령줄

## 잘못된 것

config-error-unreadable = { $path }: 읽을 수 없습니다: { $error }
config-error-no-text = { $path }: 설정 파일이 아닙니다. 1 MiB 보다 크거나 UTF-8이 아닙니다
config-error-syntax = { $place }: TOML이 아닙니다: { $message }
config-error-unknown-key = { $place }: { $key } 라는 키는 없습니다. 가장 가까운 키: { $nearest }
config-error-malformed = { $place }: { $key } 의 값이 { $got } 일 수 없습니다. { $expected }
config-error-thresholds = { $place }: { $warn }({ $warn_value })은 { $bad }({ $bad_value })보다 작아야 합니다
config-error-help = server-monitor config show 가 모든 키와 값, 그 값이 온 곳을 보여 줍니다

dotenv-stranger = { $path } 을(를) 쓰지 않습니다. 사용자 번호 { $uid } 의 것이고, root나 당신의 것이 아닙니다
dotenv-writable = { $path } 을(를) 쓰지 않습니다. 다른 사람이 쓸 수 있습니다(모드 { $mode }). 이렇게 하세요: chmod 600 { $path }
dotenv-no-file = { $path } 을(를) 쓰지 않습니다. 보통 파일이 아닙니다
dotenv-unreadable = { $path } 을(를) 쓰지 않습니다. 읽을 수 없거나, 64 KiB 보다 크거나, UTF-8이 아닙니다
dotenv-line = { $path } 을(를) 쓰지 않습니다. { $line }번째 줄이 NAME=value 꼴이 아닙니다

config-ok = 설정에 문제가 없습니다: { $path }
config-ok-no-file = 설정에 문제가 없습니다. { $path } 파일이 없어 기본값을 씁니다.

## docs/CONFIGURATION.md 의 표

config-table-key = 키
config-table-flag = 명령줄
config-table-env = 환경 변수
config-table-default = 기본값
config-table-takes = 값
config-table-meaning = 뜻
config-table-reload = SIGHUP으로 바뀜
config-table-live = 예
config-table-restart = 다시 시작해야 함
