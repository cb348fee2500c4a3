### 터미널: 프로세스 하나를 위에서 아래로 설명하는 말과 규칙 목록

explain-role = 역할
explain-state = 상태
explain-role-unknown = 카탈로그가 모르는 프로그램입니다. 누가 가져왔는지 확인하세요.
explain-role-mismatch = 이름은 { $program }이지만 경로가 다릅니다. 실제로 무엇인지는 알 수 없습니다.
explain-role-untrusted = 이름은 { $program }이지만 다른 사람이 파일을 바꿀 수 있습니다. 실제로 무엇인지는 알 수 없습니다.
explain-role-runs = { $script } 파일을 실행합니다.
explain-state-now = CPU { $cpu } · 메모리 { $memory } · 시작한 지 { $age } · 사용자 { $user }

explain-why = { $verdict } 판정의 까닭
explain-advice = 할 일
explain-noticed = 발견한 것
explain-noted = 알아 둘 점(판정에 영향 없음): { $titles }
explain-evidence = 증거
explain-means = 뜻
explain-do = 대처
explain-wrong = 틀릴 때

explain-facts = 무엇이 돌고 있는지
explain-exe = 실행 파일
explain-exe-deleted = { $path } (시작한 뒤 지워졌거나 바뀜)
explain-package = 패키지
explain-package-none = 이 시스템의 어느 패키지에도 들어 있지 않음
explain-command = 명령
explain-category = 분류
explain-app = 속한 곳
explain-unit = 유닛
explain-container = 컨테이너
explain-tty = 터미널
explain-user = 사용자
explain-started = 시작
explain-key = 키
explain-argument-more = … 인자 { $count }개 더

explain-ports = 포트
explain-port-unknown = 알려진 서비스의 포트가 아닙니다.
explain-port-unowned = 이 포트에 주인을 볼 수 없는 소켓이 있습니다
explain-port-unowned-root = 주인이 없는 소켓입니다. NFS나 WireGuard처럼 커널이 직접 엽니다.
explain-port-unowned-help = 누가 기다리는지 이 사용자에게는 보이지 않습니다. root로 실행하거나 { $capabilities } 권한을 주세요.
explain-port-head = 포트 { $port }

explain-started-by = 누가 시작했는지

explain-unseen = 볼 수 없었던 것
explain-unseen-fact = { $facts }: { $why }
explain-unseen-rule = { $rules }: 보지 못함, { $why }
explain-unseen-help = root로 실행하거나 { $capabilities } 권한을 주세요.
explain-all-seen = 모두 보았습니다.

explain-verdict = 판정에 이른 길
explain-known-expected = 카탈로그가 알고({ $program }) 설치되는 자리에 있음
explain-known-unstated = 카탈로그가 이름으로 앎({ $program }). 정해진 경로는 없음
explain-known-from-anywhere = 실행기나 도구({ $program })이며 root나 그 사용자만 쓸 수 있는 경로에 있음
explain-known-unseen = 이름으로만 앎({ $program }). 실행 파일을 볼 수 없었음
explain-known-name = 이름으로만 앎({ $program })
explain-known-itself = 자신의 PID로 아는 이 프로그램 자신
explain-known-noted = 이 서버의 정책이 이름으로 앎({ $name })
explain-unknown-noted = 정책에 이름({ $name })은 있지만 경로가 다르거나 다른 사람이 파일을 바꿀 수 있어 모르는 것으로 봄
explain-unknown = 카탈로그가 모름
explain-unknown-mismatch = { $program }의 이름을 빌렸지만 경로가 달라 모르는 것으로 봄
explain-unknown-untrusted = { $program }의 이름을 빌렸지만 다른 사람이 파일을 바꿀 수 있어 모르는 것으로 봄
explain-worst = 가장 심각한 발견은 { $severity } { $rule }
explain-worst-none = 발견한 것 없음
explain-follows = { $known } · { $worst } → { $verdict }

explain-nothing = 여기에 { $query } 없음: 이런 PID, 포트, 경로, 유닛, 컨테이너, 이름의 프로세스가 없습니다. 커널 스레드는 다루지 않습니다
explain-nothing-port = 이 사용자가 볼 수 있는 범위에서 포트 { $port }에서 기다리는 프로세스가 없습니다
explain-empty = 무엇을 설명할지 쓰세요: PID, :포트, /경로, 유닛, 컨테이너, 이름
explain-bad-port = { $query } 포트가 아닙니다. : 뒤에 1부터 65535까지의 수를 쓰세요
explain-more = 같은 물음에 맞는 것 { $count }개 더:
explain-more-cut = … { $count }개 더 있습니다. PID로 하나를 고르거나 모두 보세요: server-monitor explain { $query } --json
explain-found-pid = PID { $query }
explain-found-port = 포트 { $query }에서 기다리는 것
explain-found-path = { $query } 실행 중인 것
explain-found-unit = 유닛 { $query } 안에서 도는 것
explain-found-container = 컨테이너 { $query } 안에서 도는 것
explain-found-name = 이름이 { $query }
explain-found-part = 이름이 { $query }인 것은 없고, 이름에 이 말이 든 것
explain-found = { $count }개 찾음, { $how }, 심각한 것부터

help-explain = 프로세스를 설명합니다. 무엇인지, 왜 그렇게 판정했는지, 무엇을 하면 되는지
arg-explain-query = PID, :포트, /경로, 유닛, 컨테이너, 이름. 이 차례로 찾습니다
arg-mode = 판정하는 방식: contextual(프로그램에 보통인 것을 고려) 또는 strict(다섯 가지 기본 규칙만)

help-rules = 프로세스를 판정하는 규칙
help-rules-list = 규칙을 나열합니다. 무엇을 보는지, 왜 중요한지, 언제 틀리는지, 무엇을 하면 되는지
rules-sees = 보는 것
rules-why = 까닭
rules-wrong = 틀릴 때
rules-do = 대처
rules-reads = 읽는 것
rules-strict = strict 방식에도 있음
rules-gravest = 가장 심하면 { $severity }

## docs/RULES.md

rules-document = 프로세스를 판정하는 규칙입니다. 발견마다 규칙 하나의 이름이 붙고, 가장 심각한 발견과 알려진 프로그램인지가 판정을 정합니다.
rules-document-table = | 규칙 | 가장 심하면 | strict 방식 | 읽는 것 | 버전 |
rules-document-yes = 예
rules-document-no = 아니요
