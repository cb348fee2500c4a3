// A policy as it comes: a document that any program may have written, of which nothing can be relied on. Pure.

export type Platform = 'linux' | 'windows' | 'common';
export const PLATFORMS: readonly Platform[] = ['linux', 'windows', 'common'];

/** A row of `GET policies`, whatever else is in it. */
export type PolicyRow = Readonly<Record<string, unknown>>;

/** A policy as the page shows it. What is missing, or of another type than expected, is null or empty here and stands in `others`. */
export interface Policy {
  /** Opaque. */
  id: string;
  name: string | null;
  /** Null where it cannot be told: then it holds everywhere. */
  platform: Platform | null;
  /** It can be followed; one that cannot forbids. */
  readable: boolean;
  /** What is wrong with it, in the server's words. */
  problem: string | null;
  category: string;
  ko: string;
  en: string;
  /** Null in a document where it is neither true nor false. */
  terminatable: boolean | null;
  system: boolean;
  reason: string;
  tags: readonly string[];
  aliases: readonly string[];
  expect: readonly Extra[];
  createdAt: string | null;
  updatedAt: string | null;
  /** It came with the program; somebody may have changed it since. */
  seeded: boolean;
  /** Fields of other programs, and ours that hold something else than expected. */
  others: readonly Extra[];
}

export interface Extra {
  key: string;
  /** The value as JSON. */
  value: string;
}

const OURS = ['id', 'name', 'platform', 'readable', 'problem', 'category', 'description', 'policy', 'tags', 'created_at', 'updated_at', 'descriptions', 'aliases', 'expect', 'seed'];
const INNER = ['is_system', 'terminatable', 'reason'];

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const texts = (value: unknown): string[] | null => (Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null);

/** Reads one row. Never throws. */
export function readPolicy(row: PolicyRow): Policy {
  const others: Extra[] = [];
  /** Takes a field if it is what it should be; else it is shown as it stands. */
  const take = <T>(from: Fields, key: string, read: (value: unknown) => T | null, path = key): T | null => {
    const value = from[key];
    if (value === undefined) return null;
    const read_ = read(value);
    if (read_ === null) others.push({ key: path, value: JSON.stringify(value) });
    return read_;
  };
  const policy = take(row, 'policy', (value) => (isFields(value) ? value : null)) ?? {};
  const said = take(row, 'descriptions', (value) => (isFields(value) ? value : null)) ?? {};
  const korean = take(row, 'description', text) ?? take(said, 'ko', text, 'descriptions.ko') ?? '';
  const read: Policy = {
    id: text(row['id']) ?? '',
    name: take(row, 'name', text) || null,
    platform: take(row, 'platform', (value) => PLATFORMS.find((one) => one === value) ?? null),
    readable: row['readable'] === true,
    problem: text(row['problem']),
    category: take(row, 'category', text) ?? '',
    ko: korean,
    en: take(said, 'en', text, 'descriptions.en') ?? '',
    terminatable: take(policy, 'terminatable', (value) => (typeof value === 'boolean' ? value : null), 'policy.terminatable'),
    system: take(policy, 'is_system', (value) => (typeof value === 'boolean' ? value : null), 'policy.is_system') ?? false,
    reason: take(policy, 'reason', text, 'policy.reason') ?? '',
    tags: take(row, 'tags', texts) ?? [],
    aliases: take(row, 'aliases', texts) ?? [],
    expect: Object.entries(take(row, 'expect', (value) => (isFields(value) ? value : null)) ?? {}).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
    createdAt: take(row, 'created_at', text),
    updatedAt: take(row, 'updated_at', text),
    seeded: take(row, 'seed', (value) => (isFields(value) ? value : null)) !== null,
    others,
  };
  for (const [key, value] of Object.entries(row)) if (!OURS.includes(key)) others.push({ key, value: JSON.stringify(value) });
  for (const [key, value] of Object.entries(policy)) if (!INNER.includes(key)) others.push({ key: `policy.${key}`, value: JSON.stringify(value) });
  return read;
}

/** Whether processes of its name may be ended as far as it is concerned. What cannot be read forbids. */
export const permits = (policy: Policy): boolean => policy.readable && policy.terminatable === true && !policy.system;
