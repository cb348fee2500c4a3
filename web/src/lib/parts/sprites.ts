// Sprites are bitmaps written as text. '#' is the sprite's colour (currentColor), 'h' a highlight,
// other letters are the mascot's parts. Pure: turns text into SVG paths.

const BITMAPS = {
  // verdicts and states, 8×8: each has its own silhouette, so that colour is never the only sign
  safe: ['..####..', '.######.', '##hh####', '##h#####', '########', '########', '.######.', '..####..'],
  caution: ['...##...', '...##...', '..####..', '..#..#..', '.##..##.', '.######.', '###..###', '########'],
  danger: ['...##...', '..####..', '.##..##.', '###..###', '###..###', '.######.', '..#..#..', '...##...'],
  urgent: ['########', '#..##..#', '#..##..#', '#..##..#', '########', '#..##..#', '########', '########'],
  inactive: ['..####..', '.#....#.', '#......#', '#......#', '#......#', '#......#', '.#....#.', '..####..'],
  starting: ['..####..', '.#..###.', '#...####', '#...####', '#...####', '#...####', '.#..###.', '..####..'],
  unknown: ['.######.', '#......#', '#.####.#', '....##..', '...##...', '........', '...##...', '...##...'],
  gap: ['##.##.##', '#......#', '........', '#......#', '#......#', '........', '#......#', '##.##.##'],
  info: ['..####..', '.##..##.', '########', '##...###', '###..###', '###..###', '.#....#.', '..####..'],
  lock: ['..####..', '.##..##.', '.##..##.', '########', '###..###', '###..###', '########', '########'],
  pin: ['.######.', '..####..', '..####..', '.######.', '########', '...##...', '...##...', '...##...'],
  heart: ['........', '.##..##.', '########', '########', '########', '.######.', '..####..', '...##...'],
  broken: ['........', '.##..##.', '###..###', '##..####', '###..###', '.#..###.', '..#.##..', '...##...'],
  check: ['........', '......##', '.....##.', '....##..', '##.##...', '.###....', '..#.....', '........'],
  cross: ['........', '##....##', '.##..##.', '..####..', '..####..', '.##..##.', '##....##', '........'],
  right: ['..##....', '..###...', '..####..', '..#####.', '..#####.', '..####..', '..###...', '..##....'],
  down: ['........', '........', '########', '.######.', '..####..', '...##...', '........', '........'],
  up: ['........', '...##...', '..####..', '.######.', '########', '........', '........', '........'],
  pause: ['........', '.##..##.', '.##..##.', '.##..##.', '.##..##.', '.##..##.', '.##..##.', '........'],
  search: ['.####...', '##..##..', '##..##..', '##..##..', '.#####..', '....###.', '.....###', '......##'],
  copy: ['.######.', '.#....#.', '###...#.', '#.#...#.', '#.#####.', '#...#...', '#####...', '........'],
  globe: ['..####..', '.#.##.#.', '#..##..#', '########', '########', '#..##..#', '.#.##.#.', '..####..'],
  half: ['..####..', '.#..###.', '#...####', '#...####', '#...####', '#...####', '.#..###.', '..####..'],
  user: ['..####..', '..####..', '..####..', '...##...', '.######.', '########', '########', '........'],
  clock: ['..####..', '.#.#..#.', '#..#...#', '#..#...#', '#..###.#', '#......#', '.#....#.', '..####..'],
  elbow: ['.##.....', '.##.....', '.##.....', '.#######', '.#######', '........', '........', '........'],
  tree: ['##......', '##......', '.#......', '.####.##', '.#....##', '.#......', '.####.##', '......##'],
  back: ['...#....', '..##....', '.#######', '########', '.#######', '..##....', '...#....', '........'],
  // navigation, 12×12
  overview: ['.........##.', '.........##.', '.........##.', '.....##..##.', '.....##..##.', '.....##..##.', '.##..##..##.', '.##..##..##.', '.##..##..##.', '.##..##..##.', '............', '############'],
  processes: ['............', '##..########', '##..########', '............', '............', '##..######..', '##..######..', '............', '............', '##..########', '##..########', '............'],
  settings: ['............', '..###.......', '############', '..###.......', '............', '.......###..', '############', '.......###..', '............', '...###......', '############', '...###......'],
};

// The machine's face: a 16×15 body with a 10×8 screen. Its look is the state of the server.
const BODY = [
  '..bbbbbbbbbbbb..', '.bBBBBBBBBBBBBb.', '.bBssssssssssBb.', '.bBssssssssssBb.', '.bBssssssssssBb.', '.bBssssssssssBb.',
  '.bBssssssssssBb.', '.bBssssssssssBb.', '.bBssssssssssBb.', '.bBssssssssssBb.', '.bBBBBBBBBBBBBb.', '.bBlBBBBBkkkkBb.',
  '.bBBBBBBBBBBBBb.', '..bbbbbbbbbbbb..', '...bb......bb...',
];
const MOODS = {
  ok: ['..........', '..ee..ee..', '..ee..ee..', '..........', '.e......e.', '.ee....ee.', '..eeeeee..', '..........'],
  blink: ['..........', '..........', '..ee..ee..', '..........', '.e......e.', '.ee....ee.', '..eeeeee..', '..........'],
  warn: ['...e..e...', '.ee....ee.', '..........', '..ee..ee..', '..ee..ee..', '..........', '..eeeeee..', '..........'],
  bad: ['.eee..eee.', '.e.e..e.e.', '.eee..eee.', '..........', '...eeee...', '...e..e...', '...eeee...', '..........'],
  sleep: ['..........', '..........', '.e.e..e.e.', '.eee..eee.', '..........', '....ee....', '..........', '..........'],
  look: ['..........', '...ee..ee.', '...ee..ee.', '..........', '..........', '..eeeee...', '..........', '..........'],
};

function runs(rows: readonly string[], letter: string): string {
  let d = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== letter) continue;
      let w = 1;
      while (row[x + w] === letter) w++;
      d += `M${x} ${y}h${w}v1h-${w}z`;
      x += w - 1;
    }
  });
  return d;
}


export type SpriteName = keyof typeof BITMAPS;
/** State of the whole server: well, uneasy, alarm, looking (loading, waiting), asleep (disconnected). */
export type Mood = 'ok' | 'warn' | 'bad' | 'look' | 'sleep';

export interface SpriteShape {
  width: number;
  height: number;
  solid: string;
  highlight: string;
}

export function spriteShape(name: SpriteName): SpriteShape {
  const rows: readonly string[] = BITMAPS[name];
  return { width: rows[0]?.length ?? 0, height: rows.length, solid: runs(rows.map((row) => row.replaceAll('h', '#')), '#'), highlight: runs(rows, 'h') };
}

export interface FaceShape {
  edge: string;
  case: string;
  glass: string;
  slot: string;
  led: string;
  eyes: string;
  /** Closed eyes, for the blink; only the contented face blinks. */
  shut: string;
}

const FACE_WIDTH = 16;
export const FACE_SIZE = { width: FACE_WIDTH, height: BODY.length };

function screen(mood: keyof typeof MOODS): string[] {
  return BODY.map((_, y) => (y < 2 || y > 9 ? '.'.repeat(FACE_WIDTH) : `...${MOODS[mood][y - 2]}...`));
}

export function faceShape(mood: Mood): FaceShape {
  return {
    edge: runs(BODY, 'b'),
    case: runs(BODY, 'B') + runs(BODY, 'l') + runs(BODY, 'k'),
    glass: runs(BODY, 's'),
    slot: runs(BODY, 'k'),
    led: runs(BODY, 'l'),
    eyes: runs(screen(mood), 'e'),
    shut: mood === 'ok' ? runs(screen('blink'), 'e') : '',
  };
}
