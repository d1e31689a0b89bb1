// Weak sources (chapter 1). A source is { bits, entries }, entries a list of [x, e, P(x,e)].

import { createHash } from 'node:crypto';
import { bitStrings, weight } from './game.mjs';
import { HALF, ONE, Rational, ZERO } from './rational.mjs';
import { readBits, readObject, readRational, reject, unreadable } from './wire.mjs';

/** Keys are "x" or "x|e". */
export function readSource(bits, value) {
  const entries = [];
  const seen = new Set();
  for (const [key, item] of readObject(value, 'entries')) {
    const bar = key.indexOf('|');
    const x = bar < 0 ? key : key.slice(0, bar);
    const e = bar < 0 ? '' : key.slice(bar + 1);
    if (seen.has(`${x}|${e}`)) unreadable('R6.6', `the entry ${key} is there twice`);
    seen.add(`${x}|${e}`);
    entries.push([readBits(x, 'a key of entries', bits), e, readRational(item, `entries[${key}]`)]);
  }
  return { bits, entries };
}

/** [R1.4] */
export function checkEpsilon(epsilon) {
  if (epsilon.n <= 0n || epsilon.greater(HALF)) reject('R1.4', `epsilon is ${epsilon}`);
  return epsilon;
}

/** [R1.1] */
export function checkDistribution(source) {
  for (const [x, , p] of source.entries) if (p.n < 0n) reject('R1.1', `P(${x}) = ${p}`);
  const sum = Rational.sum(source.entries.map(([, , p]) => p));
  if (!sum.equals(ONE)) reject('R1.1', `the sum is ${sum}`);
}

/**
 * The conditional probabilities of the bits numbered `chosen`, given e and all other bits, the past
 * and the future [R1.3]: [value, probability] for circumstances of positive probability.
 */
function* conditionals(source, chosen) {
  const circumstances = new Map();
  for (const [x, e, p] of source.entries) {
    const others = [...x].map((bit, i) => (chosen.includes(i) ? '.' : bit)).join('');
    const value = chosen.map((i) => x[i]).join('');
    const key = JSON.stringify([others, e]);
    if (!circumstances.has(key)) circumstances.set(key, new Map());
    const values = circumstances.get(key);
    values.set(value, (values.get(value) ?? ZERO).plus(p));
  }
  for (const values of circumstances.values()) {
    const total = Rational.sum([...values.values()]);
    if (total.n === 0n) continue;
    for (const value of bitStrings(chosen.length)) yield (values.get(value) ?? ZERO).over(total);
  }
}

/** [R1.5] The least conditional probability of a bit, 1/2 for no bits. */
export function largestEpsilon(source) {
  let least = HALF;
  for (let j = 0; j < source.bits; j += 1) {
    for (const p of conditionals(source, [j])) least = least.min(p);
  }
  return least;
}

/** [R1.2] Eq (1). */
export function checkSource(source, epsilon) {
  checkEpsilon(epsilon);
  checkDistribution(source);
  const largest = largestEpsilon(source);
  if (largest.less(epsilon)) reject('R1.2', `a bit has conditional probability ${largest} only`);
}

/** [R1.12] Eq (14), lower[n-1] = G(n) and upper[n-1] = F(n). */
export function checkJointBounds(source, lower, upper) {
  checkDistribution(source);
  for (const g of lower) if (g.n <= 0n) reject('R1.12', `G is ${g}`);
  const numbers = Array.from({ length: source.bits }, (_, i) => i);
  for (let subset = 1; subset < 2 ** source.bits; subset += 1) {
    const chosen = numbers.filter((i) => subset & (1 << i));
    const n = chosen.length;
    for (const p of conditionals(source, chosen)) {
      if (p.less(lower[n - 1]) || p.greater(upper[n - 1])) reject('R1.12', `${n} bits have ${p}`);
    }
  }
}

/** [R1.6] */
export function epsilonOfBias(bias) {
  if (bias.n < 0n || !bias.less(HALF)) reject('R1.6', `a bias of ${bias}`);
  return HALF.minus(bias);
}

/** [R1.7] The largest multiple of 2^-64 that is at most 1 - 2^-r. */
export function epsilonOfRate(rate) {
  if (rate.n <= 0n || rate.greater(ONE) || rate.d > 10000n) reject('R1.7', `a rate of ${rate}`);
  // The least integer m with m >= 2^(64 - r), that is m^d >= 2^(64 d - n).
  const target = 1n << (64n * rate.d - rate.n);
  let low = 0n;
  let high = 1n << 64n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** rate.d >= target) high = middle;
    else low = middle;
  }
  return new Rational((1n << 64n) - high, 1n << 64n);
}

/** [R1.8] Independent bits, each 0 with probability epsilon. */
export function biasedSource(bits, epsilon) {
  checkEpsilon(epsilon);
  return bitStrings(bits).map((x) => [
    x,
    epsilon.power(bits - weight(x)).times(ONE.minus(epsilon).power(weight(x))),
  ]);
}

/** [R1.9] The source that defeats f, given by its truth table. */
export function defeatingSource(bits, epsilon, table) {
  checkEpsilon(epsilon);
  if (2 * weight(table) !== table.length) reject('R1.9', 'f is not 0 on exactly half of the strings');
  const half = new Rational(2n, 1n << BigInt(bits));
  return bitStrings(bits).map((x, i) => [
    x,
    half.times(table[i] === '0' ? ONE.minus(epsilon) : epsilon),
  ]);
}

/** [R1.10] x uniform, each bit of e right with probability 1 - epsilon. */
export function guessedSource(bits, epsilon) {
  checkEpsilon(epsilon);
  const entries = [];
  for (const x of bitStrings(bits)) {
    for (const e of bitStrings(bits)) {
      let wrong = 0;
      for (let i = 0; i < bits; i += 1) wrong += x[i] !== e[i];
      const p = epsilon.power(wrong).times(ONE.minus(epsilon).power(bits - wrong));
      entries.push([`${x}|${e}`, p.over(1n << BigInt(bits))]);
    }
  }
  return entries;
}

export function checkFlip(flip) {
  if (flip.n <= 0n || flip.greater(HALF)) reject('R1.11', `a flip probability of ${flip}`);
  return flip;
}

/** [R1.11] */
export function markovSource(bits, flip) {
  checkFlip(flip);
  return bitStrings(bits).map((x) => {
    let p = bits === 0 ? ONE : HALF;
    for (let i = 1; i < bits; i += 1) p = p.times(x[i] === x[i - 1] ? ONE.minus(flip) : flip);
    return [x, p];
  });
}

/** [R1.15]-[R1.17], [R1.23] The bits of a file. */
function bitsOfBytes(bytes, encoding) {
  const bits = [];
  const width = /^nist-[2-8]$/.test(encoding) ? Number(encoding.slice(5)) : 0;
  for (const byte of bytes) {
    if (encoding === 'nist') {
      if (byte > 1) reject('R1.15', `the byte ${byte}`);
      bits.push(byte);
    } else if (width > 0) {
      if (byte >= 2 ** width) reject('R1.23', `the byte ${byte}`);
      for (let i = width - 1; i >= 0; i -= 1) bits.push((byte >> i) & 1);
    } else if (encoding === 'ascii') {
      if (byte === 0x30 || byte === 0x31) bits.push(byte - 0x30);
      else if (![0x20, 0x09, 0x0d, 0x0a].includes(byte)) reject('R1.16', `the byte ${byte}`);
    } else {
      for (let i = 0; i < 8; i += 1) bits.push((byte >> (encoding === 'packed-msb' ? 7 - i : i)) & 1);
    }
  }
  return bits;
}

/** [R1.18]-[R1.20] The bits used of a file, its SHA-256, its ones and its transitions. */
export function weakBits(bytes, encoding, stride) {
  if (stride < 1) reject('R1.18', `a stride of ${stride}`);
  const used = bitsOfBytes(bytes, encoding).filter((_, i) => i % stride === 0);
  const transitions = { '00': 0, '01': 0, '10': 0, '11': 0 };
  for (let i = 1; i < used.length; i += 1) transitions[`${used[i - 1]}${used[i]}`] += 1;
  return {
    bits: used.join(''),
    bits_used: used.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ones: used.filter((bit) => bit === 1).length,
    transitions,
  };
}
