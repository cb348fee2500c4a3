import { expect, test } from 'vitest';
import { allowed, passwordRules } from './password.ts';

test('ten characters are needed, counted as people count them', () => {
  expect(passwordRules('한글비밀번호열글자다', 'minsu').long).toBe(true);
  expect(passwordRules('🦊🦊🦊🦊🦊🦊', 'minsu').long).toBe(false);
});

test('what everybody types is refused', () => {
  for (const password of ['password1234', 'qwerty123456', 'aaaaaaaaaaaa', '123456789012', 'admin1234567']) expect(allowed(passwordRules(password, 'x')), password).toBe(false);
});

test('a phrase is fine', () => {
  expect(allowed(passwordRules('correct-horse', 'minsu'))).toBe(true);
});

test('the user name is no password', () => {
  expect(passwordRules('Minsu-server', 'minsu-server').notTheName).toBe(false);
});
