// Of which kind a code of the second step is, as far as its shape tells. Pure. The server judges in the end.

export type CodeKind = 'digits' | 'recovery';

/** Long enough for a recovery code with whatever stands between its groups. */
export const MAX_CODE = 64;

/** The kind of a code that is whole; spaces and dashes are for the eye. */
export function kindOf(typed: string): CodeKind | null {
  const plain = typed.replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(plain)) return 'digits';
  // Crockford's base 32; the server reads o, i and l as the digits they look like.
  return /^[0-9a-tv-z]{24}$/i.test(plain) ? 'recovery' : null;
}
