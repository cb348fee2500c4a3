### 정리 화면: 끝내도 되는 것과 그대로 둘 것, 여럿을 한 번에 끝내는 계획과 결과.

view-cleanup = 정리
cleanup-title = 정리
cleanup-text = 끝내도 되는 것을 모았습니다. 끝내기 전에 계획을 먼저 보여 드립니다.
cleanup-memory-now = 메모리, 지금
cleanup-memory-after = 정리한 뒤
cleanup-memory-label = 메모리 { $now }%, 고른 것을 정리한 뒤 { $after }%
cleanup-tidy = 정리할 수 있음
cleanup-tidy-meta = { $count }개 · { $size }
cleanup-system = 시스템
cleanup-system-meta = { $count }개 · 건드리지 않음
cleanup-system-show = 왜 그대로 두는지 보기
cleanup-system-hide = 접기
cleanup-system-text = 서비스, 커널, 다른 사람의 것, 그리고 판단할 수 없는 것입니다. 여기서는 끝낼 수 없습니다.
cleanup-system-more = { $count }개 더 보기
cleanup-system-none = 그대로 둘 것이 없습니다.

cleanup-group-unused = 오래 안 씀
cleanup-group-orphan = 남겨진 것
cleanup-group-memory_hog = 메모리 많음
cleanup-group-background = 백그라운드
cleanup-group-user_app = 사용자 앱

cleanup-pick = { $name } 고르기
cleanup-pick-group = { $why } 모두 고르기
cleanup-open = { $name } 자세히
cleanup-picked = { $count }개 골랐습니다
cleanup-picked-none = 고른 것이 없습니다
cleanup-most = 한 번에 { $count }개까지 고를 수 있습니다
cleanup-frees = 메모리 { $size }를 돌려받습니다
cleanup-frees-unknown = 크기를 모르는 것 { $count }개
cleanup-plan = 종료 계획 보기
cleanup-clear = 모두 놓기
cleanup-viewer = 보기만 할 수 있는 계정입니다. 정리하려면 관리자에게 operator 역할을 요청하세요.

cleanup-loading = 무엇을 정리할 수 있는지 살펴보고 있습니다
cleanup-failed = 목록을 읽지 못했습니다
cleanup-none-title = 정리할 것이 없습니다
cleanup-none = 끝내도 되는 프로세스가 지금은 없습니다.
cleanup-refresh = 다시 살펴보기

cleanup-plan-title = { $count }개 종료 계획
cleanup-plan-loading = 하나씩 계획을 세우고 있습니다: { $done } / { $count }
cleanup-plan-each = 하나씩 따로 판단하고 따로 끝냅니다. 하나가 거절되어도 나머지는 계속합니다.
cleanup-plan-end = { $count }개 끝내기
cleanup-plan-refused = { $count }개는 끝낼 수 없어 남습니다
cleanup-plan-gone = { $count }개는 그사이 끝났습니다
cleanup-plan-none = 끝낼 것이 남지 않았습니다
cleanup-plan-children = 자식이 있는 것 { $count }개: 자식은 남습니다
cleanup-plan-sockets = 닫히는 포트: { $ports }
cleanup-plan-files = 쓰려고 연 파일이 있는 것 { $count }개
cleanup-plan-restarts = 다시 시작되는 것 { $count }개
cleanup-plan-lockout = 내 접속이 끊길 수 있습니다
cleanup-plan-gap = 다 볼 수 없었던 것 { $count }개
cleanup-plan-harmless = 자식, 포트, 쓰려고 연 파일이 없습니다
cleanup-running-title = 끝내는 중입니다
cleanup-done = { $count }개를 끝냈습니다
cleanup-done-freed = { $count }개를 끝내고 메모리 { $size }를 돌려받았습니다
cleanup-done-rest = 거절 { $refused }개, 그 밖에 { $other }개
cleanup-done-none = 아무것도 끝내지 못했습니다
cleanup-row-waiting = 기다림
cleanup-row-running = 끝내는 중
cleanup-row-refused = 남겨 둠
cleanup-rows = 하나씩
