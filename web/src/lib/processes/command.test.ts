import { expect, test } from 'vitest';
import { asConsole, commandLine, oneLine } from './command.ts';
import { process } from './fixtures.ts';

test('a command line keeps its arguments apart, and is not without end', () => {
  expect(commandLine(['sh', '-c', 'echo "hi"', ''], 200)).toBe('sh -c "echo "hi"" ""');
  expect(commandLine(['x'.repeat(20_000)], 100)).toHaveLength(101);
});

test('one line is copied without steering characters, with the dot of its verdict', () => {
  expect(oneLine(process())).toBe('🟢 nginx PID 1324 PORT 80,443');
  expect(oneLine(process({ name: 'a\nb', ports: [], verdict: 'urgent' }))).toBe('🔴 a\\nb PID 1324');
  expect(oneLine(process({ ports: null, verdict: null }))).toBe('nginx PID 1324');
});

test('role and state hang below the line, where they are known', () => {
  expect(asConsole('🟢 nginx PID 1324', 'Serves web pages.', 'Safe.')).toBe('🟢 nginx PID 1324\n└ Serves web pages.\n└ Safe.');
  expect(asConsole('x', null, '')).toBe('x');
});
