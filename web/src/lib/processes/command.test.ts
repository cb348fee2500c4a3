import { expect, test } from 'vitest';
import { commandLine, oneLine } from './command.ts';
import { process } from './fixtures.ts';

test('a command line keeps its arguments apart, and is not without end', () => {
  expect(commandLine(['sh', '-c', 'echo "hi"', ''], 200)).toBe('sh -c "echo "hi"" ""');
  expect(commandLine(['x'.repeat(20_000)], 100)).toHaveLength(101);
});

test('one line is copied without steering characters', () => {
  expect(oneLine(process())).toBe('nginx PID 1324 PORT 80,443');
  expect(oneLine(process({ name: 'a\nb', ports: [] }))).toBe('a\\nb PID 1324');
  expect(oneLine(process({ ports: null }))).toBe('nginx PID 1324');
});
