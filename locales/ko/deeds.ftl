### 프로세스를 종료하거나 멈추거나 다시 움직인 결과. API와 명령줄이 함께 씁니다.

## 어떻게 되었는지. $name은 그 프로세스

deed-ended = { $name } 프로세스가 요청을 받고 스스로 끝났습니다.
deed-killed = { $name } 프로세스가 요청을 받고도 끝나지 않아 강제로 종료했습니다.
deed-gone = { $name } 프로세스는 신호를 보내기 전에 이미 끝나 있었습니다.
deed-came_back = { $name } 프로세스가 끝났지만 같은 프로그램이 그 자리에 다시 시작되었습니다.
deed-still_there = { $name } 프로세스가 아직 남아 있습니다.
deed-interrupted = 결과가 나오기 전에 server-monitor가 멈췄습니다. { $name } 프로세스에 끝내 달라고 요청했지만, 강제로 종료하지는 않았습니다.
deed-paused = { $name } 프로세스가 멈춰 있습니다. 메모리와 포트는 그대로 가지고 있습니다.
deed-resumed = { $name } 프로세스가 다시 움직입니다.

## 덧붙여 알릴 것

deed-remark-zombie = { $name } 프로세스는 이미 끝났고 목록에만 남아 있습니다. 부모인 { $parent }(PID { $pid })이(가) 거두거나 끝나면 사라집니다.
deed-remark-uninterruptible = 커널 안에서 무언가를, 대개 장치나 네트워크 디스크를 기다리고 있어(상태 D), 그 일이 끝날 때까지는 어떤 신호도 받지 못합니다.
deed-remark-was_stopped = 멈춰 있던 프로세스라서, 요청을 받을 수 있게 먼저 다시 움직이게 했습니다.
deed-remark-by_itself = { $name } 프로세스는 요청을 받기 전에 스스로 끝났습니다.
deed-remark-no_kill = 그사이 사정이 바뀌어 강제로 종료하지 않았습니다: { $reason }
deed-remark-restarted = { $by }이(가) 다시 시작했습니다.

## 판단에 필요한 사실 가운데 읽지 못한 것

deed-fact-relation = 이 프로그램과의 관계
deed-fact-kernel_thread = 커널의 일부인지
deed-fact-cgroup = 속한 cgroup
deed-fact-user_namespace = 사용자 네임스페이스
deed-fact-uids = 사용자 번호
deed-fact-login_users = 사람이 쓰는 사용자 번호의 범위
deed-fact-nobody = nobody의 사용자 번호
deed-fact-exe = 실행 파일
deed-fact-process = 프로세스 자체
deed-fact-account = 계정
deed-fact-session = 세션
deed-fact-service_host = 서비스를 담고 있는지
deed-fact-signature = 서명
deed-fact-parents = 무엇이 시작했는지
deed-fact-package = 어느 패키지에서 왔는지
deed-fact-arguments = 무엇을 실행하는지 알려 주는 인자
deed-fact-name = 계속 바뀌는 이름

## 다시 시작되는 것을 끝내는 대신 할 일

deed-restarter-unit = { $by }({ $name })
deed-restarter-container = 컨테이너 관리 도구({ $name })
deed-restarter-parent = { $name }(PID { $pid })
deed-lockout = 지금 접속이 { $name }(PID { $pid })을(를) 거치고 있어서, 끝내면 접속도 끊깁니다.

## API의 문제: problem-<code>-title, problem-<code>-detail

problem-refused-title = 이 프로세스는 그대로 둡니다
problem-refused-detail = { $reason }

problem-protected_member-title = 아래에 그대로 두어야 할 프로세스가 있어 묶음 전체를 그대로 둡니다
problem-protected_member-detail = { $name }({ $key }): { $reason }

problem-bare_pid-title = PID만으로는 부족합니다
problem-bare_pid-detail = 프로세스가 끝나면 그 PID는 다른 프로세스의 것이 됩니다. GET /api/v1/processes가 알려 주는 대로 PID-STARTED로 적으세요. { $pid }만으로는 지금 누구인지 알 수 없습니다.

problem-changed_since_plan-title = 계획을 본 뒤로 달라졌습니다
problem-changed_since_plan-detail = 계획에서 본 것이 더는 맞지 않아 아무것도 하지 않았습니다. 새 계획을 먼저 보세요.

problem-denied-title = 운영체제가 허락하지 않습니다
problem-denied-detail = 이 프로그램은 그 프로세스에 신호를 보낼 수 없습니다. 프로세스의 소유자나 루트로 실행하세요.

problem-failed-title = 하지 못했습니다
problem-failed-detail = 운영체제가 다른 까닭으로 거절했습니다. 까닭은 서버 로그에 있습니다.

problem-audit_unavailable-title = 감사 기록을 쓸 수 없습니다
problem-audit_unavailable-detail = 기록할 수 없는 일은 하지 않으므로 아무것도 하지 않았습니다. 까닭은 서버 로그에 있으며, 디스크가 가득 찬 때가 많습니다.

problem-busy-title = 한꺼번에 너무 많습니다
problem-busy-detail = 지금 다른 프로세스들을 정리하고 있습니다. 잠시 뒤 다시 시도하세요.

problem-stopping-title = 서버가 멈추는 중입니다
problem-stopping-detail = 새로운 일은 시작하지 않습니다. 서버가 다시 시작된 뒤에 시도하세요.
