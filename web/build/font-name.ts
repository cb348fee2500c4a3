// Rewrites a TrueType font's names. The OFL reserves the original name for the unmodified font.

// Family, unique id, full name, PostScript name, typographic family: the ids that present a font to people.
const FAMILY_IDS = new Set([1, 16]);
const FULL_IDS = new Set([3, 4]);
const POSTSCRIPT_ID = 6;
// Copyright, licence and its address stay: the licence demands it.
const KEPT_IDS = new Set([0, 2, 5, 13, 14, 17]);

interface Table {
  tag: string;
  data: Buffer;
}

function readTables(font: Buffer): Table[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, i) => {
    const at = 12 + i * 16;
    const offset = font.readUInt32BE(at + 8);
    return { tag: font.toString('latin1', at, at + 4), data: font.subarray(offset, offset + font.readUInt32BE(at + 12)) };
  });
}

function checksum(data: Buffer): number {
  const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}

function writeTables(version: number, tables: Table[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const head = Buffer.alloc(12 + tables.length * 16);
  head.writeUInt32BE(version, 0);
  head.writeUInt16BE(tables.length, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(tables.length * 16 - power * 16, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  tables.forEach(({ tag, data }, i) => {
    const at = 12 + i * 16;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(checksum(data), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  });
  return Buffer.concat(parts);
}

function encode(text: string, platform: number): Buffer {
  // Platform 1 (Macintosh) is single-byte, the others are UTF-16BE.
  return platform === 1 ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le').swap16();
}

function rename(name: Buffer, family: string, style: string): Buffer {
  const strings = name.readUInt16BE(4);
  const records: { head: Buffer; data: Buffer }[] = [];
  for (let i = 0; i < name.readUInt16BE(2); i++) {
    const at = 6 + i * 12;
    const platform = name.readUInt16BE(at);
    const id = name.readUInt16BE(at + 6);
    const offset = strings + name.readUInt16BE(at + 10);
    const old = name.subarray(offset, offset + name.readUInt16BE(at + 8));
    let data: Buffer;
    if (FAMILY_IDS.has(id)) data = encode(family, platform);
    else if (FULL_IDS.has(id)) data = encode(`${family} ${style}`, platform);
    else if (id === POSTSCRIPT_ID) data = encode(`${family.replaceAll(' ', '')}-${style}`, platform);
    else if (KEPT_IDS.has(id)) data = Buffer.from(old);
    else continue;
    records.push({ head: Buffer.from(name.subarray(at, at + 12)), data });
  }
  const table = Buffer.alloc(6 + records.length * 12);
  table.writeUInt16BE(records.length, 2);
  table.writeUInt16BE(table.length, 4);
  let offset = 0;
  records.forEach(({ head, data }, i) => {
    head.writeUInt16BE(data.length, 8);
    head.writeUInt16BE(offset, 10);
    head.copy(table, 6 + i * 12);
    offset += data.length;
  });
  return Buffer.concat([table, ...records.map(({ data }) => data)]);
}

/** The same font under another family name; its copyright and licence records are kept. */
export function renameFamily(font: Buffer, family: string, style: string): Buffer {
  const tables = readTables(font);
  if (!tables.some(({ tag }) => tag === 'name')) throw new Error('the font has no name table; is it a TrueType file?');
  return writeTables(font.readUInt32BE(0), tables.map(({ tag, data }) => ({ tag, data: tag === 'name' ? rename(data, family, style) : data })));
}

/** The names of one id in a font, for tests and checks. */
export function namesOf(font: Buffer, wanted: number): string[] {
  const name = readTables(font).find(({ tag }) => tag === 'name')?.data;
  if (!name) return [];
  const found: string[] = [];
  for (let i = 0; i < name.readUInt16BE(2); i++) {
    const at = 6 + i * 12;
    if (name.readUInt16BE(at + 6) !== wanted) continue;
    const offset = name.readUInt16BE(4) + name.readUInt16BE(at + 10);
    const raw = Buffer.from(name.subarray(offset, offset + name.readUInt16BE(at + 8)));
    found.push(name.readUInt16BE(at) === 1 ? raw.toString('latin1') : raw.swap16().toString('utf16le'));
  }
  return found;
}
