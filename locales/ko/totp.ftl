## 로그인의 두 번째 단계

totp-log-in-heading = 한 단계만 더
totp-log-in-text = { $name } 계정은 코드도 확인합니다. 인증 앱에 나온 코드를 넣으세요.
totp-code = 인증 앱의 코드
totp-code-hint = 숫자 6자리. 30초마다 바뀌고 한 번만 쓸 수 있습니다.
totp-code-empty = 인증 앱에 나온 숫자 6자리나 복구 코드 하나를 모두 넣으세요.
totp-recovery = 복구 코드
totp-recovery-hint = 2단계 인증을 켤 때 보관한 코드 가운데 하나. 한 번만 쓸 수 있습니다.
totp-use-recovery = 복구 코드 쓰기
totp-use-code = 인증 앱 쓰기
totp-start-over = 다른 사용자로 로그인
totp-wrong = 코드가 맞지 않거나 이미 쓴 코드입니다. 다음 코드를 기다리세요.
totp-recovery-wrong = 이 계정의 복구 코드가 아니거나 이미 쓴 코드입니다.

## 설정: 내 계정

totp = 2단계 인증
totp-on = 켜짐
totp-off = 꺼짐
totp-off-text = 비밀번호만으로 들어올 수 있습니다. 2단계 인증을 켜면 비밀번호를 알아낸 사람도 들어오지 못합니다.
totp-codes-left = { $count ->
    [0] 남은 복구 코드가 없습니다.
   *[other] 복구 코드가 { $count }개 남았습니다.
}
totp-codes-few = 지금 휴대전화를 잃으면 들어오지 못할 수 있습니다. 껐다가 다시 켜면 새 코드 10개를 받습니다.
totp-enable = 2단계 인증 켜기
totp-enable-title = 2단계 인증 켜기
totp-enable-why = 켜면 로그인할 때 비밀번호와 휴대전화의 코드가 필요합니다. 휴대전화에 인증 앱이 있어야 합니다.
totp-continue = 계속
totp-scan = 인증 앱으로 찍으세요.
totp-qr = 아래 키가 담긴 QR 코드
totp-open = 이 기기의 앱에서 열기
totp-secret = 또는 이 키를 넣으세요
totp-copy-secret = 키 복사
totp-confirm-hint = 앱에 나온 숫자 6자리. QR 코드는 10분 동안 쓸 수 있습니다.
totp-confirm = 켜기
totp-codes-title = 복구 코드를 보관하세요
totp-codes-text = 휴대전화가 없을 때 코드 하나로 한 번 들어올 수 있습니다. 휴대전화와 다른 곳에 두세요. 지금만 보입니다.
totp-codes-copy = 코드 모두 복사
totp-codes-download = 파일로 저장
totp-codes-file = { $host } 의 server-monitor, { $name } 계정의 복구 코드. 하나마다 한 번 쓸 수 있습니다.
totp-codes-noted = 보관했습니다. 닫기
totp-codes-not-noted = 닫으면 다시 볼 수 없습니다. 보관했다면 아래 단추를 누르세요.
totp-enabled = 2단계 인증을 켰습니다. 다른 로그인은 모두 끝났습니다.
totp-disable = 2단계 인증 끄기
totp-disable-title = 2단계 인증 끄기
totp-disable-text = 끄면 비밀번호만으로 들어오고 복구 코드는 쓸 수 없게 됩니다. 다른 로그인은 모두 끝납니다.
totp-disabled = 2단계 인증을 껐습니다. 다른 로그인은 모두 끝났습니다.

## 설정: 다른 사용자

totp-has = 2단계
totp-reset = 2단계 인증 풀기
totp-reset-title = { $name } 의 2단계 인증을 풀까요?
totp-reset-text = 휴대전화를 잃었을 때 씁니다. 풀면 비밀번호만으로 들어옵니다. 이 사용자의 로그인과 열린 화면은 2초 안에 끝납니다. 부탁한 사람이 본인인지 확인하세요.
totp-reset-yes = 풀기
totp-reset-done = { $name } 은(는) 이제 비밀번호만으로 로그인합니다.
