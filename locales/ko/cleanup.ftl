### 정리: 프로세스를 정리해도 되는 까닭.

cleanup-why-user_app = 누군가 열어 둔 앱
cleanup-why-background = 뒤에서 도는 앱
cleanup-why-unused = 3시간 동안 아무 일도 하지 않음
cleanup-why-memory_hog = 메모리의 10분의 1 이상을 차지함
cleanup-why-orphan = 끝난 세션이 남기고 간 프로세스
cleanup-zombies = 끝난 자식 { $count }개를 거두지 않고 있습니다
cleanup-zombie-of = 이미 끝났지만 부모 { $name }(PID { $pid })이(가) 아직 거두지 않았습니다
