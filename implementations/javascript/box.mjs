// Boxes (chapter 2). A box is { parties, entries }, entries a Map from "a|x" to rationals.

import { bitStrings, coefficient, inX, parity, weight, winningParity } from './game.mjs';
import { ONE, Rational, ZERO, overCommonDenominator } from './rational.mjs';
import { reject } from './wire.mjs';

export function entry(box, a, x) {
  return box.entries.get(`${a}|${x}`) ?? ZERO;
}

/** A box from a function of (a, x); inputs first, then outputs. */
export function makeBox(parties, value) {
  const entries = new Map();
  for (const x of bitStrings(parties)) {
    for (const a of bitStrings(parties)) {
      entries.set(`${a}|${x}`, value(a, x));
    }
  }
  return { parties, entries };
}

/** [R2.8], [R2.9], [R2.10] Everything a box has to keep. */
export function checkBox(box) {
  const { parties } = box;
  for (const [key, p] of box.entries) if (p.n < 0n) reject('R2.8', `P(${key}) = ${p}`);
  const { numerators, denominator } = overCommonDenominator([...box.entries.values()]);
  const size = 2 ** parties;
  const table = new Array(size * size).fill(0n); // index: x, then a
  let i = 0;
  for (const key of box.entries.keys()) {
    const a = parseInt(key.slice(0, parties), 2);
    const x = parseInt(key.slice(parties + 1), 2);
    table[x * size + a] = numerators[i];
    i += 1;
  }
  for (let x = 0; x < size; x += 1) {
    let sum = 0n;
    for (let a = 0; a < size; a += 1) sum += table[x * size + a];
    if (sum !== denominator) reject('R2.9', `the sum at input number ${x} is ${new Rational(sum, denominator)}`);
  }
  for (let mask = 1; mask < size; mask *= 2) {
    for (let x = 0; x < size; x += 1) {
      if (x & mask) continue;
      for (let a = 0; a < size; a += 1) {
        if (a & mask) continue;
        const low = table[x * size + a] + table[x * size + a + mask];
        const high = table[(x + mask) * size + a] + table[(x + mask) * size + a + mask];
        if (low !== high) reject('R2.10', `signals at input number ${x} with the party of value ${mask}`);
      }
    }
  }
}

/** [R2.13] The sum of I(a,x) P(a|x). */
export function loss(game, box) {
  const terms = [];
  for (const [key, p] of box.entries) {
    const [a, x] = key.split('|');
    if (coefficient(game, a, x)) terms.push(p);
  }
  return Rational.sum(terms);
}

/** [R2.8]-[R2.10], [R2.13] A box of maximal violation. */
export function checkMaximalBox(game, box) {
  checkBox(box);
  const lost = loss(game, box);
  if (lost.n !== 0n) reject('R2.13', `the loss is ${lost}`);
}

/** P(f(a) = 1 | x) for a function f of the outputs. */
export function probability(box, x, f) {
  const terms = [];
  for (const [key, p] of box.entries) {
    const [a, input] = key.split('|');
    if (input === x && f(a)) terms.push(p);
  }
  return Rational.sum(terms);
}

/** [R2.11] The marginal of parties `of`, in that order; the inputs of the others are 0. */
export function marginal(box, of) {
  const sums = new Map();
  for (const [key, p] of box.entries) {
    const [a, x] = key.split('|');
    if ([...x].some((bit, i) => bit === '1' && !of.includes(i + 1))) continue;
    const pick = (bits) => of.map((party) => bits[party - 1]).join('');
    const target = `${pick(a)}|${pick(x)}`;
    sums.set(target, (sums.get(target) ?? ZERO).plus(p));
  }
  return makeBox(of.length, (a, x) => sums.get(`${a}|${x}`) ?? ZERO);
}

/** [R2.12] The first box's parties come first. */
export function product(left, right) {
  const n = left.parties;
  return makeBox(n + right.parties, (a, x) =>
    entry(left, a.slice(0, n), x.slice(0, n)).times(entry(right, a.slice(n), x.slice(n))),
  );
}

const fraction = (n) => new Rational(1n, BigInt(n));

/** [R2.14] Each output is a function of its own input. */
export function deterministicBox(for0, for1) {
  return makeBox(for0.length, (a, x) =>
    [...a].every((bit, i) => bit === (x[i] === '1' ? for1[i] : for0[i])) ? ONE : ZERO,
  );
}

/** [R2.14] */
export function uniformBox(parties) {
  return makeBox(parties, () => fraction(2 ** parties));
}

/** [R2.14] a_1 + a_2 = x_1 x_2 modulo 2. */
export function prBox() {
  return makeBox(2, (a, x) => (parity(a) === (x === '11' ? 1 : 0) ? fraction(2) : ZERO));
}

/** [R2.14] Uniform among the parity that the GHZ game asks for, uniform outside X. */
export function ghzBox(parties) {
  const game = { name: 'ghz', parties };
  return makeBox(parties, (a, x) => {
    const wins = winningParity(game, x);
    if (wins === null) return fraction(2 ** parties);
    return parity(a) === wins ? fraction(2 ** (parties - 1)) : ZERO;
  });
}

/**
 * [R2.14] Party `party` always answers `value` and the parity wins. The party's own input cannot
 * matter to the others ([R2.10]), and of the two inputs that differ in it just one is in X: its
 * parity holds on both.
 */
export function fixedOutputBox(game, party, value) {
  const i = party - 1;
  const n = game.parties;
  return makeBox(n, (a, x) => {
    if (a[i] !== value) return ZERO;
    const other = x.slice(0, i) + (x[i] === '1' ? '0' : '1') + x.slice(i + 1);
    const wins = winningParity(game, inX(game, x) ? x : other);
    return weight(a) % 2 === wins ? fraction(2 ** (n - 2)) : ZERO;
  });
}
