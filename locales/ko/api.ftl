## HTTP 응답의 말: problem-<code>-title, problem-<code>-detail (RFC 9457)

problem-internal-title = 서버 안에서 문제가 생겼습니다
problem-internal-detail = 서버가 이 일을 마치지 못했습니다. 까닭은 서버 로그에 있습니다.
