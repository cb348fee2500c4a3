import { describe, expect, it } from 'vitest';
import { process } from './fixtures.ts';
import { litCells, rowModel } from './row.ts';

const WORDS = { denied: 'denied', unsupported: 'unsupported', not_yet: 'not yet', gone: 'gone', failed: 'failed', unknown: 'unknown' };

describe('a row', () => {
  it('says values with their units', () => {
    expect(rowModel(process({ cpu_percent: 97.24, rss_bytes: 412 * 1024 ** 2, memory_percent: 45, write_bytes_per_s: 4096 }), WORDS)).toMatchObject({
      name: 'nginx',
      command: { text: '"nginx: master process" -g "daemon off;"', gap: false },
      cpu: { text: '97.2', lit: 10, level: 'bad' },
      memory: { text: '412', unit: 'MB', level: 'bad' },
      write: { text: '4', unit: 'KB' },
    });
  });
  it('never shows a missing value as zero or as nothing', () => {
    const blind = rowModel(process({
      cpu_percent: null, rss_bytes: null, memory_percent: null, read_bytes_per_s: null, username: null, uid: null, cmdline: null, ports: null, sockets: null,
      gaps: { cpu_percent: 'not_yet', rss_bytes: 'failed', read_bytes_per_s: 'denied', username: 'gone', ports: 'denied' },
    }), WORDS);
    expect([blind.cpu.text, blind.memory.text, blind.read.text, blind.user.text, blind.command.text, blind.portsGap]).toEqual(['not yet', 'failed', 'denied', 'gone', 'unknown', 'denied']);
    expect([blind.cpu, blind.memory, blind.read, blind.user, blind.command].every((cell) => cell.gap)).toBe(true);
    expect(blind.ports).toBeNull();
  });
  it('shows a user without a name by number', () => {
    expect(rowModel(process({ username: null, uid: 4242 }), WORDS).user).toEqual({ text: '4242', unit: '', gap: false });
  });
  it('bounds and disarms what strangers wrote', () => {
    const model = rowModel(process({ name: `\u202e${'x'.repeat(20_000)}`, cmdline: ['\u001b[2J', 'y'.repeat(20_000)] }), WORDS);
    expect(model.name).toMatch(/^\\u\{202e\}x+…$/);
    expect(model.command.text).toMatch(/^\\x1b\[2J y+…$/);
    expect(model.name.length + model.command.text.length).toBeLessThan(400);
  });
  it('lights a cell for anything that is not idle', () => {
    expect([0, 0.4, 0.6, 14, 15, 100, 1200].map(litCells)).toEqual([0, 0, 1, 1, 2, 10, 10]);
  });
});
