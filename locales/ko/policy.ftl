## policy: 이름으로 알고 있는 프로세스와, 끝내도 되는지

help-policy = 프로세스에 대해 알고 있는 것과 끝내도 되는 것을 보고 바꿉니다
help-policy-list = 모든 정책을 나열합니다
help-policy-show = 한 이름의 정책을 모두 보여 줍니다
help-policy-set = 정책을 바꿉니다. 없으면 만듭니다
help-policy-remove = 정책을 지웁니다. 저절로 되살아나지 않습니다
help-policy-import = 이름과 설명의 목록이나 내보낸 정책을 JSON, CSV, TOML에서 들여옵니다
help-policy-export = 모든 정책을 표준 출력에 씁니다
help-policy-check = 읽을 수 없거나 이상하거나 겹친 정책을 알려 줍니다 (있으면 종료 코드 6)

arg-policy-show-name = ps에 보이는 프로세스 이름, 또는 policy check에 보이는 아이디
arg-policy-set-name = ps에 보이는 프로세스 이름
arg-policy-set-platform = 적용되는 곳: linux, windows, common
arg-policy-set-terminatable = false는 끝내지 못하게 하고, true는 그것을 거둡니다
arg-policy-set-description = 무엇인지, 한국어로
arg-policy-set-description_en = 무엇인지, 영어로
arg-policy-set-category = 하는 일의 종류. database, web-server 등 [새 정책: general]
arg-policy-set-reason = 끝내도 되거나 안 되는 까닭
arg-policy-set-system = 운영체제의 일부인지. 새 정책이면 끝내지 못합니다
arg-policy-set-tags = 찾을 때 쓰는 낱말. 여러 번 쓸 수 있고, 전의 것을 모두 대신합니다
arg-policy-remove-name = policy list에 보이는 프로세스 이름
arg-policy-remove-platform = 적용되는 곳: linux, windows, common
arg-policy-import-file = 목록 파일. 이름이 .json, .csv, .toml로 끝납니다
arg-policy-import-dry_run = 항목마다 어떻게 될지 보여 주기만 합니다
arg-policy-export-format = json에는 모든 것이 있고, csv는 표 계산용입니다 [기본값: json]

policy-column-name = 이름
policy-column-platform = 플랫폼
policy-column-category = 분류
policy-column-end = 종료
policy-column-what = 설명
policy-column-result = 결과

policy-fact-what = 설명
policy-fact-category = 분류
policy-fact-end = 끝내도 됨
policy-fact-system = 시스템의 일부
policy-fact-reason = 까닭
policy-fact-tags = 태그
policy-fact-aliases = 다른 이름
policy-fact-expect = 예상
policy-fact-created = 만든 때
policy-fact-updated = 바꾼 때
policy-fact-origin = 나온 곳

policy-origin-own = 이 저장소에서 만듦
policy-origin-seed = 프로그램에 든 그대로
policy-origin-changed = 프로그램에 든 것을 여기서 바꿈

policy-yes = 예
policy-no = 아니요

policy-built-in = { $why }. 아래는 프로그램에 든 목록입니다
policy-store-empty = 저장소에 아직 정책이 없습니다
policy-none = { $name }의 정책이 없습니다. server-monitor policy list 로 모두 볼 수 있습니다
policy-unreadable = 읽을 수 없어서 끝내지 못합니다: { $why }

policy-fault-not-a-document = 문서가 아닙니다
policy-fault-name = name이 없거나 글이 아닙니다
policy-fault-platform = platform이 linux, windows, common 중 하나가 아닙니다
policy-fault-terminatable = policy.terminatable이 true도 false도 아닙니다
policy-fault-twice = 판단에 쓰는 항목이 두 번 있습니다
policy-fault-too-large = 너무 커서 읽지 않습니다 (256 KB 초과)

policy-invalid-empty = { $key } 항목이 비어 있습니다
policy-invalid-too-long = { $key } 항목이 너무 깁니다
policy-invalid-hidden = { $key } 항목에 제어 문자나 보이지 않는 문자가 있습니다

policy-set-created = { $name } ({ $platform })에 정책이 생겼습니다
policy-set-updated = { $name } ({ $platform })의 정책을 바꾸었습니다
policy-set-unchanged = { $name } ({ $platform })의 정책은 이미 그렇습니다
policy-removed = { $name } ({ $platform })의 정책을 지웠습니다
policy-missing = { $platform }에 { $name }의 정책이 없습니다. server-monitor policy list 로 모두 볼 수 있습니다
policy-full = 정책이 이미 한도인 { $limit }개입니다. 먼저 몇 개를 지우세요
policy-too-large = { $name }의 정책이 { $limit } KiB보다 큽니다. 줄이세요

policy-file-format = { $path }: 이름의 끝으로 형식을 알 수 없습니다. .json, .csv, .toml 로 이름을 지으세요
policy-file-kind = { $path }: 파일이 아닙니다. 목록이 든 파일을 대세요
policy-file-unread = { $path }: 읽을 수 없습니다 ({ $why })
policy-file-wrong = { $path }: { $why }. 아무것도 들여오지 않았습니다
policy-list-too-large = { $limit } MiB보다 큽니다. 나누세요
policy-list-too-many = 항목이 { $limit }개보다 많습니다. 나누세요
policy-list-encoding = { $line }번째 줄부터 UTF-8이 아닙니다. UTF-8로 저장하세요 (엑셀에서는 CSV UTF-8)
policy-list-syntax = { $line }번째 줄이 형식에 맞지 않습니다: { $cause }
policy-list-none = 이름과 설명의 목록도, 내보낸 정책도 아닙니다

policy-result-created = 만듦
policy-result-updated = 바꿈
policy-result-unchanged = 그대로
policy-result-refused = 거절
policy-place-line = { $number }번째 줄
policy-place-entry = { $number }번째 항목

policy-why-whole = 적힌 그대로
policy-why-exe = 이름에 .exe
policy-why-windows = 설명에 “windows”
policy-why-common = 이름에 “{ $word }”, 모든 시스템
policy-why-else = 윈도우도 모든 시스템도 아님
policy-why-category = “{ $word }”(으)로 분류
policy-why-general = 분류하는 낱말 없음
policy-why-system = “{ $word }”(이)라서 시스템의 일부
policy-why-application = 시스템의 일부 아님

policy-refused-shape = 글로 된 이름과 설명이 있어야 합니다
policy-refused-columns = 열이 둘보다 많습니다. 쉼표가 든 설명은 따옴표로 묶으세요
policy-refused-repeats = 이름과 플랫폼이 { $place }과 같습니다

policy-import-done = 만듦 { $created }, 바꿈 { $updated }, 그대로 { $unchanged }, 거절 { $refused }
policy-import-would = 이렇게 됩니다: 만듦 { $created }, 바꿈 { $updated }, 그대로 { $unchanged }, 거절 { $refused }. 아무것도 쓰지 않았습니다

policy-export-left-out = 읽을 수 없는 정책 { $count }개를 뺐습니다. JSON에는 들어 있습니다

policy-problem-unreadable = 읽지 못함
policy-problem-invalid = 이상함
policy-problem-duplicate = 겹침
policy-flaws = 예상과 다른 형식: { $keys }
policy-duplicate = { $name }와 같은 이름입니다. 윈도우는 둘을 구별하지 않습니다
policy-check-clear = 정책 { $count }개가 모두 괜찮습니다

policy-seeded = 이 버전에 든 정책을 받았습니다. 새것 { $inserted }개, 아무도 바꾸지 않아 새로 바꾼 것 { $updated }개
policy-broken-at-start = 읽을 수 없는 정책이 { $count }개 있습니다. 그 이름의 프로세스는 끝내지 못합니다. server-monitor policy check 로 볼 수 있습니다

policy-body-missing = { $field } 항목이 없습니다
policy-body-unknown = 알 수 없는 항목: { $field }
policy-body-key = 정책의 이름과 플랫폼은 바꿀 수 없습니다. 새 정책을 만들고 이것을 지우세요

policy-removed-one = { $id } 기록을 지웠습니다. 저절로 되살아나지 않습니다
policy-no-such-id = 아이디가 { $id }인 기록이 없습니다. server-monitor policy check 로 다시 보세요
policy-exists = { $name } ({ $platform })의 정책이 이미 있습니다. 그것을 바꾸세요
policy-way-out = 고치려면 policy set --platform { $platform } --id { $id } { $name }, 지우려면 policy remove --id { $id }
policy-check-way-out = 읽을 수 없는 기록은 server-monitor policy show 에 이름이나 아이디를 붙여 보세요. 고치고 지우는 명령도 나옵니다
policy-not-all = … 여기까지만 보입니다
arg-policy-set-id = 이름이나 플랫폼을 읽을 수 없는 기록을 아이디로 골라 고칩니다. 아이디는 policy check에 보입니다
arg-policy-remove-id = 이름 대신, policy check에 보이는 아이디로 그 기록 하나만 지웁니다
