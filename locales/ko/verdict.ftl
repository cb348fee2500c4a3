### 판정: 이름, 할 일, 까닭. 분류와 심각도, 판정 방식, 프로세스를 시작한 것의 이름.

verdict-safe = 안전
verdict-caution = 주의
verdict-danger = 위험
verdict-urgent = 긴급

verdict-advice-safe = 할 일이 없습니다.
verdict-advice-caution = 용도를 확인하세요.
verdict-advice-danger = 곧 점검하세요.
verdict-advice-urgent = 지금 바로 확인하세요.

## 까닭. $message는 가장 심각한 발견의 문장, $more는 그 밖의 발견 수, $blind는 보지 못해 판단하지 못한 규칙 수

verdict-reason-not_yet = 아직 판정하지 않았습니다.
verdict-reason-known = { $blind ->
    [0] 알려진 프로그램이고 문제될 점이 없습니다.
   *[other] 알려진 프로그램이고 볼 수 있는 것에는 문제될 점이 없습니다. 규칙 { $blind }개는 볼 수 없어서 판단하지 못했습니다.
}
verdict-reason-known-noted = { $blind ->
    [0] 알려진 프로그램입니다. 알아 둘 점은 있지만 문제는 아닙니다.
   *[other] 알려진 프로그램입니다. 알아 둘 점은 있지만 문제는 아닙니다. 규칙 { $blind }개는 볼 수 없어서 판단하지 못했습니다.
}
verdict-reason-unknown = { $blind ->
    [0] 카탈로그에 없는 프로그램입니다. 용도를 확인하세요.
   *[other] 카탈로그에 없는 프로그램입니다. 용도를 확인하세요. 규칙 { $blind }개는 볼 수 없어서 판단하지 못했습니다.
}
verdict-reason-untrusted = 이름은 알지만 다른 사용자가 실행 파일을 바꿀 수 있어서 믿을 수 없습니다. 용도를 확인하세요.
verdict-reason-unverified = 이름은 알지만 실행 파일을 누가 바꿀 수 있는지 볼 수 없어서 믿을 수 없습니다. 용도를 확인하세요.
verdict-reason-known-found = { $more ->
    [0] 알려진 프로그램이지만 살펴볼 점이 있습니다. { $message }
   *[other] 알려진 프로그램이지만 살펴볼 점이 있습니다. { $message } 그 밖에 { $more }가지가 더 있습니다.
}
verdict-reason-unknown-found = { $more ->
    [0] 카탈로그에 없는 프로그램이고 살펴볼 점이 있습니다. { $message }
   *[other] 카탈로그에 없는 프로그램이고 살펴볼 점이 있습니다. { $message } 그 밖에 { $more }가지가 더 있습니다.
}
verdict-reason-untrusted-found = { $more ->
    [0] 이름은 카탈로그에 있지만 그 프로그램이라고 믿을 수 없습니다. { $message }
   *[other] 이름은 카탈로그에 있지만 그 프로그램이라고 믿을 수 없습니다. { $message } 그 밖에 { $more }가지가 더 있습니다.
}
verdict-reason-strict-known-found = { $more ->
    [0] 알려진 프로그램이지만 경고가 있습니다. strict 방식에서는 경고 하나로도 위험입니다. { $message }
   *[other] 알려진 프로그램이지만 경고가 있습니다. strict 방식에서는 경고 하나로도 위험입니다. { $message } 그 밖에 { $more }가지가 더 있습니다.
}
verdict-reason-strict-unknown-found = { $more ->
    [0] 카탈로그에 없는 프로그램이고 경고가 있습니다. strict 방식에서는 긴급입니다. { $message }
   *[other] 카탈로그에 없는 프로그램이고 경고가 있습니다. strict 방식에서는 긴급입니다. { $message } 그 밖에 { $more }가지가 더 있습니다.
}

severity-info = 참고
severity-notice = 알아 둘 점
severity-warning = 경고
severity-critical = 심각

mode-contextual = 상황에 맞게
mode-strict = 엄격하게
mode-contextual-hint = 그 프로그램에 보통인 사용자, 경로, 포트를 고려해 판정합니다.
mode-strict-hint = 다섯 가지 기본 규칙만으로, 경고 하나도 넘기지 않고 판정합니다.

category-kernel = 커널
category-core = 시스템의 뼈대
category-database = 데이터베이스
category-network-service = 네트워크 서비스
category-system-service = 시스템 서비스
category-monitoring = 감시
category-container-runtime = 컨테이너
category-web-server = 웹 서버
category-runtime = 언어 실행기
category-infrastructure = 기반 시설
category-system-utility = 시스템 도구
category-general = 일반

## 시작한 것: 이름과, 사슬의 끝에 놓는 문장

chain-process = 프로세스
chain-unit = 유닛
chain-container = 컨테이너
chain-cron = 예약 작업(cron)
chain-ssh_session = SSH 접속
chain-login = 로그인
chain-terminal_multiplexer = 터미널 보관(tmux, screen)
chain-init = 첫 프로세스(init)
chain-kernel = 커널
chain-unknown = 알 수 없음

chain-origin-process = 이 프로세스가 시작했습니다.
chain-origin-unit = systemd가 이 유닛으로 시작했습니다.
chain-origin-container = 이 컨테이너 안에서 시작되었습니다.
chain-origin-cron = cron이 정해진 때에 시작했습니다.
chain-origin-ssh_session = SSH로 접속한 사람이 시작했습니다.
chain-origin-login = 이 기계나 화면에서 로그인한 사람이 시작했습니다.
chain-origin-terminal_multiplexer = 접속을 끊어도 남는 터미널 안에서 시작되었습니다.
chain-origin-init = 가장 먼저 뜬 프로세스의 자식입니다. 실제로 시작한 것은 이미 끝났을 수 있습니다.
chain-origin-kernel = 커널이 시작했습니다.
chain-origin-unknown = 누가 시작했는지 더 볼 수 없습니다.
