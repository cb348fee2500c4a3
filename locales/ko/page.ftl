## 화면의 틀, 첫 설정, 로그인, 한눈에.

app-name = server-monitor
close = 닫기
view-overview = 한눈에
view-processes = 프로세스
view-settings = 설정
views = 화면
skip-to-content = 본문으로
switch-language = Switch to English
switch-language-short = EN
switch-theme = 밝은 화면과 어두운 화면 바꾸기
no-such-view = 그런 화면이 없습니다
no-such-view-text = 더 새로운 판의 주소이거나 잘못 적힌 주소입니다.
no-such-view-go = 한눈에 보기로
view-failed = 화면을 불러오지 못했습니다
view-failed-text = 이 페이지가 서버보다 오래되었을 수 있습니다. 새로 고치세요.
reload = 새로 고치기

uptime = 켜진 지
live = 실시간
connecting = 연결 중
offline = 끊김
stopped = 멈춤
connection = 서버와의 연결
own-cost = 이 모니터가 쓰는 만큼
own-cost-cpu = CPU
own-cost-memory = RAM
own-cost-late = 밀린 수집

copy-copied = 복사했습니다
copy-failed = 복사하지 못했습니다

## 여유와 판정

level-good = 여유
level-warn = 빠듯
level-bad = 한계
verdict-safe = 안전
verdict-caution = 주의
verdict-danger = 위험
verdict-urgent = 즉시 조치

## 값이 없는 까닭

gap-short = 모름
gap-denied = 권한 없음
gap-unsupported = 이 시스템에 없음
gap-not_yet = 아직 모름
gap-gone = 사라짐
gap-failed = 읽지 못함
gap-unknown = 모름

## 서버와의 연결

banner-lost = 연결이 끊겼습니다.
banner-stopped = 모니터가 멈췄습니다.
last-seen = { $age } 전 값입니다.
never-seen = 아직 받은 값이 없습니다.
retrying-now = 지금 다시 연결합니다.
retrying-in = { $age } 뒤 다시 연결합니다.
retry-now = 지금 다시
