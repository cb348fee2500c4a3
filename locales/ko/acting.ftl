### 명령줄의 end, pause, resume, cleanup, audit.

help-end = 프로세스를 종료합니다. 무슨 일이 일어날지 보여 주고 물어본 다음 TERM을, 그래도 남아 있으면 KILL을 보냅니다
help-pause = 프로세스를 잠시 멈춥니다. 정한 시간이 지나면 저절로 다시 움직입니다
help-resume = 멈춘 프로세스를 다시 움직이게 합니다
help-wake = 일시 정지가 끝날 때까지 기다렸다가 프로세스를 다시 움직이게 합니다
help-cleanup = 정리할 수 있는 것을 보여 주고, 그대로 두는 것은 그 까닭을 알려 줍니다
help-audit = 누가 무엇을 했고 무엇이 거절되었는지 새것부터 보여 줍니다

arg-pid = 프로세스의 PID. ps에 보이는 숫자입니다
arg-key = API가 알려 주는 꼴(PID-STARTED)로 정확히 가리킬 프로세스. 그 PID를 이제 다른 프로세스가 쓰고 있으면 거절합니다
arg-group = 그 아래의 모든 프로세스와 함께 합니다
arg-dry_run = 무슨 일이 일어날지만 보여 줍니다. 신호는 보내지 않습니다
arg-yes = 묻지 않고 합니다
arg-minutes = 저절로 다시 움직일 때까지의 시간(분). 1에서 1440까지 [기본값: 30]
arg-keep = 누군가 다시 움직이게 할 때까지 멈춰 둡니다
arg-pauses = 일시 정지를 알린 감사 기록의 번호
arg-audit-rows = 새것부터 이만큼의 줄. 1 이상 [기본값: 50]
arg-audit-action = 이 일만, 예: end, policy_set. 여러 번 쓸 수 있음
arg-audit-name = 이름이 정확히 이것인 대상에 관한 줄만

acting-key = --key는 PID-STARTED 꼴이어야 하고, 그 PID가 { $pid }이어야 합니다
acting-no-look = 이 컴퓨터의 상태를 읽지 못했습니다
acting-no-process = PID가 { $pid }인 프로세스가 없습니다
acting-no-terminal = 물어볼 터미널이 없습니다. --dry-run으로 무슨 일이 일어날지 본 다음 --yes를 붙여 실행하세요
acting-ask-end = { $name }(PID { $pid }) 프로세스를 종료할까요? [y/N]
acting-ask-pause = { $name }(PID { $pid }) 프로세스를 잠시 멈출까요? [y/N]
acting-ask-resume = { $name }(PID { $pid }) 프로세스를 다시 움직이게 할까요? [y/N]
acting-not-done = 아무것도 하지 않았습니다
acting-ask-word = 함께 영향을 받는 프로세스나 연결이 있습니다. { $name }(PID { $pid }) 프로세스를 종료하려면 { $word }을(를) 그대로 입력하세요:
acting-not-the-word = { $word }와(과) 달라서 아무것도 하지 않았습니다
acting-not-shown = 무슨 일이 일어날지 보여 주지 못해 아무것도 하지 않았습니다. 읽지 않고 하려면 --yes를 쓰세요
acting-waker = 시간이 될 때까지 다른 server-monitor(PID { $pid })가 뒤에서 기다립니다. 그것을 끝내면 바로 다시 움직입니다
acting-no-waker = PID { $pid }이(가) 멈춰 있고, 시간이 되어도 저절로 움직이지 않을 수 있습니다({ $cause }). server-monitor resume { $pid }로 다시 움직이게 하세요

acting-plan-end = 종료하면 이렇게 됩니다
acting-plan-pause = 멈추면 이렇게 됩니다
acting-plan-resume = 다시 움직이게 하면 이렇게 됩니다
acting-refused = 그대로 둡니다. { $reason }
acting-signal-after = { $seconds }초 뒤에도 남아 있으면 { $signal }
acting-wakes-after = { $minutes }분 뒤 저절로
acting-told-again = { $by }. 끝내는 대신: { $command }
acting-init-of-namespace = 컨테이너의 첫 프로세스라서 TERM이 닿지 않을 수 있습니다.
acting-told-protected = 그 아래에서 그대로 두는 것
acting-told-more = 그 밖에 { $count }개
acting-told-not-all = 그 밖에도 있음: 너무 많아 모두 적을 수 없음

acting-fact-user = 사용자
acting-fact-key = 키
acting-fact-signals = 신호
acting-fact-wakes = 다시 움직임
acting-fact-along = 함께 종료
acting-fact-left = 남는 자식
acting-fact-with = 함께
acting-fact-without = 그대로 둠
acting-fact-sockets = 닫히는 포트
acting-fact-files = 쓰고 있는 파일
acting-fact-frees = 비울 메모리
acting-fact-again = 다시 시작함
acting-fact-freed = 비운 메모리
acting-fact-status = 종료 상태
acting-fact-restarted = 다시 시작됨

acting-cleanup-tidy = 📌 정리할 수 있음 ({ $count })
acting-cleanup-system = 🔒 그대로 둠 ({ $count })
acting-cleanup-nothing = 정리할 것이 없습니다.
acting-cleanup-how = 하나를 종료하려면 server-monitor end PID를 실행하세요.

acting-audit-nothing = 그런 감사 기록이 없습니다.
acting-outcome-ok = 됨
acting-outcome-refused = 거절
acting-outcome-failed = 실패
acting-outcome-intended = 하려 함

arg-audit-actor = 이 사람이나 프로그램이 한 일만, 예: minsu, user:minsu
arg-audit-check = 감사 기록이 처음부터 끝까지 이어지는지 살펴봄. 아니면 종료 코드 6
arg-audit-mark = 전에 --check가 알려 준 표시(ID:HASH)도 확인. 그 기록까지 그대로인지 봅니다
acting-audit-whole = 감사 기록 { $count }개가 처음부터 끝까지 이어집니다.
acting-audit-mark = 표시: { $mark } (다른 곳에 적어 두면 나중에 --check --mark로 확인할 수 있습니다)
acting-audit-broken = 감사 기록이 끊겼습니다. { $reason }
acting-audit-at = 그 기록에 지금 적힌 때: { $at }
acting-audit-after = 그 앞에 남아 있는 마지막 기록: { $id }번, { $at }
acting-audit-broken-how = 이 컴퓨터에서 누가 데이터베이스를 고쳤는지 살펴보고, 원래 내용은 백업이나 사본에서 확인하세요.
acting-denied-how = 프로세스의 소유자나 root로 실행하세요.
