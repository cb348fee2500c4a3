## 프로세스 화면: 목록

processes-title = 프로세스
processes-count = 프로세스 { $total }개
processes-count-filtered = 프로세스 { $total }개 중 { $shown }개
processes-count-apps = 앱 { $apps }개로 묶은 { $text }
processes-count-tree = 나무로 묶음
processes-list = 프로세스 목록

processes-filter = 프로세스 거르기
processes-filter-hint = 이름, PID, user:, port:
processes-filter-clear = 거르기 지우기
processes-chip-unknown = 모르는 것
processes-chip-public = 밖에 열림
processes-chip-denied = 못 본 것 있음
processes-chip-deleted = 파일 지워짐
processes-apps = 앱으로 묶기
processes-flat = 한 줄씩
processes-tree = 나무로 보기
processes-help = 도움말
processes-sort-by = 정렬 기준
processes-sort-up = 오름차순
processes-sort-down = 내림차순

processes-problem-number = { $field }: 다음에는 숫자를 쓰세요. 예: { $field }:80,443 또는 { $field }:8000-8999. 지금 쓴 것: { $word }
processes-problem-verdict = verdict: 다음에 { $word } 은(는) 쓸 수 없습니다. 쓸 수 있는 말: { $words }
processes-problem-is = is:{ $word } 은(는) 없는 말입니다. 쓸 수 있는 말: { $words }

processes-column-verdict = 판정
processes-column-name = 이름
processes-column-command = 명령줄
processes-column-role = 하는 일
processes-column-pid = PID
processes-column-user = 사용자
processes-column-cpu = CPU %
processes-column-memory = 메모리
processes-column-io = 디스크 읽기·쓰기
processes-column-io-short = 디스크
processes-column-ports = 여는 포트
processes-column-start = 나이

processes-not-judged = 아직 판정하지 않음
processes-read = 읽기
processes-write = 쓰기
processes-idle = 없음
processes-more-ports = { $count }개 더
processes-ended = 끝남
processes-ended-said = { $name }(PID { $pid }) 프로세스가 끝났습니다. 줄을 옮기면 목록에서 사라집니다.
processes-leads-to = 찾은 것의 부모
processes-fold = 가지 접기
processes-unfold = 가지 펴기
processes-members = 프로세스 { $count }개
processes-folded = +{ $count }
processes-level = { $level }단계 아래
processes-deleted-file = 실행 파일이 지워짐

processes-loading-title = 읽는 중입니다
processes-loading = 첫 값은 1초 뒤에 나옵니다. CPU는 두 번 읽어야 알 수 있습니다.
processes-unreached-title = 서버에 닿지 않습니다
processes-unreached = 연결되면 목록이 저절로 나타납니다.
processes-empty-title = 맞는 프로세스가 없습니다
processes-empty = 거르기를 지우거나 다른 말로 찾아보세요.
processes-none-title = 보이는 프로세스가 없습니다
processes-none = /proc 이 가려져 있을 수 있습니다. 서버를 root로 실행하거나 /proc 마운트의 hidepid를 확인하세요.

processes-denied = 다른 사용자의 것이라 볼 수 없음: { $facts }
processes-denied-fact = { $fact } { $count }개
processes-denied-fix = 권한 주는 법

## 노출

processes-exposure-public = 공개
processes-exposure-private = 내부망
processes-exposure-loopback = 이 서버만
processes-exposure-unknown = 주소 모름

## 도움말

processes-help-title = 찾기와 단축키
processes-help-keys = 단축키
processes-help-key-filter = 찾기로 가기
processes-help-key-move = 아래로, 위로
processes-help-key-fold = 가지 접기, 펴기(나무로 볼 때)
processes-help-key-ends = 처음, 끝
processes-help-key-open = 자세히 보기
processes-help-key-close = 닫기, 찾기 지우기
processes-help-key-help = 이 도움말
processes-help-words = 찾는 말
processes-help-words-note = 여러 말을 쓰면 모두 맞는 것만 남습니다. 적은 그대로 찾고, 정규식은 쓰지 않습니다.
processes-help-text = 이름, 실행 파일, 명령줄에 있는 말
processes-help-quoted = 빈칸이 든 말
processes-help-number = 그 PID 또는 그 포트
processes-help-port = 그 포트를 여는 것
processes-help-user = 그 사용자의 것(이름 또는 UID)
processes-help-fields = 그 항목에 든 말
processes-help-verdict = 그 판정을 받은 것
processes-help-is = 상태
processes-help-not = 아닌 것
processes-help-signs = 포트 앞 그림
processes-help-order = 포인터나 초점이 목록 안에 있으면 5초 동안 순서를 그대로 둡니다.

## 서랍: 한 프로세스

processes-drawer-age = { $age }째
processes-copy-line = 한 줄 복사
processes-copy-command = 명령줄 복사
processes-copy-path = 경로 복사

processes-section-what = 모든 값
processes-section-now = 지금 상태
processes-section-why = 왜 그렇게 판단했나
processes-section-command = 명령줄
processes-section-ports = 여는 포트
processes-section-family = 누가 시작했나
processes-section-unseen = 보지 못한 것

processes-fact-name = 이름
processes-fact-exe = 실행 파일
processes-fact-cmdline = 명령줄
processes-fact-user = 사용자
processes-fact-parent = 부모
processes-fact-start = 시작
processes-fact-cpu = CPU
processes-fact-memory = 메모리
processes-fact-disk = 디스크
processes-fact-ports = 포트
processes-fact-unit = 유닛
processes-fact-container = 컨테이너
processes-fact-tty = 터미널
processes-fact-key = 키

processes-user-uid = UID { $uid }
processes-user-nameless = 이름 없는 사용자, UID { $uid }
processes-none-unit = 유닛에 속하지 않음
processes-none-container = 컨테이너 밖
processes-none-tty = 터미널 없음
processes-none-parent = 부모 없음
processes-parent-gone = PID { $pid }, 이미 끝남
processes-exe-deleted = 실행한 뒤 파일이 지워졌거나 바뀌었습니다. 그것이 무엇을 뜻하는지는 위의 판정에 있습니다.
processes-no-arguments = 인자가 없습니다.
processes-arguments = 인자 { $count }개. 비밀로 보이는 값은 서버가 읽을 때 가립니다.
processes-arguments-more = 나머지 { $count }개 보기
processes-argument-long = 끝까지 보기

processes-cpu-note = 코어 하나를 다 쓰면 100 %
processes-memory-note = 전체 메모리의 { $percent } %
processes-trail = 지난 2분 { $fact }: 지금 { $now }, 가장 높을 때 { $top }
processes-trail-empty = 지난 2분 { $fact }: 아직 모은 값이 없습니다
processes-trail-top = 가장 높을 때 { $top }
processes-trail-from = 2분 전
processes-trail-to = 지금

processes-why-not-yet = 아직 판정하지 않았습니다. 1초 뒤에 이유와 근거, 할 일이 이곳에 나옵니다.

processes-no-ports = 밖의 연결을 기다리는 포트가 없습니다.
processes-socket-port = 포트
processes-socket-address = 주소
processes-socket-network = 네트워크
processes-socket-reach = 닿는 곳
processes-socket-every = 모든 주소
processes-netns-host = 서버와 같음
processes-netns-other = 따로: { $netns }
processes-reach-public = 바깥 어디서나. 방화벽은 아직 보지 않았습니다.
processes-reach-private = 같은 내부망. 클라우드가 밖으로 이어 줄 수 있습니다.
processes-reach-loopback = 이 서버 안에서만

processes-family-self = 이 프로세스
processes-children = 자식 { $count }개
processes-no-children = 자식이 없습니다.
processes-children-more = 나머지 { $count }개 보기

processes-unseen-none = 모두 보았습니다.
processes-reason-denied = 권한이 없음
processes-reason-unsupported = 이 시스템에는 없음
processes-reason-not_yet = 아직
processes-reason-gone = 이미 끝남
processes-reason-failed = 읽지 못함
processes-remedy-ptrace = 서버를 root로 실행하거나 CAP_SYS_PTRACE 권한을 주세요.
processes-remedy-ptrace_and_read = 서버를 root로 실행하거나 CAP_SYS_PTRACE와 CAP_DAC_READ_SEARCH 권한을 주세요.
processes-remedy-proc_mount = /proc 이 hidepid로 가려져 있습니다. 서버를 root로 실행하거나 그 마운트의 gid 그룹에 넣으세요.
processes-remedy-wait = 다음 읽기에서 나옵니다.
processes-remedy-none = 이 서버에서는 알 수 없습니다. 다른 값은 그대로 맞습니다.

processes-gone-title = 끝난 프로세스입니다
processes-gone-now = 끝났습니다. 아래는 마지막으로 본 값입니다.
processes-gone = 이 프로세스는 이미 끝났습니다. 같은 번호를 다른 프로세스가 쓸 수 있지만 이것과는 다릅니다.
processes-unknown-title = 본 적 없는 프로세스입니다
processes-unknown = 이 서버가 켜진 뒤로 이 키를 본 적이 없습니다. 주소가 다른 서버의 것일 수 있습니다.
processes-fetch-title = 프로세스를 읽지 못했습니다
processes-fetch-loading = 찾는 중입니다
processes-retry = 다시 읽기
processes-back = 목록으로
