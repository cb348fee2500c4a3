// Users and tokens over the HTTP API, and what a refusal is called. Knows no markup.
import { api, segment } from '../../lib/api/client.ts';
import type { RecoveryCodes, Role, Token, TotpOffer, User } from '../../lib/api/types.ts';

export type { TotpOffer } from '../../lib/api/types.ts';

/** The name that comes back once from making a token, with its text. */
export interface TokenOnce {
  name: string;
  role: Role;
  token: string;
}

export const users = {
  list: async (): Promise<User[]> => (await api.get<{ users: User[] }>('users')).users,
  add: (username: string, password: string, role: Role): Promise<unknown> => api.post('users', { username, password, role }),
  setRole: (name: string, role: Role): Promise<unknown> => api.put(`users/${segment(name)}`, { role }),
  /** `current` is needed for one's own password. */
  setPassword: (name: string, password: string, current?: string): Promise<unknown> =>
    api.put(`users/${segment(name)}`, { password, ...(current === undefined ? {} : { current_password: current }) }),
  remove: (name: string): Promise<unknown> => api.delete(`users/${segment(name)}`),
  resetTotp: (name: string): Promise<unknown> => api.delete(`users/${segment(name)}/totp`),
};

/** The own second step. */
export const totp = {
  offer: (password: string): Promise<TotpOffer> => api.post<TotpOffer>('me/totp', { password }),
  confirm: (code: string): Promise<RecoveryCodes> => api.put<RecoveryCodes>('me/totp', { code }),
  remove: (password: string, code: string): Promise<unknown> => api.delete('me/totp', { body: { password, code } }),
};

export const tokens = {
  list: async (): Promise<Token[]> => (await api.get<{ tokens: Token[] }>('tokens')).tokens,
  make: (name: string, role: Role): Promise<TokenOnce> => api.post<TokenOnce>('tokens', { name, role }),
  revoke: (name: string): Promise<unknown> => api.delete(`tokens/${segment(name)}`),
};

