// Draws a text of digits, capital letters and few signs as a QR code of version 9, level L (ISO/IEC 18004): 53 modules,
// up to 335 letters. One size and one mask, because one kind of text is drawn here and no library may be asked offline.
const SIZE = 53, VERSION = 9, MASK = 2, BLOCKS = 2, DATA = 116, CHECK = 30, QUIET = 4;
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const ALIGNED = [[6, 26], [26, 6], [26, 26], [26, 46], [46, 26], [46, 46]];

const EXP = new Uint8Array(512), LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = x;
  LOG[x] = i;
  x = x << 1 ^ (x & 128 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? EXP[LOG[a] + LOG[b]] : 0);

/** Path data, strokes one module high, for a square of `WIDTH` modules with the quiet zone in it. */
export const WIDTH = SIZE + 2 * QUIET;
export function qrPath(text) {
  const { dark, fixed } = frame();
  place(dark, fixed, interleaved(codewords(text)));
  let path = "";
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      if (!dark[y][x]) continue;
      const from = x;
      while (x < SIZE && dark[y][x]) x++;
      path += `M${from + QUIET} ${y + QUIET + 0.5}h${x - from}`;
    }
  }
  return path;
}

function codewords(text) {
  const bits = [];
  const push = (value, count) => { for (let i = count - 1; i >= 0; i--) bits.push(value >> i & 1); };
  push(2, 4);
  push(text.length, 9);
  for (let i = 0; i < text.length; i += 2) {
    const [a, b] = [LETTERS.indexOf(text[i]), LETTERS.indexOf(text[i + 1] ?? "0")];
    if (a < 0 || b < 0) throw new RangeError("a letter that this code cannot hold");
    if (i + 1 < text.length) push(a * 45 + b, 11); else push(a, 6);
  }
  const room = BLOCKS * DATA * 8;
  if (bits.length > room) throw new RangeError("too long for this code");
  push(0, Math.min(4, room - bits.length));
  while (bits.length % 8) bits.push(0);
  const words = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((word, bit) => word << 1 | bit, 0));
  for (let pad = 0xec; words.length < BLOCKS * DATA; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

function interleaved(words) {
  const blocks = Array.from({ length: BLOCKS }, (_, n) => words.slice(n * DATA, (n + 1) * DATA));
  const checks = blocks.map(remainder);
  const woven = (rows, length) => Array.from({ length }, (_, i) => rows.map((row) => row[i])).flat();
  return [...woven(blocks, DATA), ...woven(checks, CHECK)];
}

function remainder(block) {
  let divisor = [1];
  for (let i = 0; i < CHECK; i++) {
    const next = [...divisor, 0];
    divisor.forEach((one, at) => { next[at + 1] ^= times(one, EXP[i]); });
    divisor = next;
  }
  const rest = [...block, ...new Array(CHECK).fill(0)];
  for (let i = 0; i < block.length; i++) {
    const lead = rest[i];
    divisor.forEach((one, at) => { rest[i + at] ^= times(one, lead); });
  }
  return rest.slice(block.length);
}

function frame() {
  const dark = Array.from({ length: SIZE }, () => new Uint8Array(SIZE));
  const fixed = Array.from({ length: SIZE }, () => new Uint8Array(SIZE));
  const set = (y, x, on) => {
    if (y < 0 || x < 0 || y >= SIZE || x >= SIZE) return;
    dark[y][x] = on ? 1 : 0;
    fixed[y][x] = 1;
  };
  const square = (y, x, reach, on) => {
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) set(y + dy, x + dx, on(Math.max(Math.abs(dy), Math.abs(dx))));
  };
  for (let i = 0; i < SIZE; i++) { set(6, i, i % 2 === 0); set(i, 6, i % 2 === 0); }
  for (const [y, x] of [[3, 3], [3, SIZE - 4], [SIZE - 4, 3]]) square(y, x, 4, (ring) => ring !== 2 && ring !== 4);
  for (const [y, x] of ALIGNED) square(y, x, 2, (ring) => ring !== 1);
  const format = bch(1 << 3 | MASK, 0x537, 10) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const on = format >> i & 1;
    set(i < 6 ? i : i < 8 ? i + 1 : SIZE - 15 + i, 8, on);
    set(8, i < 8 ? SIZE - 1 - i : i < 9 ? 7 : 14 - i, on);
  }
  set(SIZE - 8, 8, true);
  const version = bch(VERSION, 0x1f25, 12);
  for (let i = 0; i < 18; i++) {
    const [a, b] = [Math.floor(i / 3), SIZE - 11 + i % 3];
    set(a, b, version >> i & 1);
    set(b, a, version >> i & 1);
  }
  return { dark, fixed };
}

function bch(value, divisor, length) {
  let rest = value << length;
  for (let bit = 31 - Math.clz32(rest); bit >= length; bit = 31 - Math.clz32(rest)) rest ^= divisor << bit - length;
  return value << length | rest;
}

function place(dark, fixed, words) {
  let bit = 0;
  for (let right = SIZE - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let step = 0; step < SIZE; step++) {
      const y = up ? SIZE - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y][x]) continue;
        const on = words[bit >> 3] >> 7 - (bit & 7) & 1;
        dark[y][x] = on ^ (x % 3 === 0 ? 1 : 0);
        bit++;
      }
    }
  }
}
