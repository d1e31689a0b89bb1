// Sampled sources and devices (chapter 4, R4.30-R4.43).

import { entry, fixedOutputBox, deterministicBox, uniformBox } from './box.mjs';
import { bitStrings, winningParity } from './game.mjs';
import { HALF, ONE, Rational, ZERO, bitLength } from './rational.mjs';
import { checkEpsilon, checkFlip } from './source.mjs';
import { reject } from './wire.mjs';

const CHUNK = 2 ** 18;
const PLANE_WORDS = 4096;
const GAME = { name: 'mermin', parties: 5 };

/** [R4.30] SFC64; words are pairs of 32 bits, high and low. */
export class WordStream {
  constructor(seed, stream, chunk) {
    if (seed < 0n || seed >= 1n << 64n) reject('R4.30', `the seed ${seed}`);
    this.a = halves(seed);
    this.b = halves(stream);
    this.c = halves(chunk);
    this.counter = [0, 1];
    for (let i = 0; i < 18; i += 1) this.next();
  }
  next() {
    const { a, b, c, counter } = this;
    const w = add(add(a, b), counter);
    this.counter = add(counter, [0, 1]);
    this.a = [b[0] ^ (b[0] >>> 11), b[1] ^ ((b[1] >>> 11) | (b[0] << 21))];
    this.b = add(c, [(c[0] << 3) | (c[1] >>> 29), c[1] << 3]);
    this.c = add([(c[0] << 24) | (c[1] >>> 8), (c[1] << 24) | (c[0] >>> 8)], w);
    return w;
  }
}

function halves(n) {
  return [Number(BigInt.asUintN(32, BigInt(n) >> 32n)), Number(BigInt.asUintN(32, BigInt(n)))];
}

function add(x, y) {
  const low = (x[1] >>> 0) + (y[1] >>> 0);
  return [(x[0] + y[0] + (low > 0xffffffff ? 1 : 0)) | 0, low | 0];
}

export function hexadecimal([high, low]) {
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** [R4.31] The planes of one chunk, as far as the first `count` quintuplets of it need them. */
class Planes {
  constructor(seed, stream, chunk, count) {
    this.words = new WordStream(seed, stream, chunk);
    this.needed = Math.ceil(count / 64);
    this.planes = [];
  }
  bit(plane, quintuplet) {
    while (this.planes.length <= plane) {
      const words = [];
      for (let w = 0; w < PLANE_WORDS; w += 1) {
        const word = this.words.next();
        if (w < this.needed) words.push(word);
      }
      this.planes.push(words);
    }
    const [high, low] = this.planes[plane][Math.floor(quintuplet / 64)];
    const b = quintuplet % 64;
    return b < 32 ? (low >>> b) & 1 : (high >>> (b - 32)) & 1;
  }
  /** The number U that planes first, ..., first + k - 1 spell. */
  number(first, k, quintuplet) {
    let u = 0n;
    for (let i = 0; i < k; i += 1) u = 2n * u + BigInt(this.bit(first + i, quintuplet));
    return u;
  }
}

/** [R4.33] */
function nearestMultiple(p) {
  const scaled = p.times(1n << 32n);
  const below = scaled.floor();
  const rest = scaled.minus(below);
  const up = rest.greater(HALF) || (rest.equals(HALF) && below % 2n === 1n);
  return new Rational(up ? below + 1n : below, 1n << 32n);
}

function roundedUp(p) {
  return new Rational(p.times(1n << 32n).ceil(), 1n << 32n);
}

/** The number of planes of an event of probability p, a multiple of 2^-32. */
function planesOf(p) {
  return bitLength(p.d) - 1;
}

/** [R4.32] Whether U of k planes makes an event of probability p happen. */
function happens(u, k, p) {
  const all = 1n << BigInt(k);
  return new Rational(u).compare(ONE.minus(p).times(all)) >= 0 ? 1 : 0;
}

function event(planes, first, p, t) {
  const k = planesOf(p);
  return happens(planes.number(first, k, t), k, p);
}

/** For each chunk: f(planes, the number of quintuplets in it, the first one's number). */
function* chunks(seed, stream, quintuplets) {
  for (let first = 0; first < quintuplets; first += CHUNK) {
    const n = Math.min(CHUNK, quintuplets - first);
    yield { planes: new Planes(seed, stream, first / CHUNK, n), n, first };
  }
}

const upTo = (n) => Array.from({ length: n }, (_, i) => i);

/** Each of w bits a cell, w = 5 in the paper's protocol [R4.67]. */
const SOURCES = {
  /** [R4.34] */
  free: (_, w) => (planes, t) => upTo(w).map((party) => planes.bit(party, t)),
  /** [R4.35] */
  biased: (epsilon, w) => {
    const p = ONE.minus(roundedUp(epsilon));
    const k = planesOf(p);
    return (planes, t) => upTo(w).map((party) => event(planes, party * k, p, t));
  },
  /** [R4.36] */
  adversarial: (epsilon, w, rare) => {
    const p = roundedUp(epsilon);
    return (planes, t) => {
      const bits = upTo(w - 1).map((plane) => planes.bit(plane, t));
      const sum = bits.reduce((x, y) => x ^ y, 0);
      return [...bits, sum ^ (rare === '0' ? 1 : 0) ^ event(planes, w - 1, p, t)];
    };
  },
  /** [R4.37] */
  guessed: (epsilon, w) => {
    const p = roundedUp(epsilon);
    const k = planesOf(p);
    return (planes, t) => upTo(w).map((party) => planes.bit(party, t) ^ event(planes, w + party * k, p, t));
  },
  /** [R4.38] */
  markov: (flip, w) => {
    const p = roundedUp(flip);
    const k = planesOf(p);
    let last = 0;
    return (planes, t) => {
      const bits = [];
      for (let party = 0; party < w; party += 1) {
        const starts = t === 0 && party === 0;
        last = starts ? planes.bit(0, 0) : last ^ event(planes, 1 + party * k, p, t);
        bits.push(last);
      }
      return bits;
    };
  },
};

/** [R4.34]-[R4.38], [R4.67] The first `count` bits of a sampled source; `parameter` is epsilon or flip. */
export function sampleSource(name, parameter, seed, count, w = 5, rare) {
  if (name === 'markov') checkFlip(parameter);
  else if (name !== 'free') checkEpsilon(parameter);
  const sample = SOURCES[name](parameter, w, rare);
  const bits = [];
  for (const { planes, n } of chunks(seed, 0, Math.ceil(count / w))) {
    for (let t = 0; t < n; t += 1) bits.push(...sample(planes, t));
  }
  return bits.slice(0, count).join('');
}

// A device is { planes: how many it uses, answer: (planes, first plane, t, x) => outputs }.

/** [R4.39], [R4.68] */
const ghz = (game) => ({
  planes: game.parties,
  answer: (planes, first, t, x) => {
    const bits = upTo(game.parties - 1).map((plane) => planes.bit(first + plane, t));
    const wins = winningParity(game, x);
    const sum = bits.reduce((y, z) => y ^ z, 0);
    return [...bits, wins === null ? planes.bit(first + game.parties - 1, t) : sum ^ wins];
  },
});

/** [R4.69] */
function withLastFlipped(device, error) {
  const p = nearestMultiple(error);
  return {
    planes: device.planes + planesOf(p),
    answer: (planes, first, t, x) => {
      const bits = device.answer(planes, first, t, x);
      return [...bits.slice(0, -1), bits.at(-1) ^ event(planes, first + device.planes, p, t)];
    },
  };
}

/** [R4.40] */
function boxDevice(box) {
  const all = bitStrings(box.parties);
  const conditional = new Map(); // x and the outputs so far to the rounded probability of a 1
  const k = new Array(box.parties).fill(0);
  for (const x of all) {
    const sums = new Map();
    for (const a of all) {
      const p = entry(box, a, x);
      if (p.n === 0n) continue;
      for (let i = 0; i <= a.length; i += 1) {
        const prefix = a.slice(0, i);
        sums.set(prefix, (sums.get(prefix) ?? ZERO).plus(p));
      }
    }
    for (const [prefix, total] of sums) {
      if (prefix.length === box.parties) continue;
      const p = nearestMultiple((sums.get(`${prefix}1`) ?? ZERO).over(total));
      conditional.set(`${prefix}|${x}`, p);
      k[prefix.length] = Math.max(k[prefix.length], planesOf(p));
    }
  }
  return {
    planes: k.reduce((sum, n) => sum + n, 0),
    answer: (planes, first, t, x) => {
      let plane = first;
      let prefix = '';
      for (let i = 0; i < box.parties; i += 1) {
        const p = conditional.get(`${prefix}|${x}`) ?? ZERO;
        prefix += happens(planes.number(plane, k[i], t), k[i], p);
        plane += k[i];
      }
      return [...prefix].map(Number);
    },
  };
}

/** [R4.41] */
function withFlips(device, flip, parties) {
  const p = nearestMultiple(flip);
  const k = planesOf(p);
  return {
    planes: device.planes + parties * k,
    answer: (planes, first, t, x) =>
      device
        .answer(planes, first, t, x)
        .map((bit, party) => bit ^ event(planes, first + device.planes + party * k, p, t)),
  };
}

/** [R4.42] The first device answers with probability given0 if e = 0 and given1 if e = 1. */
function mixture(first, second, given0, given1) {
  const [p0, p1] = [nearestMultiple(given0), nearestMultiple(given1)];
  const [k0, k1] = [planesOf(p0), planesOf(p1)];
  const start = 1 + k0 + k1;
  return {
    planes: start + first.planes + second.planes,
    answer: (planes, plane, t, x) => {
      const e = planes.bit(plane, t);
      const answers = e ? event(planes, plane + 1 + k0, p1, t) : event(planes, plane + 1, p0, t);
      if (answers) return first.answer(planes, plane + start, t, x);
      return second.answer(planes, plane + start + first.planes, t, x);
    },
  };
}

const fixed = (game, value) => boxDevice(fixedOutputBox(game, 1, value));

function checkProbability(p, rule) {
  if (p.n < 0n || p.greater(ONE)) reject(rule, `${p} is no probability`);
}

/** [R4.43], [R4.68] */
const DEVICES = {
  ghz: ({ game }) => ghz(game),
  depolarised: ({ game, noise }) => {
    checkProbability(noise, 'R4.43');
    return withFlips(ghz(game), noise.times(new Rational(2n, 3n)), game.parties);
  },
  noisy: ({ game, error }) => {
    checkProbability(error, 'R4.69');
    return withLastFlipped(ghz(game), error);
  },
  classical: ({ game }) => boxDevice(deterministicBox('1'.padEnd(game.parties, '0'), '1'.padEnd(game.parties, '0'))),
  uniform: ({ game }) => boxDevice(uniformBox(game.parties)),
  'fixed-output': ({ game }) => fixed(game, '0'),
  guessing: ({ game }) => mixture(fixed(game, '0'), fixed(game, '1'), ONE, ZERO),
  box: ({ box }) => boxDevice(box),
};

export const DEVICE_NAMES = Object.keys(DEVICES);
export const SOURCE_NAMES = Object.keys(SOURCES);

/** [R4.31], [R4.39]-[R4.43] What the devices of quintuplets 1, 2, ... answer. */
export function sampleDevice(name, options, seed, inputs) {
  const device = DEVICES[name]({ game: GAME, ...options });
  const outputs = [];
  for (const { planes, n, first } of chunks(seed, 1, inputs.length)) {
    for (let t = 0; t < n; t += 1) outputs.push(device.answer(planes, 0, t, inputs[first + t]).join(''));
  }
  return outputs;
}
