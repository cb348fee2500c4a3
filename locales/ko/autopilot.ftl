## autopilot: 사람 없이 일하는 규칙

help-autopilot = 스스로 프로세스를 정리하는 규칙을 보고, 하나를 연습시키고, 모두 멈춥니다
help-autopilot-status = 자동 정리를 무엇이 멈추고 있는지, 규칙이 몇 개인지 보여 줍니다
help-autopilot-rules = 규칙을 나열합니다
help-autopilot-rehearse = 파일의 규칙이나 이미 있는 규칙을 연습시킵니다. 세기만 하고 아무 일도 하지 않습니다
help-autopilot-report = 규칙이 한 일, 또는 했을 일을 보여 줍니다
help-autopilot-stop = 모두 멈춥니다. 서버에 닿지 않아도 됩니다
help-autopilot-start = 모두 다시 일하게 합니다

arg-autopilot-rehearse-rule = 규칙이 든 .json 파일, 또는 이미 있는 규칙의 id
arg-autopilot-report-rule = 규칙의 id. 없으면 모두

autopilot-going = 자동 정리: 멈춰 있지 않습니다. 서버가 도는 동안 일합니다.
autopilot-stopped = 자동 정리: { $at }부터 { $by }가 멈춤. 규칙은 연습만 하고 아무 일도 하지 않습니다.
autopilot-halted-file = 자동 정리: 파일 { $path } 때문에 멈춤. 규칙은 연습만 하고 아무 일도 하지 않습니다.
autopilot-halted-unknown = 자동 정리: 일해도 되는지 알 수 없어 멈춤 ({ $cause })
autopilot-counts = 규칙 { $rules }개: 연습 { $rehearsing }, 실행 { $enforced }, 스스로 멈춤 { $tripped }, 따를 수 없음 { $broken }
autopilot-as-kept = 서버가 마지막으로 적어 둔 대로입니다. 최근 30초의 일은 빠져 있을 수 있습니다.
autopilot-no-rules = 규칙이 없습니다. 페이지에서 쓰거나 다음을 실행하세요: server-monitor autopilot rehearse 파일.json

autopilot-column-id = ID
autopilot-column-title = 제목
autopilot-column-action = 하는 일
autopilot-column-mode = 방식
autopilot-column-state = 상태
autopilot-does-notify = 알림
autopilot-does-pause = 일시 정지
autopilot-does-end = 종료
autopilot-mode-rehearse = 연습
autopilot-mode-enforce = 실행
autopilot-state-off = 꺼 둠
autopilot-state-watching = 지켜보는 중
autopilot-state-ripe = 실행할 수 있음
autopilot-state-rehearsed = 24시간 가운데 { $hours }시간 연습함
autopilot-state-too_many = 스스로 멈춤: 한꺼번에 프로세스 { $value }개
autopilot-state-too_often = 스스로 멈춤: 한 시간에 { $value }번 넘음
autopilot-state-broken = 따르지 않음: { $problem }

autopilot-report-rule = { $id }: { $title }
autopilot-report-since = { $at }부터
autopilot-report-never = 아직 본 적 없음
autopilot-report-would_have-notify = { $count }번 알렸을 것입니다
autopilot-report-would_have-pause = { $count }개를 일시 정지했을 것입니다
autopilot-report-would_have-end = { $count }개를 종료했을 것입니다
autopilot-report-done-notify = { $count }번 알림
autopilot-report-done-pause = { $count }개를 일시 정지함
autopilot-report-done-end = { $count }개를 종료함
autopilot-report-refused = 보호된 { $count }개는 건드릴 수 없음
autopilot-became-rehearsed = 연습
autopilot-became-done = 함
autopilot-became-refused = 거절됨
autopilot-became-later = 나중에

autopilot-rehearsing = { $id } 규칙이 연습을 합니다. 할 일을 세기만 하고 아무 일도 하지 않습니다.
autopilot-stop-done = 자동 정리를 멈췄습니다. 다시 일하게 하려면: server-monitor autopilot start
autopilot-stop-half = 멈췄지만 두 가지 방법 가운데 하나로만 멈췄습니다: { $cause }
autopilot-start-done = 자동 정리가 더는 멈춰 있지 않습니다. 서버가 도는 동안 일합니다.
autopilot-no-rule = { $id } 규칙이 없습니다. server-monitor autopilot rules로 모두 볼 수 있습니다.
autopilot-rules-full = 규칙이 이미 { $limit }개로, 더 둘 수 없습니다. 먼저 몇 개를 지우세요.
autopilot-rule-too-large = { $id } 규칙이 { $limit } KiB보다 큽니다. 줄이세요.
autopilot-broken-at-start = 따를 수 없는 자동 정리 규칙이 { $count }개 있습니다. server-monitor autopilot rules 로 볼 수 있습니다
autopilot-file-unreadable = { $path }: 읽을 수 없습니다 ({ $cause }). 규칙 하나가 든 파일을 주세요.
autopilot-file-too-large = { $path }: { $limit } KiB보다 커서 규칙이 아닙니다.
autopilot-file-name = { $path }: .json으로 끝나는 파일도 아니고 규칙의 id일 수도 없습니다. 둘 가운데 하나를 적으세요.
autopilot-file-no-json = { $path }: JSON이 아닙니다. { $cause }. 아무것도 바꾸지 않았습니다.
autopilot-file-no-rule = { $path }: { $problem } 고친 다음 다시 해 보세요. 아무것도 바꾸지 않았습니다.

rule-problem-not_a_document = 문서가 아닙니다.
rule-problem-missing = { $field } 항목이 없습니다.
rule-problem-wrong = { $field } 항목의 값이 알맞지 않습니다.
rule-problem-unknown = { $field } 항목은 아무도 모릅니다. 빼거나 바르게 적으세요.
rule-problem-twice = { $field } 항목이 두 번 있습니다.
rule-problem-id = id는 A-Z a-z 0-9 . _ - 가운데 1자에서 64자입니다.
rule-problem-text = 글이 비었거나 너무 깁니다.
rule-problem-finding = 없는 발견을 적었습니다. server-monitor rules list로 모두 볼 수 있습니다.
rule-problem-no_identity = 경로, 사용자, 발견 가운데 하나는 있어야 합니다. 프로세스 이름은 누구나 마음대로 붙일 수 있습니다.
rule-problem-path = 경로는 절대 경로여야 하고 폴더 이름이 하나는 있어야 합니다.
rule-problem-number = 백분율은 0보다 크고 메모리는 100보다 작아야 하며, 시간은 길어야 일주일입니다.
rule-problem-no_duration = 상태가 얼마나 이어져야 하는지 적으세요. 알리기만 하는 규칙이 아니면 5초 이상입니다.
rule-problem-limits = 한 시간에 하는 일과 한꺼번에 맞는 프로세스는 각각 1에서 1000까지입니다.
rule-problem-not_rehearsed = 먼저 24시간 동안 연습을 해야 합니다.
rule-problem-too_large = 너무 커서 읽지 않았습니다. 줄이세요.
rule-problem-duplicate = id가 같은 문서가 또 있습니다. 하나만 남기고 지우세요.

autopilot-news-fits = { $title }: { $name } 프로세스가 이 규칙이 알리기로 한 상태입니다.
autopilot-news-too_many = { $title } 규칙이 스스로 멈췄습니다. 한꺼번에 프로세스 { $value }개가 맞았습니다.
autopilot-news-too_often = { $title } 규칙이 스스로 멈췄습니다. 한 시간에 { $value }번 넘게 하려고 했습니다.
autopilot-news-stopped = { $by }이(가) 자동 정리를 멈췄습니다. 다시 시작할 때까지 규칙은 연습만 합니다.
autopilot-news-stopped-file = 멈춤 파일 때문에 자동 정리가 멈췄습니다. 파일이 있는 동안 규칙은 연습만 합니다.
autopilot-news-stopped-unknown = 일해도 되는지 알 수 없어 자동 정리가 멈췄습니다.
autopilot-news-started = { $by }이(가) 자동 정리를 다시 일하게 했습니다.
autopilot-news-started-file = 멈춤 파일이 없어져 자동 정리가 다시 일합니다.
autopilot-news-started-unknown = 자동 정리가 다시 일합니다.

problem-invalid_rule-title = 이 규칙은 둘 수 없습니다
problem-invalid_rule-detail = { $reason }
problem-rehearsal_needed-title = 먼저 연습을 해야 합니다
problem-rehearsal_needed-detail = 같은 조건, 같은 일, 같은 한도로 24시간 연습을 한 규칙만 실행됩니다. 관리자는 이를 건너뛸 수 있고, 감사 기록에 남습니다.
problem-no_such_rule-title = 그런 규칙이 없습니다
problem-no_such_rule-detail = { $id } 규칙이 없습니다.
