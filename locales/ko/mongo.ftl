# 다른 곳에 있는 정책 데이터베이스. $address에는 이름도 암호도 들어 있지 않다.
store-remote-address = 정책 데이터베이스의 주소를 알아볼 수 없습니다. mongo_url을 고치세요
store-remote-unreachable = { $address }: 정책 데이터베이스에 연결할 수 없습니다. 데이터베이스를 켜거나 mongo_url과 네트워크를 확인하세요
store-remote-too-slow = { $address }: 정책 데이터베이스가 제때 답하지 않습니다. 데이터베이스와 네트워크를 확인한 뒤 다시 해 보세요
store-remote-credentials = { $address }: 정책 데이터베이스가 이름과 암호를 받아들이지 않습니다. mongo_url에서 고치세요
store-remote-denied = { $address }: 정책 데이터베이스에서 그 일을 할 권한이 없습니다. 이 사용자에게 readWrite 역할을 주세요
store-remote-certificate = { $address }: 정책 데이터베이스와 안전하게 연결할 수 없습니다. 인증서와 mongo_url의 tls 설정을 확인하세요
store-remote-conflict = { $address }: 다른 프로그램이 같은 정책을 계속 바꾸고 있습니다. 다시 해 보세요
store-remote-other = { $address }: 정책 데이터베이스가 거절했습니다: { $said }

policy-trouble-no-index = 이름과 플랫폼이 같은 정책이 둘 생기는 것을 아직 막지 못합니다. 서버가 시작할 때 인덱스를 만듭니다
policy-trouble-duplicates = 아래 정책이 두 번 이상 있어 고유 인덱스를 만들 수 없습니다. 하나만 남기고 지우세요: { $names }
policy-trouble-too-many = 문서가 { $held }개 있으나 { $kept }개만 읽습니다. 일부를 지우세요
policy-problem-store = 데이터베이스

# 정책 저장소가 말을 듣지 않는 까닭과 해결 방법. 페이지와 API의 문장이라 마침표로 끝난다
policy-store-why = { $why ->
    [address] { store-remote-address }.
    [unreachable] { store-remote-unreachable }.
    [too_slow] { store-remote-too-slow }.
    [credentials] { store-remote-credentials }.
    [denied] { store-remote-denied }.
    [certificate] { store-remote-certificate }.
    [conflict] { store-remote-conflict }.
    [silent] 정책 저장소가 답하지 않습니다. 데이터베이스와 네트워크를 확인하세요.
    [local] 이 컴퓨터의 정책 저장소를 읽을 수 없습니다. 까닭은 서버 로그에 있습니다.
   *[other] { store-remote-other }.
}

# 정책 데이터베이스에 두는 감사 기록의 사본.
audit-copy-stuck = 지금은 감사 기록을 데이터베이스에 옮겨 적지 못하지만, 다른 일은 그대로 이어집니다. { $cause }
audit-copy-going = 감사 기록을 다시 데이터베이스에 옮겨 적습니다
audit-copy-strayed = 데이터베이스에 있는 이 감사 기록의 항목 가운데 여기에는 더 없는 것이 있습니다. 백업에서 되살렸거나, 잘리거나 고쳐졌습니다. server-monitor audit --check 로 확인하세요
