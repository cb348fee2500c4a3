## `config nginx`: 출력하는 설정의 설명과, 거절하는 까닭

help-config-nginx = nginx의 server 블록과, 그때 이 서버에 필요한 키를 출력합니다
arg-domain = 브라우저가 찾아오는 이름. 예: monitor.example.org. TLS를 씁니다. 없으면 이 기계에서만 열립니다
arg-sub_path = 페이지가 놓일 경로. 예: /monitor
arg-socket = listen의 첫 주소 대신 이 서버에 연결할 유닉스 소켓

nginx-what = nginx 뒤의 server-monitor. 출력한 명령: server-monitor config nginx
nginx-keys = 아래 키를 server-monitor의 설정 파일에 쓰세요(파일 위치는 server-monitor config check가
    알려 줍니다). 그런 다음 server-monitor를 다시 시작해야 합니다.
nginx-group = socket_group은 nginx 워커의 그룹입니다. 데비안과 우분투는 www-data, Rocky와 nginx.org 패키지는
    nginx입니다. server-monitor는 root이거나 그 그룹에 들어 있어야 합니다.
nginx-certificate = 인증서가 있어야 nginx가 시작합니다: { $path }
    받는 방법 하나. 갱신도 저절로 됩니다(패키지 certbot, python3-certbot-nginx).
nginx-place = 이 글을 /etc/nginx/conf.d/server-monitor.conf에 두고 root로 실행하세요.
nginx-shared = 이 이름의 server 블록이 nginx에 이미 있으면, location 블록만(/ 의 것은 빼고) 그 안에 넣으세요.
nginx-this-machine = --domain이 없으면 TLS가 없으므로 이 기계의 브라우저만 열 수 있습니다. 다른 곳에서는
    ssh -L 8080:{ $address } 호스트, 그다음 http://localhost:8080
nginx-redirect = TLS 없이 온 요청은 TLS로 보냅니다.
nginx-http2 = HTTP/2에서는 탭이 많아도 연결 하나로 실시간 값을 받습니다. nginx 1.25.1부터는 이렇게 쓰면
    경고가 나오지만 동작합니다. 새 표기는 따로 한 줄에 쓰는 `http2 on;`입니다.
nginx-no-ipv6 = 이 기계에는 IPv6가 없습니다. 생기면:
nginx-hsts = 브라우저가 1년 동안 TLS로만 오도록 기억합니다. nginx의 오류 답에도 붙도록 여기에서 한 번만 씁니다.
nginx-body-size = 64 KiB를 넘는 본문은 server-monitor가 까닭을 말하며 거절합니다.
nginx-slash = 페이지는 폴더에 놓입니다. 빗금이 없으면 파일을 찾지 못합니다.
nginx-elsewhere = 다른 경로에는 server-monitor의 것이 없습니다.
nginx-pass = 주소 뒤에 경로를 쓰지 않습니다. nginx가 풀어 쓰지 않고, 받은 그대로 전합니다.
nginx-headers = 누가 요청했는지는 nginx가 정하며, 클라이언트의 말은 옮기지 않습니다. 클라이언트가 덧붙인 주소를
    믿으면 그 주소가 제한되고 감사 기록에 남습니다. 빈 값은 전하지 않습니다.
nginx-streams = 끝나지 않는 답 하나로 매초 값이 도착합니다.
nginx-gzip = 압축해도 되는 것은 server-monitor가 압축합니다. 첫 설정 링크는 접근 로그에 남지 않습니다. 토큰이 # 뒤에
    있어 브라우저가 보내지 않습니다.

nginx-no-certificate = { $path } 파일이 아직 없어 nginx -t가 이 블록을 거절합니다. 받는 방법은 설명에 있습니다
nginx-bad-domain = --domain에 { $got }은(는) 쓸 수 없습니다. 포트 없는 호스트 이름으로 쓰세요. 예: monitor.example.org (한글 이름은 xn--…)
nginx-bad-sub-path = --sub-path에 { $got }은(는) 쓸 수 없습니다. /monitor처럼 글자, 숫자, - . _ ~ 로 쓰고 api라는 부분은 넣지 마세요
nginx-bad-socket = { $got }은(는) 소켓이 될 수 없습니다. 107자까지의 절대 경로를 글자, 숫자, / . _ - + @ ~ 로 쓰세요. 예: /run/server-monitor/http.sock
