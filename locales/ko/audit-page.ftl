## 감사 기록 화면

view-audit = 감사
audit-title = 감사 기록
audit-about = 누가 무엇을 했는지와 모든 거절
audit-list = 적힌 것, 새것부터
audit-filter = 감사 기록에서 찾기
audit-filter-hint = 누가, 무엇을, 이름, 까닭
audit-filter-clear = 찾기 지우기
audit-kind = 종류
audit-kind-all = 모두
audit-kind-deeds = 프로세스
audit-kind-policies = 정책
audit-kind-autopilot = 자동 정리
audit-kind-access = 로그인
audit-kind-people = 사용자와 토큰
audit-refused = 되지 않은 것만
audit-of-name = 대상 { $name }
audit-of-name-clear = 모든 대상 보기
audit-column-at = 때
audit-column-actor = 누가
audit-column-action = 무엇을
audit-column-about = 대상
audit-column-outcome = 결과
audit-today = 오늘
audit-no-day = 때를 모름
audit-from = { $address }에서
audit-actor-user = 사용자
audit-actor-token = 토큰
audit-actor-cli = 명령줄
audit-actor-rule = 규칙
audit-actor-program = 프로그램
audit-actor-anonymous = 알 수 없는 사람
audit-outcome-ok = 됨
audit-outcome-refused = 거절
audit-outcome-failed = 실패
audit-outcome-intended = 예고
audit-to-process = 프로세스 { $key } 자세히
audit-to-policy = { $name }의 정책
audit-read-so-far = { $count }개를 살펴봤습니다
audit-read-back-to = { $at }까지
audit-earlier = 이전 기록 더 보기
audit-earlier-asking = 읽는 중입니다
audit-beginning = 감사 기록의 맨 처음입니다.
audit-none = 아직 적힌 것이 없습니다.
audit-none-title = 감사 기록이 비어 있습니다
audit-nothing-title = 아직 그런 기록이 없습니다
audit-nothing = 살펴본 기록 가운데 맞는 것이 없습니다. 더 앞의 기록을 보거나 다르게 찾아보세요.
audit-nothing-at-all = 감사 기록 전체에 맞는 것이 없습니다.
audit-failed-title = 감사 기록을 읽지 못했습니다
audit-loading = 감사 기록을 읽는 중입니다
audit-viewer-title = 감사 기록은 운영자와 관리자가 봅니다
audit-viewer = 지금 역할은 ‘{ $role }’입니다. 필요하면 관리자에게 운영 역할을 부탁하세요.
audit-missing = 아래 기록 사이에 { $count }개가 빠져 있습니다.
audit-missing-text = 기록에는 빠짐없이 번호가 붙고 이 프로그램은 기록을 지우지 않습니다. 어디서 끊겼는지는 `server-monitor audit --check`가 알려 줍니다.
audit-settings = 누가 무엇을 했는지와 모든 거절은 따로 마련한 화면에 있습니다.
audit-settings-open = 감사 기록 열기
audit-by-actor = { $name }이(가) 한 일
audit-by-actor-clear = 모두가 한 일 보기
audit-to-actor = { $name }이(가) 한 일만 보기
audit-chain-title = 감사 기록이 끊겼습니다.
audit-chain-how = 이 컴퓨터에서 데이터베이스를 고친 사람이 있습니다. 원래 내용은 백업이나 사본에서 확인하세요.
audit-chain-whole = 모든 기록이 빠짐없이 이어집니다. { $at }에 확인했습니다.
audit-audit_broken = 감사 기록이 끊긴 것을 알아챔

## 프로세스에 한 일

audit-end = 종료
audit-pause = 일시 정지
audit-resume = 다시 움직이기
audit-end_wake = 일시 정지 뒤 깨움
audit-autopilot_notify = 자동 정리가 알림
audit-autopilot_tripped = 규칙이 스스로 멈춤
audit-autopilot_stop = 자동 정리 멈춤
audit-autopilot_start = 자동 정리 시작
audit-rule_set = 규칙 변경
audit-rule_removed = 규칙 삭제
audit-rule_reset = 규칙 다시 시작

## 어떻게 되었는지, 또는 안 된 까닭

audit-code-ended = 요청을 받고 스스로 끝남
audit-code-killed = 듣지 않아 강제로 종료함
audit-code-gone = 이미 끝나 있었음
audit-code-came_back = 다시 시작됨
audit-code-still_there = 아직 남아 있음
audit-code-interrupted = 도중에 끊겨 결과를 모름
audit-code-paused = 멈춰 있음
audit-code-resumed = 다시 움직임
audit-code-resumed_already = 그사이 누군가 이미 다시 움직이게 함
audit-code-role = 역할이 모자람
audit-code-init = 시스템의 첫 번째 프로세스
audit-code-itself = 바로 이 프로그램
audit-code-ancestor = 이 프로그램이 그 아래에서 돎
audit-code-way_in = 요청한 사람이 들어온 길
audit-code-fresh = 방금 시작됨
audit-code-kernel_thread = 커널의 일부
audit-code-system_service = 시스템 서비스에 속함
audit-code-other_container = 다른 컨테이너 안에서 돎
audit-code-foreign_users = 따로 나뉜 사용자 번호를 씀
audit-code-root = 루트 권한을 가짐
audit-code-mixed_users = 사용자 번호가 서로 다름
audit-code-not_a_login_user = 사람의 것이 아님
audit-code-system_account = 윈도우 자체의 계정
audit-code-session_zero = 윈도우의 세션 0
audit-code-service_host = 윈도우 서비스를 담고 있음
audit-code-signed_core = 윈도우의 일부
audit-code-not_started_by_the_user = 데스크톱 사용자가 시작하지 않음
audit-code-policy_unavailable = 정책을 읽을 수 없었음
audit-code-policy_unreadable = 정책을 알아볼 수 없음
audit-code-policy_system = 정책에 시스템으로 되어 있음
audit-code-policy_forbids = 정책이 막음
audit-code-unread = 판단할 사실을 읽지 못함
audit-code-not_the_same_process = 그 번호를 다른 프로세스가 씀
audit-code-changed_since_plan = 계획을 보여 준 뒤 달라짐
audit-code-no_such_process = 그런 프로세스가 없음
audit-code-bare_pid = 번호만으로는 프로세스를 가리킬 수 없음
audit-code-denied = 운영체제가 거절함
audit-code-audit_unavailable = 감사 기록을 쓸 수 없었음
audit-code-no_outcome = 결과를 알기 전에 서버가 멈춤
audit-code-too_many = 한 번에 허용된 수보다 많음
audit-code-too_often = 한 시간에 허용된 수보다 많음
audit-code-rehearsal_needed = 하루 동안의 연습이 끝나지 않음
audit-code-rehearsal_overridden = 하루 동안의 연습 없이 실행함
audit-code-created = 만듦
audit-code-updated = 바꿈
audit-code-unchanged = 그대로
audit-code-missing = 가운데 기록이 없어짐
audit-code-changed = 처음 적힌 것과 다름
audit-code-moved = 순서가 바뀜
audit-code-added = 누군가 끼워 넣음
audit-code-cut_off = 마지막 기록들이 없어짐
audit-code-replaced = 다른 기록으로 바뀜
audit-code-busy = 한꺼번에 너무 많이 요청됨
audit-code-stopping = 서버가 멈추는 중이었음
audit-code-failed = 뜻대로 되지 않음
audit-code-systemd = systemd의 일부
audit-code-group_too_large = 아래에 있는 프로세스가 너무 많음
audit-code-autopilot_stopped = 자동 정리가 멈춰 있었음
audit-code-rule_no_longer_fits = 그사이 규칙에 맞지 않게 됨

## 까닭과 자세한 것: 기록에는 영어로 적혀 있습니다

audit-reason-role = { $role ->
    [viewer] 보기
    [operator] 운영
   *[admin] 관리
} 역할
audit-reason-created = 새로 만듦
audit-reason-updated = 바뀐 것: { $what }
audit-reason-mode = { $mode ->
    [enforce] 실행
   *[rehearse] 연습
}
audit-reason-platform = { $platform ->
    [linux] 리눅스
    [windows] 윈도우
   *[common] 공통
}
audit-reason-policy = { $platform ->
    [linux] 리눅스
    [windows] 윈도우
   *[common] 공통
}, { $change ->
    [created] 새로 만듦
   *[updated] 바뀐 것
}: { $what }
audit-reason-intent = 예고 { $id }번
audit-reason-no-outcome = 결과가 적히지 않음
audit-reason-verified = 새로 훑어 확인함
audit-reason-as = PID { $pid }(으)로
audit-reason-as-by = PID { $pid }(으)로, 시작한 것: { $by }
audit-reason-because = 까닭: { $reason }
audit-reason-unit = 서비스: { $name }
audit-reason-container = 컨테이너: { $name }
audit-reason-below = 아래에 있는 PID { $pid }
audit-reason-recovery-code = 복구 코드로, { $left }개 남음
audit-reason-left-out = 그 앞의 { $count }건은 하나씩 적지 않음
audit-reason-needs = { $request }에는 { $role ->
    [viewer] 보기
    [operator] 운영
   *[admin] 관리
} 역할이 필요함
