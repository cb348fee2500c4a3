import { describe, expect, it } from 'vitest';
import type { User } from '../../lib/api/types.ts';
import { isLastAdmin, isName, nameProblem } from './rules.ts';

const user = (name: string, role: User['role']): User => ({ name, role, created_at: '2026-11-21T00:00:00Z', last_login_at: null, totp: false });

describe('a name', () => {
  it('begins with a letter or digit and holds nothing that needs quoting', () => {
    for (const name of ['a', 'minsu', 'ops.kim@example-1', '9', 'x'.repeat(64)]) expect(isName(name)).toBe(true);
    for (const name of ['', '-root', '.hidden', '@x', 'a b', 'a/b', '민수', 'x'.repeat(65), 'a\n', '<b>']) expect(isName(name)).toBe(false);
  });
});

describe('a name that is being typed', () => {
  it('is not blamed before anything was typed, and then for what is wrong with it', () => {
    expect(nameProblem('', [], false)).toBeNull();
    expect(nameProblem('', [], true)).toBe('settings-users-name-bad');
    expect(nameProblem('-x', [], false)).toBe('settings-users-name-bad');
    expect(nameProblem('ann', [user('ann', 'viewer')], false)).toBe('settings-users-name-taken');
    expect(nameProblem('bo', [user('ann', 'viewer')], true)).toBeNull();
  });
});

describe('the last admin', () => {
  it('is the only admin, however many others there are', () => {
    const ann = user('ann', 'admin');
    expect(isLastAdmin(ann, [ann, user('bo', 'operator'), user('cy', 'viewer')])).toBe(true);
    expect(isLastAdmin(ann, [ann, user('bo', 'admin')])).toBe(false);
    expect(isLastAdmin(user('bo', 'operator'), [ann, user('bo', 'operator')])).toBe(false);
  });
});
