import { expect, test } from 'vitest';
import { kindOf } from './code.ts';

test('six digits are a code, however they were pasted', () => {
  for (const typed of ['287082', ' 287 082\n', '287-082']) expect(kindOf(typed), typed).toBe('digits');
});

test('a recovery code is one with and without its dashes, in either case', () => {
  for (const typed of ['0k3m-9x2p-tttt-wwww-zzzz-1234', '0K3M9X2PTTTTWWWWZZZZ1234', 'OK3M 9X2P TTTT WWWW ZZZZ L234']) expect(kindOf(typed), typed).toBe('recovery');
});

test('what is not whole is neither', () => {
  for (const typed of ['', '28708', '2870822', 'abcdef', '٢٨٧٠٨٢', '0k3m-9x2p-tttt-wwww-zzzz-123', '0k3m-9x2p-tttt-wwww-zzzz-123u']) expect(kindOf(typed), typed).toBeNull();
});
