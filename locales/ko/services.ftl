## 서비스: 돌아야 할 것이 돌고 있는지, 아니라면 왜인지.

view-services = 서비스
services-title = 서비스
services-count = 서비스 { $count }개
services-count-filtered = 서비스 { $total }개 중 { $shown }개
services-list = 서비스 목록
services-filter = 서비스 거르기
services-filter-hint = 이름, 상태, 설명
services-filter-clear = 거르기 지우기
services-near = 지켜보는 것과 실패한 것
services-all = 모든 유닛
services-group-watched = 지켜보는 것
services-group-failed = 실패한 것
services-group-others = 나머지 유닛
services-loading-title = 읽는 중입니다
services-loading = 서비스 관리자에게 묻고 있습니다. 1초쯤 걸립니다.
services-unreached-title = 서버에 닿지 않습니다
services-unreached = 연결되면 목록이 저절로 나타납니다.
services-gap-title = 서비스를 읽을 수 없습니다
services-gap-denied = 서비스 관리자가 이 프로그램의 사용자에게 대답하지 않습니다. root로 실행하거나 시스템 버스에서 허용하세요.
services-gap-unsupported = 이 시스템의 서비스는 이 프로그램이 읽지 못하는 종류입니다.
services-gap-not_yet = 서비스 관리자가 아직 대답하지 않았습니다. 다시 묻습니다.
services-gap-failed = 서비스 관리자가 대답하지 않았습니다. 다시 묻습니다. 까닭은 로그에 있습니다.
services-gap-gone = 서비스 관리자가 사라졌습니다. 다시 묻습니다.
services-gap-unknown = 까닭을 알 수 없습니다.
services-none-title = 지켜보는 서비스도 실패한 서비스도 없습니다
services-none = 설정의 services 키에 이름을 적거나 모든 유닛을 보세요.
services-empty-title = 맞는 서비스가 없습니다
services-empty = 거르기를 지우거나 모든 유닛에서 찾아보세요.
services-all-failed = 모든 유닛을 읽지 못했습니다: { $why }
services-no-systemd = 이곳에는 systemd가 없습니다(컨테이너일 수 있습니다). 프로세스 이름으로 서비스를 찾습니다.

services-state-active = 실행 중
services-state-inactive = 멈춤
services-state-failed = 실패
services-state-activating = 시작하는 중
services-state-deactivating = 멈추는 중
services-state-not_found = 없음
services-state-unsupported = 지원 안 함
services-state-unknown = 모름
services-state-crashing = 죽고 되살아남
services-state-masked = 막아 둠

services-why-unsupported = 이 시스템의 서비스는 아직 읽지 못합니다.
services-why-not-found = 이런 이름의 유닛도 프로세스도 없습니다.
services-why-no-process = 이런 이름의 프로세스가 돌고 있지 않습니다.
services-why-masked = 막아 두었습니다(mask). 풀기 전에는 아무도 시작할 수 없습니다.
services-why-bad-setting = 유닛 파일을 쓸 수 없습니다. 무엇이 잘못됐는지는 systemctl status 가 알려 줍니다.
services-why-crashing = 죽기를 되풀이합니다. { $count }번 되살아났고, 다음 시도를 기다립니다.
services-why-restarting = 끝났고, 다시 시작되기를 기다립니다.
services-why-failed = 실패했습니다. 어떻게 끝났는지 systemd도 모릅니다.
services-why-exit-code = 종료 코드 { $status }(으)로 끝났습니다.
services-why-signal = 신호 { $signal }(으)로 끝났습니다.
services-why-signal-unnamed = 신호를 받고 끝났습니다.
services-why-core-dump = 신호 { $signal }(으)로 죽었고 코어 덤프를 남겼습니다.
services-why-core-dump-unnamed = 죽으면서 코어 덤프를 남겼습니다.
services-why-timeout = 시작, 멈춤, 다시 읽기가 너무 오래 걸려 강제로 끝냈습니다.
services-why-watchdog = 제때 살아 있다는 신호가 없어 감시 장치(watchdog)가 끝냈습니다.
services-why-start-limit-hit = { $count ->
    [0] 너무 자주 죽어서 systemd가 되살리기를 그만두었습니다.
   *[other] { $count }번 되살려도 다시 죽어서 systemd가 그만두었습니다.
}
services-why-oom-kill = 메모리가 모자라 커널이 끝냈습니다.
services-why-resources = 시작하는 데 필요한 것이 모자랐습니다. 메모리, 파일 디스크립터, 필요한 파일 가운데 하나입니다.
services-why-protocol = systemd와의 약속을 어겼습니다. Type= 이 틀렸거나 준비됐다고 알리지 않았습니다.
services-why-exec-condition = 시작 조건에 맞지 않았습니다.
services-why-result = systemd의 말: { $result }.
services-why-stopped = 멈춰 있습니다.
services-why-triggered = 멈춰 있습니다. 필요할 때 { $by } 이(가) 시작합니다.
services-why-exited = 한 번 할 일을 마치고 끝났습니다.
services-why-process = 이런 이름의 프로세스가 돌고 있습니다.
services-why-restarted = 끝난 뒤 { $count }번 되살아났습니다.

services-source-systemd = systemd
services-source-process = 프로세스로
services-source-none = 알 길 없음
services-source-text-systemd = systemd가 알려 준 상태입니다.
services-source-text-process = 이런 이름의 유닛이 없어 프로세스로 판단했습니다.
services-source-text-none = 이곳에서는 아무도 모릅니다.

services-fact-since = 언제부터
services-fact-restarts = 되살아난 횟수
services-fact-memory = 메모리
services-fact-pid = 주 프로세스
services-fact-unit = 유닛
services-fact-source = 출처
services-fact-result = 지난 실행
services-fact-triggered = 시작하는 것
services-ago = { $age } 전
services-none-value = 없음
services-not-counted = 재지 않음
services-no-pid = 도는 것 없음
services-to-process = 프로세스 { $pid } 자세히
services-log = 이 서비스의 로그
services-log-open = 로그에서 보기
services-log-none = 저널에 남기는 로그가 없습니다.
services-log-none-text = 저널에는 systemd 유닛의 로그만 있습니다. 파일에 쓴다면 로그 화면에서 찾아보세요.
services-pick = 서비스를 고르세요
services-pick-text = 상태와 로그가 여기에 나타납니다.
services-unknown-title = 그런 서비스가 없습니다
services-unknown = 지워졌거나 지금 불러와 있지 않습니다. 모든 유닛에서 찾아보세요.
services-back = 목록으로
services-restarts-short = ↻ { $count }
services-restarts-said = { $count }번 되살아남
services-watched = 지켜봄
services-more = { $count }개 더
state-warn-services = 서비스 { $count }개에 손이 필요합니다
state-services-text = { $more ->
    [0] { $names }. 자원은 여유가 있습니다.
   *[other] { $names } 외 { $more }개. 자원은 여유가 있습니다.
}
state-see-services = 무엇인지 보기
