## 자동 정리 화면

view-autopilot = 자동 정리
autopilot-title = 자동 정리
autopilot-about = 사람 없이도 움직이는 규칙
autopilot-loading = 규칙을 읽는 중입니다
autopilot-failed-title = 자동 정리의 답을 받지 못했습니다
autopilot-audit = 한 일을 감사 기록에서 보기
autopilot-admin-only = 규칙은 관리자만 씁니다.
autopilot-none-title = 규칙이 없습니다
autopilot-none = 규칙은 어떤 상태가 이어지는 프로세스를 찾아 알리거나 멈추거나 종료합니다. 관리자가 허락할 때까지 연습만 하며, 보호되는 프로세스는 건드리지 않습니다.

## 멈춤

autopilot-is-stopped = 모두 멈춰 있습니다
autopilot-is-stopped-what = 다시 시작할 때까지 규칙은 연습만 합니다.
autopilot-stopped-by = { $name }이(가) 멈췄습니다.
autopilot-stopped-file = 상태 폴더의 autopilot.stop 파일이 멈춰 두고 있습니다.
autopilot-stopped-unknown = 멈춰야 하는지 알 수 없어 아무것도 하지 않습니다.
autopilot-acts = 규칙 { $count }개가 움직이고 있습니다
autopilot-acts-what = 단추를 누르면 한꺼번에 멈춥니다. 이미 한 일은 되돌리지 않습니다.
autopilot-rehearses = 움직이는 규칙이 없습니다
autopilot-rehearses-what = 규칙은 했을 일을 세기만 합니다.
autopilot-stop = 모두 멈추기
autopilot-start = 다시 시작하기
autopilot-start-admin = 다시 시작하는 것은 관리자만 합니다.
autopilot-stop-operator = 운영자와 관리자가 멈출 수 있습니다.
autopilot-banner = 자동 정리 규칙 { $count }개가 스스로 멈췄습니다.
autopilot-banner-look = 살펴보기

## 규칙 하나

autopilot-standing-tripped = 스스로 멈춤
autopilot-standing-off = 꺼짐
autopilot-standing-rehearse = 연습
autopilot-standing-enforce = 실행
autopilot-standing-held = (지금은 멈춤)
autopilot-who = 대상
autopilot-when = 상태
autopilot-action = 할 일
autopilot-limits = 한도
autopilot-who-name = 이름 { $name }
autopilot-who-path = 경로 { $path }
autopilot-who-user = 사용자 { $user }
autopilot-who-category = 분류 { $category }
autopilot-who-known = 알려진 프로그램
autopilot-who-unknown = 알려지지 않은 프로그램
autopilot-who-finding = 발견: { $finding }
autopilot-when-cpu = CPU 코어의 { $percent }% 넘게
autopilot-when-memory = 메모리 { $percent }% 넘게
autopilot-when-age = 시작한 지 { $span } 넘음
autopilot-when-for = { $span } 동안 쉬지 않고
autopilot-when-at-once = 보이는 즉시
autopilot-span-second = { $count }초
autopilot-span-minute = { $count }분
autopilot-span-hour = { $count }시간
autopilot-span-day = { $count }일
autopilot-action-notify = 알리기
autopilot-action-notify-why = 감사 기록에 한 줄 적을 뿐입니다.
autopilot-action-pause = 일시 정지
autopilot-action-pause-why = 누군가 다시 움직이게 할 때까지 멈춰 있습니다.
autopilot-action-end = 종료
autopilot-action-end-why = 마무리를 부탁하고, 몇 초 뒤에도 남아 있으면 강제로 종료합니다. 되돌릴 수 없습니다.
autopilot-limit-hour = 한 시간에 { $count }번까지
autopilot-limit-cooldown = 사이를 { $span } 둠
autopilot-limit-at-once = 한꺼번에 { $count }개를 넘으면 스스로 멈춤
autopilot-matching = 지금 맞는 것
autopilot-would-notify = 알렸을 것
autopilot-would-pause = 멈췄을 것
autopilot-would-end = 종료했을 것
autopilot-did-notify = 알린 것
autopilot-did-pause = 멈춘 것
autopilot-did-end = 종료한 것
autopilot-was-refused = 거절된 것
autopilot-since = 지켜본 지
autopilot-since-age = { $age }
autopilot-since-never = 아직
autopilot-last = 마지막 것들
autopilot-came-rehearsed = 연습
autopilot-came-done = 함
autopilot-came-refused = 거절: 보호됨
autopilot-came-later = 아직 못 함
autopilot-tripped = 스스로 멈췄습니다.
autopilot-tripped-what = 관리자가 다시 움직이게 할 때까지 아무것도 하지 않습니다. 왜 이렇게 많이 맞는지 먼저 살펴보세요.
autopilot-trip-too-many = 한꺼번에 { $count }개가 맞았습니다. { $most }개까지만 허용됩니다.
autopilot-trip-too-often = 한 시간에 { $count }번보다 자주 움직이려 했습니다.
autopilot-reset = 다시 움직이게 하기
autopilot-to-enforce = 실행하게 하기
autopilot-to-rehearse = 연습으로 되돌리기
autopilot-enable = 켜기
autopilot-disable = 끄기
autopilot-edit = 바꾸기
autopilot-remove = 지우기
autopilot-remove-title = ‘{ $title }’ 규칙을 지울까요?
autopilot-remove-text = 규칙과 연습한 내용이 사라집니다. 이미 한 일은 되돌리지 않습니다.

## 실행

autopilot-enforce-title = ‘{ $title }’ 규칙을 실행할까요?
autopilot-enforce-notify = 알아챈 것을 감사 기록에 적습니다.
autopilot-enforce-pause = 이제부터 한도 안에서 스스로 프로세스를 멈춥니다. 밤에도 그렇습니다.
autopilot-enforce-end = 이제부터 한도 안에서 스스로 프로세스를 종료합니다. 밤에도 그렇습니다.
autopilot-enforce-would = 연습하는 동안 { $count }번 움직였을 것이고, 지금 { $matching }개가 맞습니다.
autopilot-enforce-early = 하루 동안의 연습이 끝나지 않았습니다. { $span } 남았습니다.
autopilot-enforce-early-what = 밤이나 하루에 한 번 있는 일은 아직 보지 못했습니다. 그래도 실행할 수 있으며 감사 기록에 남습니다.
autopilot-enforce-type = 그래도 하려면 { $id }을(를) 그대로 적으세요
autopilot-enforce-type-wrong = 다른 이름입니다.
autopilot-enforce-override = 연습 없이 실행하기
autopilot-enforce-yes = 실행하게 하기

## 규칙 쓰기

autopilot-add = 규칙 추가
autopilot-edit-title = ‘{ $title }’ 바꾸기
autopilot-untitled = 이름 없는 규칙
autopilot-title-field = 부를 이름
autopilot-who-hint = 적은 것이 모두 맞아야 합니다. 이름은 누구나 붙일 수 있으니 경로, 사용자, 발견 가운데 하나는 적으세요.
autopilot-field-path = 프로그램의 경로 (*는 폴더 하나의 일부)
autopilot-field-user = 사용자
autopilot-field-name = 정확한 이름
autopilot-field-finding = 발견
autopilot-field-known = 알려졌는지
autopilot-any = 상관없음
autopilot-field-cpu = CPU (코어의 %) 넘게
autopilot-field-memory = 메모리 (%) 넘게
autopilot-field-age = 시작한 지 (분) 넘음
autopilot-field-lasts = 이어진 시간 (초)
autopilot-limits-hint = 한도를 넘으면 누군가 다시 움직이게 할 때까지 규칙이 스스로 멈춥니다.
autopilot-field-hour = 한 시간에 최대
autopilot-field-at-once = 한꺼번에 최대
autopilot-field-cooldown = 사이 (초)
autopilot-wrong-long = 너무 깁니다.
autopilot-wrong-identity = 경로, 사용자, 발견 가운데 하나를 함께 적으세요.
autopilot-wrong-path = /opt/build/*처럼 첫 폴더가 정해진 절대 경로를 적으세요.
autopilot-wrong-percent = 0보다 큰 수를 적으세요.
autopilot-wrong-memory = 0보다 크고 100보다 작은 수를 적으세요.
autopilot-wrong-time = 정수로, 일주일까지(나이는 십 년까지) 적으세요.
autopilot-wrong-short = 프로세스를 건드리려면 5초 이상이어야 합니다.
autopilot-wrong-limit = 1부터 1,000까지의 정수를 적으세요.
autopilot-preview = 지금 맞는 것
autopilot-preview-wrong = 규칙이 다 갖춰지면 보여 줍니다.
autopilot-preview-asking = 살펴보는 중입니다
autopilot-preview-none = 지금 맞는 프로세스가 없습니다.
autopilot-preview-count = 지금 맞는 것 { $count }개
autopilot-save-new = 연습 시작하기
autopilot-begins = 먼저 연습합니다.
autopilot-falls-back = 하는 일이 달라져서 하루 동안 다시 연습한 뒤에 실행할 수 있습니다.
