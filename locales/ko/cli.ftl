## 터미널: 여러 명령이 함께 쓰는 말

level-good = 여유
level-warn = 빠듯
level-bad = 한계

gap-denied = 볼 권한 없음
gap-unsupported = 이 시스템에 없음
gap-not_yet = 아직 모름
gap-gone = 이미 끝남
gap-failed = 읽지 못함
