// The rules for a new password that can be told before the server is asked. Pure. The server judges in the end.

export const MIN_LENGTH = 10;
export const MAX_LENGTH = 256;
const LEAST_DIFFERENT = 4;

// What is typed first when ten characters are asked for; the server knows more of them.
const COMMON = /^(?:(?:p[a@]ssw[o0]rd|qwerty|letmein|welcome|iloveyou|admin|root|abc|q1w2e3|1q2w3e)[\d!]*|\d+|qwertyuiop|changeme\d*|administrator)$/i;

export interface PasswordRules {
  long: boolean;
  uncommon: boolean;
  notTheName: boolean;
}

const common = (password: string): boolean => new Set(password).size < LEAST_DIFFERENT || COMMON.test(password);

export function passwordRules(password: string, username: string): PasswordRules {
  const name = username.trim().toLowerCase();
  return {
    // Counted in characters, not in UTF-16 units.
    long: [...password].length >= MIN_LENGTH,
    uncommon: password !== '' && !common(password),
    notTheName: password !== '' && password.toLowerCase() !== name,
  };
}

export const allowed = (rules: PasswordRules): boolean => rules.long && rules.uncommon && rules.notTheName;
