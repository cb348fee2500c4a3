// The rules for a new password that can be told before the server is asked. Pure. The server judges in the end.

export const MIN_LENGTH = 12;

// The beginnings of what people type when asked for twelve characters.
const COMMON = ['password', 'passw0rd', 'qwerty', 'asdf', 'zxcv', 'letmein', 'welcome', 'iloveyou', 'admin', '1234', 'abcd', '1q2w3e4r', 'server', 'monitor'];

export interface PasswordRules {
  long: boolean;
  uncommon: boolean;
  notTheName: boolean;
}

function common(password: string): boolean {
  const plain = password.toLowerCase().replace(/[^a-z0-9]/g, '');
  // One sign or a few over and over, or little more than a common beginning.
  return new Set(plain.length > 0 ? plain : password).size < 5 || COMMON.some((word) => plain.startsWith(word) && plain.replaceAll(word, '').replace(/\d/g, '').length < 4);
}

export function passwordRules(password: string, username: string): PasswordRules {
  const name = username.trim().toLowerCase();
  return {
    // Counted in characters, not in UTF-16 units.
    long: [...password].length >= MIN_LENGTH,
    uncommon: password !== '' && !common(password),
    notTheName: password !== '' && (name.length < 3 || !password.toLowerCase().includes(name)),
  };
}

export const allowed = (rules: PasswordRules): boolean => rules.long && rules.uncommon && rules.notTheName;
