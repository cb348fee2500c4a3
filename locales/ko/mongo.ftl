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
