import { describe, expect, test } from 'vitest';
import { atLeast, guessLevel } from './level.ts';

describe('the level that words suggest', () => {
  test.each([
    ['2026-11-21 03:14:07 ERROR pool exhausted', 'error'],
    ['[2026-11-21T03:14:07Z WARN app::net] slow', 'warning'],
    ['2026/11/21 03:14:07 [error] 1325#0: *7 connect() failed', 'error'],
    ['2026/11/21 03:14:07 [crit] 1325#0: *7 SSL_do_handshake() failed', 'error'],
    ['ts=1 level=warn msg="buffered"', 'warning'],
    ['{"time":"x","level":"ERROR","msg":"no"}', 'error'],
    ['{"severity": "debug"}', 'debug'],
    ['sshd: error: kex_exchange_identification: closed', 'error'],
    ['Warning: file is old', 'warning'],
    ['FATAL:  the database system is starting up', 'error'],
    ['E1121 03:14:07.123456 1 main.go:12] boom', 'error'],
    ['I1121 03:14:07.123456 1 main.go:12] ERROR is only mentioned', 'info'],
    ['<notice> up', 'notice'],
  ])('%s', (text, level) => expect(guessLevel(text)).toBe(level));

  test.each(['0 errors found', 'GET /error/404 HTTP/1.1', 'errorless run', 'user=warn logged in', '/var/log/ERROR/file', 'error handling was improved', 'ERROR_CODE=0', ''])('says nothing about %j', (text) => {
    expect(guessLevel(text)).toBeNull();
  });

  test('the first level of a line counts, not the gravest', () => {
    expect(guessLevel('INFO request ended with ERROR 500')).toBe('info');
    expect(guessLevel('INFO upstream said error: no route')).toBe('info');
    expect(guessLevel('[warn] level=error was configured')).toBe('warning');
  });

  test('a long line is looked at only where it begins', () => {
    expect(guessLevel(`${'x '.repeat(200)}ERROR`)).toBeNull();
    const begun = performance.now();
    guessLevel('['.repeat(100_000));
    expect(performance.now() - begun).toBeLessThan(50);
  });
});

test('a line without a level passes no level filter', () => {
  expect(atLeast('error', 'warning')).toBe(true);
  expect(atLeast('warning', 'warning')).toBe(true);
  expect(atLeast('info', 'warning')).toBe(false);
  expect(atLeast(null, 'debug')).toBe(false);
});
