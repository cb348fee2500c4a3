### 화면에서 판정을 설명하는 말: 프로세스 목록, 서랍, 한눈에, 규칙 도움말.

## 판정 칩

verdict-word-safe = 안전
verdict-word-caution = 주의
verdict-word-danger = 위험
verdict-word-urgent = 긴급

## 거르기

explain-attention = 살펴볼 것
explain-attention-none-title = 살펴볼 것이 없습니다
explain-attention-none = 판정한 프로세스가 모두 안전합니다.
explain-show-all = 모두 보기
explain-mode = 판정
explain-shape = 보는 모양
explain-ownerless = 주인이 보이지 않는 포트 { $count }개:
explain-ownerless-show = 자세히
explain-ownerless-title = 주인이 보이지 않는 포트
explain-ownerless-why = 누군가 기다리고 있지만 어느 프로세스인지 볼 수 없었습니다. 다른 사용자의 것이라 권한이 없거나, 커널이 스스로 연 것이거나, 다른 컨테이너에 있는 것입니다.

## 서랍

explain-section-role = 하는 일
explain-section-todo = 무엇을 하면 되나
explain-role-asking = 찾아보는 중입니다
explain-role-none = 카탈로그에 없는 프로그램입니다. 무엇을 하는지는 실행 파일과 시작한 것을 보고 확인하세요.
explain-role-silent = 하는 일을 적어 둔 설명이 없습니다.
explain-role-gone = 끝난 프로세스라 더 물어볼 수 없습니다.
explain-role-unknown = 알 수 없는 프로그램
explain-known = 아는 프로그램
explain-unknown = 모르는 프로그램
explain-app = 앱
explain-copy-evidence = 근거 복사
explain-wrong = 틀릴 수 있을 때
explain-rule = 규칙 { $rule } 설명 보기
explain-clear = 걸리는 것이 없습니다.
explain-only-unknown = 걸리는 것은 없습니다. 다만 카탈로그가 모르는 프로그램이라 용도를 확인해야 합니다.
explain-mild = 판정을 바꾸지 않는 것 { $count }가지
explain-todo-none = 할 일이 없습니다.
explain-todo-caution = 무엇에 쓰는 프로그램인지 확인하세요. 직접 둔 것이라면 이대로 두어도 됩니다.
explain-blind = 판단하지 못한 규칙 { $count }개
explain-blind-text = 볼 수 없어서 판단하지 못했습니다. 문제가 없다는 뜻이 아닙니다.

## 한눈에

explain-state-urgent = { $count ->
    [1] 지금 확인할 것이 있습니다
   *[other] 지금 확인할 것이 { $count }개 있습니다
}
explain-state-danger = { $count ->
    [1] 점검할 것이 있습니다
   *[other] 점검할 것이 { $count }개 있습니다
}
explain-state-text = { $names }. 까닭과 근거, 할 일을 볼 수 있습니다.
explain-state-urgent-also = 긴급한 프로세스도 { $count }개 있습니다.
explain-state-see = 무엇인지 보기
explain-worst = 먼저 볼 것
explain-worst-more = 그 밖에 { $count }개
explain-only-link = { $verdict } { $count }개 보기

## 규칙 도움말

rules-title = 규칙
rules-text = 프로세스를 무엇으로 판정하는지 모두 적었습니다. 발견마다 근거가 붙고, 틀릴 수 있는 때도 적혀 있습니다.
rules-count = { $count }가지
rules-sees = 보는 것
rules-why = 중요한 까닭
rules-wrong = 틀릴 수 있을 때
rules-do = 할 일
rules-reads = 읽는 값
rules-since = { $version }부터
rules-strict = 엄격하게에서도
rules-most = 가장 심하면
rules-failed = 규칙을 읽지 못했습니다
rules-table-title = 판정은 이렇게 나옵니다
rules-table-worst = 가장 심한 발견
rules-table-known = 아는 프로그램
rules-table-unknown = 모르는 프로그램
rules-table-none = 없음, 참고, 알아 둘 점
rules-table-strict = 엄격한 방식에서는 다섯 가지 기본 규칙이 모두 경고이고, 경고 하나면 아는 프로그램은 위험, 모르는 프로그램은 긴급입니다.
