## 실시간 화면: ps --watch

watch-mood-good = 이상 없습니다
watch-mood-warn = 빠듯한 것이 있습니다
watch-mood-bad = 한계에 이른 것이 있습니다
watch-mood-looking = 살펴보는 중입니다
watch-mood-stale = 새 값을 기다립니다

watch-up = 켜진 지 { $uptime }
watch-memory-short = 메모리
watch-disk-short = 디스크

watch-count = { $count }개
watch-count-filtered = { $count }개 가운데 { $shown }개
watch-paused = 멈춤
watch-held = 차례 유지
watch-tree = 나무
watch-attention = 살펴볼 것만
watch-letter-safe = 안
watch-letter-caution = 주
watch-letter-danger = 위
watch-letter-urgent = 긴
watch-by-verdict = 판정 차례
watch-by-cpu = CPU 차례
watch-by-memory = 메모리 차례
watch-by-io = 디스크 차례
watch-by-pid = PID 차례
watch-by-name = 이름 차례
watch-by-user = 사용자 차례
watch-by-ports = 포트 차례
watch-by-age = 나이 차례
watch-column-share = 메모%
watch-column-io = 디스크
watch-column-unit = 유닛

watch-waiting = 1초 뒤에 첫 값이 나옵니다.
watch-nothing = 맞는 것이 없습니다. Esc로 필터를 지웁니다.
watch-too-small = { $columns }×{ $rows } 글자가 있어야 합니다. 지금은 { $width }×{ $height }입니다. 창을 키우거나 q를 누르세요.

## 마지막 줄

watch-filter = 필터
watch-filter-hint = 이름, PID, 포트, user:, unit:, is:denied   Enter 정하기, Esc 되돌리기
watch-filter-clear = / 고치기, Esc 지우기
watch-problem-number = { $field }: 뒤에는 숫자가 옵니다. { $word } 은(는) 아닙니다
watch-problem-is = is:{ $word } 은(는) 없습니다
watch-problem-verdict = { $word } 판정은 없습니다: safe, caution, danger, urgent
watch-key-help = 도움말
watch-key-filter = 필터
watch-key-attention = 살펴볼 것만
watch-key-mode = 판정 방식
watch-key-sort = 차례
watch-key-tree = 나무
watch-key-open = 자세히
watch-key-pause = 멈춤
watch-key-quit = 나가기
watch-key-back = 뒤로
watch-key-scroll = 넘기기
watch-key-parent = 부모

## 도움말

watch-help-title = 키, 필터, 표시
watch-help-keys = 키
watch-help-move = 아래, 위. 한 줄씩 또는 한 화면씩
watch-help-ends = 처음, 끝
watch-help-open = 고른 프로세스의 모든 것
watch-help-filter = 필터. 쓰는 동안 걸러집니다
watch-help-sort = 판정, CPU, 메모리, 디스크, PID, 이름, 사용자, 포트, 나이 차례. 한 번 더 누르면 뒤집힙니다
watch-help-reverse = 차례 뒤집기
watch-help-attention = 살펴볼 것만. 안전이 아닌 모든 것
watch-help-mode = 프로그램에 보통인 것을 고려한 판정(contextual)과 다섯 가지 기본 규칙만 쓰는 판정(strict)을 바꿉니다
watch-help-tree = 부모와 자식의 나무, 또는 평평하게
watch-help-fold = 가지 접기, 펴기, 모두 펴기
watch-help-pause = 모두 멈춰 두기, 다시 가기
watch-help-help = 이 도움말
watch-help-back = 한 걸음 뒤로. 더 없으면 나갑니다
watch-help-quit = 나가기
watch-help-suspend = 뒤로 보내기(fg로 돌아옵니다), 모두 다시 그리기
watch-help-words = 필터의 말. 모두 맞는 것만 남습니다
watch-help-text = 이름, 실행 파일, 명령줄 안에 있음
watch-help-number = 그 PID 또는 그 포트
watch-help-port = 그 가운데 하나에서 기다림
watch-help-pids = 그 프로세스, 그 자식, 그 사용자
watch-help-user = 그 사용자의 것(이름 또는 UID)
watch-help-fields = 그 항목 안에 있음
watch-help-verdicts = 그렇게 판정된 것: safe, caution, danger, urgent
watch-help-not = 아님
watch-help-signs = 표시
watch-help-unjudged = 아직 판정하지 않음
watch-help-unread = 읽지 못함. 까닭은 자세히에 있습니다
watch-help-none = 없음
watch-help-cpu = 100 %는 코어 하나 전부입니다. 커서를 옮긴 뒤 5초 동안 줄이 자리를 지킵니다

## 프로세스 하나를 자세히

watch-section-judged = 무엇을 하는지, 안전한지
watch-section-what = 무엇인가
watch-section-now = 지금 어떤가
watch-section-command = 명령줄 (비밀은 가림)
watch-section-ports = 기다리는 곳
watch-section-family = 누가 시작했나
watch-section-unseen = 보지 못한 것
watch-fact-role = 역할
watch-fact-why = 까닭
watch-fact-advice = 할 일
watch-fact-name = 이름
watch-fact-exe = 실행 파일
watch-fact-user = 사용자
watch-fact-started = 시작
watch-fact-unit = 유닛
watch-fact-container = 컨테이너
watch-fact-tty = 터미널
watch-fact-key = 키
watch-fact-cpu = CPU
watch-fact-memory = 메모리
watch-fact-disk = 디스크
watch-fact-state = 상태
watch-fact-threads = 스레드
watch-fact-verdict = 판정
watch-fact-command = 명령줄
watch-fact-ports = 포트
watch-none-unit = 유닛 없음
watch-none-container = 컨테이너 밖
watch-none-tty = 터미널 없음
watch-exe-deleted = 시작한 뒤에 파일이 지워지거나 바뀌었습니다. 업데이트 뒤라면 다시 시작하면 됩니다.
watch-disk-rates = 읽기 { $read }, 쓰기 { $written }
watch-ended = 이 프로세스는 끝났습니다. 아래는 마지막으로 본 것입니다.
watch-no-arguments = 인자가 없습니다.
watch-no-ports = 기다리는 연결이 없습니다.
watch-reach-public = 밖에서 누구나 닿을 수 있음. 방화벽은 보지 않았습니다
watch-reach-private = 내부망에서 닿을 수 있음. 클라우드가 밖으로 이을 수 있습니다
watch-reach-loopback = 이 서버에서만
watch-netns = 따로 둔 네트워크 { $netns }
watch-more = { $count }개 더
watch-all-seen = 모두 보았습니다.
watch-denied-help = root로 실행하거나 { $capabilities } 을(를) 주세요

watch-state-running = 도는 중
watch-state-sleeping = 일이 생길 때까지 쉼
watch-state-waiting = 디스크나 드라이버를 기다림. 멈출 수 없음
watch-state-stopped = 신호나 디버거가 세움
watch-state-zombie = 끝남. 부모가 아직 종료 코드를 묻지 않음
watch-state-dead = 끝나는 중
watch-state-other = 모름

## 잘못될 때

watch-no-json = --watch 는 화면을, --json 은 문서를 냅니다. 하나만 고르세요. 문서는: server-monitor ps --json
watch-no-terminal = --watch 에는 { $stream } 에 터미널이 있어야 합니다. 터미널 없이 보려면: server-monitor ps
watch-dumb = --watch 에는 커서를 옮길 수 있는 터미널이 있어야 하는데 TERM이 { $term } 입니다. 터미널 없이 보려면: server-monitor ps
watch-ended-sampling = 이 프로그램의 결함 때문에 수집이 끝났습니다. 다시 시작하고, 위에 적힌 것을 알려 주십시오
watch-terminal-failed = 터미널을 준비할 수 없습니다: { $error }
