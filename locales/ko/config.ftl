## 설정 키: config-key-<이름>
config-key-listen = 서버가 기다릴 곳. ADDR:PORT 또는 unix:PATH, 하나 또는 여럿.
