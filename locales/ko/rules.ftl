### 규칙: 무엇을 보는지, 왜 중요한지, 언제 틀리는지, 무엇을 하면 되는지, 그리고 발견했을 때의 문장.

rule-KERNEL_NAME_IMPOSTOR-title = 커널의 일부인 척합니다
rule-KERNEL_NAME_IMPOSTOR-sees = 실행 파일이 있는 프로그램인데 이름이나 제목이 kworker/0:1처럼 커널 스레드만 쓰는 이름입니다.
rule-KERNEL_NAME_IMPOSTOR-why = 커널 스레드에는 실행 파일이 없습니다. 채굴기와 뒷문은 눈에 띄지 않으려고 이런 이름을 씁니다.
rule-KERNEL_NAME_IMPOSTOR-wrong = 시험이나 장난일 때뿐이며, 이렇게 하는 정식 프로그램은 알려져 있지 않습니다.
rule-KERNEL_NAME_IMPOSTOR-do = 실행 파일과 누가 시작했는지, 어디에 연결되어 있는지 보고, 끝내기 전에 파일을 따로 남겨 두세요.
finding-KERNEL_NAME_IMPOSTOR = 커널 스레드의 이름을 쓰지만 커널 스레드가 아닙니다.

rule-MEMFD_EXE-title = 메모리에만 있는 프로그램입니다
rule-MEMFD_EXE-sees = memfd_create(2)로 만든 실행 파일이라 어느 디스크에도 파일이 없습니다.
rule-MEMFD_EXE-why = 검사할 파일을 남기지 않으려는 공격이 이렇게 프로그램을 올립니다. 재부팅하면 흔적이 사라집니다.
rule-MEMFD_EXE-wrong = runc 같은 컨테이너 런타임은 잠깐 자신의 복사본에서 시작합니다.
rule-MEMFD_EXE-do = /proc/PID/exe를 복사해 두고, 누가 시작했는지 확인한 뒤 끝내세요.
finding-MEMFD_EXE = 프로그램이 메모리에만 있습니다.

rule-NAME_PATH_MISMATCH-title = 아는 이름이 낯선 곳에 있습니다
rule-NAME_PATH_MISMATCH-sees = 카탈로그가 아는 프로그램의 이름인데, 실행 파일은 그 프로그램이 설치되는 곳에 있지 않습니다.
rule-NAME_PATH_MISMATCH-why = 이름은 누구나 붙일 수 있습니다. 들키지 않으려는 프로그램은 nginx나 mysqld라는 이름을 씁니다.
rule-NAME_PATH_MISMATCH-wrong = 직접 빌드했거나, 카탈로그가 아직 모르는 곳에 제작사가 설치한 경우입니다.
rule-NAME_PATH_MISMATCH-do = 패키지의 파일과 비교해 보세요(dpkg -S, rpm -qf). 직접 둔 것이라면 정책에 경로를 더하세요.
finding-NAME_PATH_MISMATCH = 이름은 { $program }인데 { $expected }가 아니라 { $exe }에서 실행되고 있습니다.

rule-DELETED_EXE-title = 실행 파일이 지워졌습니다
rule-DELETED_EXE-sees = 시작한 뒤에 실행 파일이 지워졌고 그 자리에 다른 파일이 없습니다.
rule-DELETED_EXE-why = 악성코드는 시작한 뒤 자신을 지웁니다. 그러면 무엇이 돌고 있는지 디스크에서 확인할 수 없습니다.
rule-DELETED_EXE-wrong = 프로그램이 도는 동안 패키지를 지운 경우입니다.
rule-DELETED_EXE-do = /proc/PID/exe를 보관하고 어디서 왔는지 확인한 뒤 멈추세요. 패키지를 일부러 지웠다면 끝내기만 하면 됩니다.
finding-DELETED_EXE = 시작할 때의 파일이 사라졌고, 업그레이드로는 설명되지 않습니다.

rule-RUNS_FROM_TMP-title = 누구나 쓰는 폴더에서 돕니다
rule-RUNS_FROM_TMP-sees = 실행 파일이 /tmp, /var/tmp, /dev/shm, /run/user 아래에 있습니다.
rule-RUNS_FROM_TMP-why = 어떤 프로그램이든 쓸 수 있는 곳이라, 웹 사이트로 들어온 공격자가 파일을 놓고 실행하기 좋습니다.
rule-RUNS_FROM_TMP-wrong = 설치 프로그램이나 빌드 도구가 잠깐 풀어서 실행할 때입니다.
rule-RUNS_FROM_TMP-do = 무엇이고 누가 시작했는지 확인하세요. 이 폴더를 noexec로 마운트하면 다시 일어나지 않습니다.
finding-RUNS_FROM_TMP = 모든 프로그램이 쓸 수 있는 폴더에서 실행되고 있습니다.

rule-PRELOADED-title = 라이브러리가 끼어들어 있습니다
rule-PRELOADED-sees = 환경 변수 LD_PRELOAD나 /etc/ld.so.preload가 시스템 폴더 밖의 라이브러리를 가리킵니다.
rule-PRELOADED-why = 이런 라이브러리는 진짜 대신 대답할 수 있어, 파일과 연결을 숨기거나 비밀번호를 읽습니다.
rule-PRELOADED-wrong = 메모리 할당기, 디버거, fakeroot도 이렇게 동작합니다. 시스템 폴더의 것은 알려 주기만 합니다.
rule-PRELOADED-do = 라이브러리와 변수를 설정한 곳을 확인하세요. /etc/ld.so.preload는 비어 있는 것이 보통입니다.
finding-PRELOADED = 라이브러리 { $library }가 다른 모든 것보다 먼저 올라와 있습니다.

rule-SHELL_WITH_SOCKET-title = 네트워크에 붙은 셸입니다
rule-SHELL_WITH_SOCKET-sees = 셸이 포트에서 기다리거나, 입력과 출력이 네트워크 연결입니다.
rule-SHELL_WITH_SOCKET-why = 리버스 셸의 모습입니다. 다른 곳에서 누군가 치는 명령을 이 서버가 따릅니다.
rule-SHELL_WITH_SOCKET-wrong = inetd 방식으로 셸 스크립트를 돌리는 서비스입니다.
rule-SHELL_WITH_SOCKET-do = 연결의 상대(ss -tp)와 부모를 보고 연결을 끊은 다음, 들어온 길을 찾으세요.
finding-SHELL_WITH_SOCKET = 네트워크 연결로 조종되는 셸입니다.

rule-EXPOSED_DATABASE-title = 데이터베이스가 열려 있습니다
rule-EXPOSED_DATABASE-sees = 데이터베이스·캐시·큐가 다른 기계에서 닿는 주소에서 기다립니다.
rule-EXPOSED_DATABASE-why = 인터넷에 열린 저장소는 몇 시간 안에 발견되어 지워지고 몸값을 요구받습니다. 로그인이 없는 것이 기본인 경우도 많습니다.
rule-EXPOSED_DATABASE-wrong = 앞의 방화벽이 막고 있을 수 있습니다. 여기서는 묶인 주소로 판단합니다.
rule-EXPOSED_DATABASE-do = 127.0.0.1이나 사설 주소에 묶거나, 방화벽에서 필요한 기계만 허용하세요.
finding-EXPOSED_DATABASE = 데이터 저장소의 { $port }번 포트가 { $address }에 묶여 있습니다.

rule-SUSPICIOUS_PATH-title = 보통의 폴더 밖에 있습니다
rule-SUSPICIOUS_PATH-sees = 실행 파일이 시스템이 프로그램을 두는 폴더(설정 standard_paths) 밖에 있습니다.
rule-SUSPICIOUS_PATH-why = 시스템의 방법으로 설치되지 않은 것은 업데이트도 되지 않고, 출처를 확인한 사람도 없습니다.
rule-SUSPICIOUS_PATH-wrong = 직접 설치한 프로그램입니다. contextual 방식에서는 root나 그 사용자만 쓸 수 있는 /home, /srv, /opt, /usr/local과 컨테이너 안은 넘어갑니다.
rule-SUSPICIOUS_PATH-do = 직접 둔 것이라면 그 폴더를 standard_paths에 더하고, 아니라면 어떻게 들어왔는지 찾으세요.
finding-SUSPICIOUS_PATH = 보통의 폴더가 아닌 { $exe }에서 실행되고 있습니다.

rule-PUBLIC_PORT-title = 알려진 포트에서 기다립니다
rule-PUBLIC_PORT-sees = 어떤 서비스의 것으로 알려진 포트에서 소켓이 기다립니다.
rule-PUBLIC_PORT-why = 열린 포트는 문입니다. 열려 있어도 되는지는 서비스와, 누가 닿을 수 있는지에 달렸습니다.
rule-PUBLIC_PORT-wrong = contextual 방식에서는 그 프로그램에 예상되는 포트는 색을 바꾸지 않고, strict 방식에서는 모두 셉니다.
rule-PUBLIC_PORT-do = 밖에서 쓸 사람이 없다면 127.0.0.1에 묶거나 방화벽에서 막으세요.
finding-PUBLIC_PORT = { $service }의 것으로 알려진 { $port }번 포트에서 기다립니다.

rule-SYSTEM_PORT-title = 용도가 없는 시스템 포트에서 기다립니다
rule-SYSTEM_PORT-sees = 1024보다 작은데 어떤 서비스의 것도 아닌 포트에서 소켓이 기다립니다.
rule-SYSTEM_PORT-why = 권한이 있는 프로그램만 열 수 있는 포트입니다. 모르는 프로그램이 쓴다면 살펴볼 만합니다.
rule-SYSTEM_PORT-wrong = rpc.statd 같은 RPC 서비스는 우연히 이런 포트를 씁니다.
rule-SYSTEM_PORT-do = 어느 서비스의 것인지 찾고, 없으면 닫으세요.
finding-SYSTEM_PORT = 용도가 알려지지 않은 시스템 포트 { $port }번에서 기다립니다.

rule-RUNNING_AS_ROOT-title = root로 실행됩니다
rule-RUNNING_AS_ROOT-sees = 유효 사용자 번호가 0입니다.
rule-RUNNING_AS_ROOT-why = 잘못되면 모든 권한으로 잘못됩니다. root가 아닌 누군가 파일을 바꿀 수 있으면 경고가 됩니다.
rule-RUNNING_AS_ROOT-wrong = 시스템의 많은 부분은 root로 돌아야 하고, 그렇게 예상됩니다.
rule-RUNNING_AS_ROOT-do = 서비스라면 전용 사용자를 주세요(유닛의 User=). 실행 파일과 폴더는 root만 쓸 수 있어야 합니다.
finding-RUNNING_AS_ROOT = root의 권한으로 실행되고 있습니다.

rule-HIGH_MEMORY_USAGE-title = 메모리를 많이 씁니다
rule-HIGH_MEMORY_USAGE-sees = 메모리의 20 % 이상을 차지합니다.
rule-HIGH_MEMORY_USAGE-why = 메모리가 바닥나면 커널이 스스로 고른 프로그램을 끝냅니다.
rule-HIGH_MEMORY_USAGE-wrong = 데이터베이스는 주어진 만큼 씁니다.
rule-HIGH_MEMORY_USAGE-do = 계속 늘어나는지 보세요. 한도를 두거나(유닛의 MemoryMax=) 필요한 만큼 늘려 주세요.
finding-HIGH_MEMORY_USAGE = 메모리의 { $percent } %를 차지하고 있습니다.

rule-MEMORY_GROWING-title = 계속 커집니다
rule-MEMORY_GROWING-sees = 30분이 넘도록 한 번도 줄지 않고 절반 이상, 128 MiB 이상 커졌습니다.
rule-MEMORY_GROWING-why = 메모리가 바닥나기 전의 누수는 이렇게 보입니다.
rule-MEMORY_GROWING-wrong = 아직 차오르는 캐시일 수 있습니다.
rule-MEMORY_GROWING-do = 지켜보세요. 다시 시작하면 메모리가 돌아오고, 업데이트가 누수를 고칠 수도 있습니다.
finding-MEMORY_GROWING = 오랫동안 메모리가 늘기만 했습니다.

rule-CPU_HOG-title = 코어 하나를 독차지합니다
rule-CPU_HOG-sees = 5분 동안 쉬지 않고 코어의 90 % 이상을 씁니다.
rule-CPU_HOG-why = 다른 모든 일이 느려지고, 채굴기나 끝나지 않는 반복이 이렇게 보입니다.
rule-CPU_HOG-wrong = 빌드, 백업, 영상 변환처럼 정당한 일일 수 있습니다.
rule-CPU_HOG-do = 무엇을 계산하는지 확인하세요. 우선순위를 낮추거나(renice), 한도를 두거나(CPUQuota=), 필요 없다면 끝내세요.
finding-CPU_HOG = 쉬지 않고 코어 하나를 쓰고 있습니다.

rule-CRASH_LOOP-title = 자꾸 다시 시작됩니다
rule-CRASH_LOOP-sees = 유닛이 10분 안에 세 번 이상 다시 시작되었습니다.
rule-CRASH_LOOP-why = 버티지 못하고 있습니다. 그때마다 서비스가 끊기고 시작하는 데도 자원이 듭니다.
rule-CRASH_LOOP-wrong = 지금 누군가 손보고 있는 중일 수 있습니다.
rule-CRASH_LOOP-do = 로그를 읽고(journalctl -u 유닛), 원인을 찾을 때까지 유닛을 멈추세요.
finding-CRASH_LOOP = 유닛 { $unit }이(가) 10분 안에 { $restarts }번 다시 시작되었습니다.

rule-ZOMBIE_PILE-title = 끝난 자식을 거두지 않습니다
rule-ZOMBIE_PILE-sees = 끝났지만 거두어지지 않은(wait(2)) 자식이 열 개 이상입니다.
rule-ZOMBIE_PILE-why = 하나하나가 프로세스 번호를 차지합니다. 번호가 바닥나면 아무것도 시작할 수 없습니다.
rule-ZOMBIE_PILE-wrong = 바쁜 순간에는 잠깐 쌓였다가 사라집니다.
rule-ZOMBIE_PILE-do = 부모를 다시 시작하면 함께 사라집니다. 컨테이너라면 거두어 주는 init을 쓰세요(docker run --init).
finding-ZOMBIE_PILE = 끝난 자식 { $count }개를 거두지 않았습니다.

rule-NEEDS_RESTART-title = 다시 시작하면 업그레이드가 끝납니다
rule-NEEDS_RESTART-sees = 업그레이드가 실행 파일이나 라이브러리를 바꿨는데 옛것이 아직 돌고 있습니다.
rule-NEEDS_RESTART-why = 업그레이드가 막은 구멍은 다시 시작할 때까지 열려 있습니다.
rule-NEEDS_RESTART-wrong = 파일을 손으로 덮어쓴 경우입니다.
rule-NEEDS_RESTART-do = 편한 때에 발견에 적힌 대로 다시 시작하세요.
finding-NEEDS_RESTART = 업그레이드로 파일이 바뀌었지만 아직 옛 파일로 돌고 있습니다. { $way ->
    [command] 다시 시작하려면: { $command }
    [login] 사용자가 다시 로그인하거나 프로그램을 다시 시작하세요.
    [container] 컨테이너를 다시 시작하세요.
    [boot] 이것만 다시 시작하면 다른 프로그램이 끊깁니다. 편한 때에 서버를 다시 시작하세요.
   *[program] 프로그램을 다시 시작하세요.
}
