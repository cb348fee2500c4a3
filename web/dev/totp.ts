// The second step as the mock plays it: the code 287082 and every recovery code is right, 000000 was used already.

const RIGHT = '287082';
const CODES = Array.from({ length: 10 }, (_, i) => `0k3m-9x2p-tttt-wwww-zzzz-12${String(i + 20)}`);

/** Something that looks like a QR code: three corners and noise. */
function drawn(): string {
  const size = 33;
  const corner = (x: number, y: number): boolean | null => {
    const [u, v] = [x < 7 ? x : x >= size - 7 ? x - size + 7 : -1, y < 7 ? y : y >= size - 7 ? y - size + 7 : -1];
    if (u < 0 || v < 0 || (x >= 7 && y >= 7)) return null;
    const ring = Math.max(Math.abs(u - 3), Math.abs(v - 3));
    return ring !== 2;
  };
  let path = '';
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (corner(x, y) ?? (x * 7 + y * 13 + ((x * y) % 5)) % 3 === 0) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 8} ${size + 8}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path fill="#000" d="${path}"/></svg>`;
}

export interface Reply {
  status: number;
  code?: string;
  body?: unknown;
}

export class MockTotp {
  on = false;
  left = 10;
  #offered = false;

  /** What a log-in with the right password is answered; null lets in. */
  logIn(code: unknown): Reply | null {
    if (!this.on) return null;
    if (typeof code !== 'string' || code.trim() === '') return { status: 401, code: 'totp_required' };
    if (code.replace(/\s/g, '') === RIGHT) return null;
    if (!CODES.includes(code.trim().toLowerCase())) return { status: 401, code: 'totp_wrong' };
    this.left -= 1;
    return null;
  }

  /** `me/totp`. */
  own(method: string, body: Record<string, unknown>): Reply {
    const password = body['password'] === 'correct-horse';
    const code = String(body['code'] ?? '').replace(/\s/g, '');
    if (method === 'POST') {
      if (!password) return { status: 403, code: 'wrong_password' };
      this.#offered = true;
      return { status: 200, body: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/server-monitor:minsu', qr_svg: drawn() } };
    }
    if (method === 'PUT') {
      if (!this.#offered) return { status: 409, code: 'totp_not_offered' };
      if (code !== RIGHT) return { status: 403, code: 'wrong_totp_code' };
      this.on = true;
      this.left = 10;
      return { status: 200, body: { recovery_codes: CODES } };
    }
    if (!password) return { status: 403, code: 'wrong_password' };
    if (code !== RIGHT && !CODES.includes(code)) return { status: 403, code: 'wrong_totp_code' };
    this.on = false;
    return { status: 204 };
  }
}
