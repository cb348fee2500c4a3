### 화면에서 프로세스를 끝내고 멈추는 말: 단추, 종료 계획, 결과, 다른 사람이 하는 일.

## 단추

acting-end-show = 종료 계획 보기
acting-end-of = { $name } 종료 계획 보기
acting-pause-show = 잠시 멈추기
acting-resume-show = 다시 움직이기
acting-nothing-yet = 아직 아무것도 끝내지 않습니다
acting-not-judged = 끝내도 되는지 아직 판단하지 않았습니다.
acting-locked = 끝낼 수 없음
processes-column-act = 끝내기
processes-help-key-act = 고른 프로세스의 종료 계획 보기

## 줄만 보고 말할 때의 까닭: 자세한 것은 서랍이 말합니다

acting-refusal-system-service = 시스템 서비스에 속합니다. 프로세스 대신 그 서비스를 멈추세요.
acting-refusal-other-container = 컨테이너 안에서 돕니다. 컨테이너를 관리하는 도구로 그 컨테이너를 멈추세요.
acting-refusal-not-a-login-user = 소유자가 사람이 아니라 데몬이나 nobody 계정입니다.
acting-refusal-policy-system = 정책에 시스템 프로세스로 되어 있습니다.
acting-refusal-policy-forbids = 정책이 종료를 막고 있습니다.
acting-refusal-unread = 판단에 필요한 사실을 읽지 못해 그대로 둡니다.

## 계획

acting-plan-title = { $deed ->
    [pause] 잠시 멈추기 계획
    [resume] 다시 움직이기
   *[end] 종료 계획
}
acting-plan-loading = 지금 상태를 읽고 있습니다
acting-plan-anew = 그사이 달라진 것이 있어 아무것도 하지 않았습니다. 아래는 새 계획입니다.
acting-plan-other = { $name } 님이 지금 같은 프로세스를 다루고 있습니다.
acting-plan-region = 계획 내용
acting-step-term = 마무리 부탁
acting-step-kill = 마지막 수단
acting-step-kill-unused = 쓰지 않음
acting-step-kill-used = 강제로 끝냄
acting-wait = 최대 { $seconds }초 기다림
acting-wait-running = { $passed }초 지남 / 최대 { $seconds }초
acting-wait-done = { $took }
acting-track-label = 종료 진행
acting-audited = 모든 시도는 감사 기록에 남습니다

acting-lockout-risk = 내 접속이 끊길 수 있습니다
acting-lockout-none = 내 접속이 끊길 위험은 없습니다
acting-lockout-none-text = 내 SSH와 셸, 이 화면까지 오는 길과 관계없습니다.
acting-lockout-gap = 내 접속이 끊길지 알 수 없습니다
acting-restarts = 다시 시작하는 것: { $by }
acting-restarts-text = 끝내도 곧 다시 살아납니다. 대신 이렇게 하세요.
acting-restarts-none = 다시 시작하는 것이 없습니다
acting-restarts-none-text = systemd, 컨테이너 정책, 지켜보는 부모 가운데 아무도 다시 시작하지 않습니다.
acting-restarts-gap = 누가 다시 시작할지 알 수 없습니다
acting-namespace = SIGTERM이 닿지 않을 수 있습니다
acting-namespace-text = 이름 공간의 첫 프로세스라 스스로 준비한 신호만 받습니다. 그때는 SIGKILL이 끝냅니다.
acting-protected = 함께 끝나지 않는 자식이 { $count }개 있습니다
acting-children-group = 아래에 있는 { $count }개가 함께 끝납니다
acting-children-stay = 아래에 있는 { $count }개는 남습니다
acting-children-stay-text = 부모 없이 계속 돕니다. 함께 끝내려면 아래 스위치를 켜세요.
acting-children-most = 아래에 있는 프로세스가 { $count }개가 넘습니다
acting-children-most-text = 너무 많아 모두 보여 드릴 수 없습니다. 이 프로세스만 끝나고 나머지는 부모 없이 계속 돌며, 한꺼번에 끝낼 수는 없습니다.
acting-children-none = 아래에 딸린 프로세스가 없습니다
acting-children-gap = 아래에 딸린 프로세스를 볼 수 없었습니다
acting-sockets = 닫히는 포트: { $ports }
acting-sockets-text = 여기로 들어오던 연결이 끊깁니다.
acting-sockets-none = 닫히는 포트가 없습니다
acting-sockets-gap = 열어 둔 포트를 볼 수 없었습니다
acting-files = 쓰려고 연 파일이 { $count }개 있습니다
acting-files-most = 쓰려고 연 파일이 적어도 { $count }개 있습니다
acting-files-text = 저장하지 않은 내용은 사라질 수 있습니다.
acting-files-none = 쓰려고 연 파일이 없습니다
acting-files-gap = 쓰려고 연 파일을 볼 수 없었습니다
acting-frees = 메모리 { $size }를 돌려받습니다
acting-frees-text = 다른 프로세스와 나눠 쓰는 것은 뺀 크기입니다.
acting-frees-gap = 돌려받을 메모리를 알 수 없습니다
acting-more = 그 밖에 { $count }개

acting-group = 아래에 딸린 것까지 함께 끝내기
acting-group-text = 하나씩 따로 판단합니다. 끝내면 안 되는 것은 남습니다.
acting-type = 확인을 위해 그대로 적으세요:
acting-type-wrong = 적은 것이 다릅니다. 위의 글자를 그대로 적으세요.
acting-end = 끝내기
acting-pause = 멈추기
acting-resume = 다시 움직이기
acting-cancel = 취소
acting-close = 닫기
acting-back = 목록으로

acting-pause-text = 프로세스를 그 자리에 세워 둡니다. 메모리와 포트는 그대로이고 CPU만 쓰지 않습니다. 되돌릴 수 있습니다.
acting-pause-for = 스스로 깨어나는 때
acting-pause-minutes = { $minutes }분 뒤
acting-pause-hours = { $hours }시간 뒤
acting-pause-keep = 다시 움직일 때까지
acting-pause-already = 이미 멈춰 있다면 다시 움직이기
acting-resume-text = 멈춰 둔 프로세스를 그 자리에서 이어서 돌립니다.

## 하는 중과 결과

acting-running-title = { $deed ->
    [pause] 멈추는 중입니다
    [resume] 다시 움직이는 중입니다
   *[end] 끝내는 중입니다
}
acting-running = { $deed ->
    [pause] SIGSTOP을 보냈습니다.
    [resume] SIGCONT를 보냈습니다.
   *[end] 스스로 마무리할 시간을 주고 있습니다
}
acting-running-text = SIGTERM을 보냈습니다. { $seconds }초가 지나도 남아 있으면 사실과 정책을 다시 확인한 뒤 SIGKILL을 보냅니다.
acting-running-kill = 제때 끝나지 않아 마지막 수단을 쓰고, 정말 끝났는지 확인하고 있습니다.
acting-running-close = 창을 닫아도 서버에서 계속합니다

acting-result-ended = 끝났습니다
acting-result-killed = 강제로 끝냈습니다
acting-result-gone = 이미 끝나 있었습니다
acting-result-came_back = 다시 살아났습니다
acting-result-still_there = 아직 남아 있습니다
acting-result-interrupted = 중간에 멈췄습니다
acting-result-paused = 멈춰 두었습니다
acting-result-resumed = 다시 움직입니다

acting-freed = 메모리 { $size }를 돌려받았습니다
acting-freed-gap = 돌려받은 메모리는 재지 못했습니다
acting-verified = 새로 훑어 확인했습니다
acting-verified-not = 아직 새로 훑어 확인하지 못했습니다
acting-exit = 종료 상태 { $status }
acting-watch = 1분 동안 다시 살아나는지 지켜봅니다
acting-again = PID { $pid } 종료 계획 보기
acting-members = 함께 다룬 { $count }개
acting-member-refused = 남겨 둠
acting-audit = 감사 기록 보기

acting-refused-title = { $deed ->
    [pause] 멈출 수 없습니다
    [resume] 다시 움직이게 할 수 없습니다
   *[end] 끝낼 수 없습니다
}
acting-refused-audited = 거절도 감사 기록에 남습니다
acting-gone-title = 끝난 프로세스입니다
acting-gone-now = 창을 열어 둔 사이에 스스로 끝났습니다. 여기서 할 일이 없습니다.
acting-gone-by = 창을 열어 둔 사이에 { $name } 님이 끝냈습니다. 여기서 할 일이 없습니다.
acting-gone-before = 이미 끝나 있었습니다. 신호를 보내지 않았습니다.
acting-failed-title = { $deed ->
    [pause] 멈추지 못했습니다
    [resume] 다시 움직이게 하지 못했습니다
   *[end] 끝내지 못했습니다
}
acting-failed-unseen-title = 계획을 세우지 못했습니다
acting-failed-network = 서버에서 답이 오지 않았습니다.
acting-failed-sent = 요청은 서버에 닿아 계속되고 있을 수 있습니다. 연결되면 목록과 감사 기록에서 결과를 확인하세요.
acting-copy = 명령 복사
acting-retry = 계획 다시 보기

## 다른 사람이 하는 일

acting-news = 서버에서 일어난 일
acting-news-end-begun = { $actor } 님이 { $name } 프로세스를 끝내는 중입니다
acting-news-pause-begun = { $actor } 님이 { $name } 프로세스를 멈추는 중입니다
acting-news-resume-begun = { $actor } 님이 { $name } 프로세스를 다시 움직이는 중입니다
acting-news-ended = { $actor } 님이 { $name } 프로세스를 끝냈습니다
acting-news-killed = { $actor } 님이 { $name } 프로세스를 강제로 끝냈습니다
acting-news-gone = { $name } 프로세스는 { $actor } 님이 끝내기 전에 스스로 끝났습니다
acting-news-came_back = { $actor } 님이 { $name } 프로세스를 끝냈지만 다시 살아났습니다
acting-news-still_there = { $actor } 님이 끝내려 한 { $name } 프로세스가 아직 남아 있습니다
acting-news-interrupted = { $actor } 님이 { $name } 프로세스를 끝내던 일이 중간에 멈췄습니다
acting-news-paused = { $actor } 님이 { $name } 프로세스를 멈춰 두었습니다
acting-news-resumed = { $actor } 님이 { $name } 프로세스를 다시 움직였습니다
acting-news-refused = { $actor } 님이 { $name } 프로세스를 다루려 했지만 거절되었습니다
acting-news-own-ended = { $name } 프로세스를 끝냈습니다
acting-news-more = 그 밖에 { $count }건
acting-news-dismiss = { $name } 소식 닫기
acting-news-look = 살펴보기

## 앱: 여러 프로세스를 한 번에, 계획은 하나씩 따로

acting-end-app = 앱 전체, 프로세스 { $count }개의 종료 계획 보기
acting-end-app-of = { $name } 종료 계획 보기, 프로세스 { $count }개
acting-locked-app = 끝낼 수 있는 프로세스가 없습니다. 펼치면 하나씩 까닭을 볼 수 있습니다.
acting-app-beyond = { $count }개는 이 계획에 없습니다. 한 번에 { $most }개까지 끝낼 수 있습니다
acting-app-ending = 끝내는 것들
acting-several-done-title = 끝낸 결과

## 멈춰 둔 것

acting-paused-chip = 멈춤, { $age } 뒤 깨어남
acting-paused-chip-kept = 다시 움직일 때까지 멈춤
acting-paused-members = { $count }개 멈춤
acting-resume-of = { $name } 다시 움직이기
acting-paused-by = { $name } 님이 { $age } 전에 멈춰 두었습니다.
acting-paused-wakes = { $age } 뒤에 스스로 깨어납니다.
acting-paused-kept = 누군가 다시 움직일 때까지 멈춰 있습니다.
acting-pause-change = 깨어날 때 바꾸기
acting-pause-instead = 여기서 고른 때로 바뀝니다.
