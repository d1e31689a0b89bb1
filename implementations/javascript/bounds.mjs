// Guessing probability, families' numbers and the theorems' bounds (chapter 5).

import { checkList } from './certificate-codes.mjs';
import { bitStrings, inX } from './game.mjs';
import { HALF, lcm, ONE, Rational, ZERO } from './rational.mjs';
import { checkEpsilon } from './source.mjs';
import { checkKeep, rate, testedBound } from './tested.mjs';
import { checkTolerance } from './protocol.mjs';
import { reject, unreadable } from './wire.mjs';

/** The sums of the rows' probabilities over those with equal keys. */
function sumBy(rows, key) {
  const sums = new Map();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? ZERO).plus(row.p));
  return sums;
}

const valueOf = (sums, key) => sums.get(key) ?? ZERO;
const quarter = new Rational(1n, 4n);

/** [R5.1]-[R5.5] Eq (12); `tables` are lists of rows { k, y, t, g, e, p }, one list for each z. */
export function guess(tables) {
  if (tables.length === 0) reject('R5.1', 'no table');
  for (const rows of tables) {
    for (const row of rows) if (row.p.n < 0n) reject('R5.1', `a probability of ${row.p}`);
    const sum = Rational.sum(rows.map((row) => row.p));
    if (!sum.equals(ONE)) reject('R5.1', `the sum is ${sum}`);
  }
  for (const row of tables.flat()) {
    if (row.g === '0' && row.k === '1' && row.p.n !== 0n) reject('R5.2', 'k = 1 where g = 0');
  }
  const honest = (row) => JSON.stringify([row.k, row.y, row.t, row.g]);
  const marginals = tables.map((rows) => sumBy(rows, honest));
  const all = new Set(marginals.flatMap((sums) => [...sums.keys()]));
  for (const sums of marginals) {
    for (const key of all) {
      if (!valueOf(sums, key).equals(valueOf(marginals[0], key))) reject('R5.3', `at ${key} z matters`);
    }
  }
  // [R5.4], [R5.5] Where g = 0 nothing differs from the ideal; where g = 1, for both k.
  const published = new Set(tables.flat().filter((row) => row.g === '1').map((row) => JSON.stringify([row.y, row.t])));
  const terms = [];
  for (const place of published) {
    for (const k of ['0', '1']) {
      let greatest = ZERO;
      for (const rows of tables) {
        const here = rows.filter((row) => row.g === '1' && JSON.stringify([row.y, row.t]) === place);
        const either = sumBy(here, (row) => row.e);
        const thisK = sumBy(here.filter((row) => row.k === k), (row) => row.e);
        const differences = [...either].map(([e, p]) => valueOf(thisK, e).minus(p.times(HALF)).abs());
        greatest = greatest.max(Rational.sum(differences));
      }
      terms.push(greatest);
    }
  }
  return HALF.plus(Rational.sum(terms).times(quarter));
}

/** [R5.13] kappa_0, ..., kappa_n; every y and x of X must be there. */
export function kappa(game, betas) {
  const inputs = bitStrings(game.parties).filter((x) => inX(game, x));
  for (const y of inputs) {
    if (!betas.has(y)) unreadable('R6.9', `no betas for ${y}`);
    for (const x of inputs) if (!betas.get(y).has(x)) unreadable('R6.9', `no beta(${y},${x})`);
    if (betas.get(y).size !== inputs.length) unreadable('R6.10', `a beta(${y},.) outside X`);
  }
  if (betas.size !== inputs.length) unreadable('R6.10', 'betas for an input outside X');
  const distance = (x, y) => [...x].filter((bit, i) => bit !== y[i]).length;
  const result = new Array(game.parties + 1).fill(null);
  for (const x of inputs) {
    const sums = new Array(game.parties + 1).fill(ZERO);
    for (const y of inputs) sums[distance(x, y)] = sums[distance(x, y)].plus(betas.get(y).get(x));
    sums.forEach((sum, d) => {
      result[d] = result[d] === null ? sum : result[d].max(sum);
    });
  }
  return result;
}

/** [R5.15] M(m,s), the sum of the s largest masses. */
function mass(m, s, epsilon) {
  let left = BigInt(s);
  let sum = ZERO;
  let count = 1n; // C(m, j)
  for (let j = 0; left > 0n; j += 1) {
    const taken = count < left ? count : left;
    sum = sum.plus(ONE.minus(epsilon).power(m - j).times(epsilon.power(j)).times(taken));
    left -= taken;
    count = (count * BigInt(m - j)) / BigInt(j + 1);
  }
  return sum;
}

/** Decimals that enclose factor times the square root of s [R5.40], with 30 digits after the first. */
function enclose(factor, s) {
  const square = factor.times(factor).times(s);
  if (square.n === 0n) return { lower: ZERO, upper: ZERO };
  let scale = 1n;
  while (square.times(scale * scale).less(10n ** 60n)) scale *= 10n;
  const low = squareRoot(square.times(scale * scale).floor());
  const exact = new Rational(low, scale);
  const upper = exact.times(exact).equals(square) ? low : low + 1n;
  return { lower: exact, upper: new Rational(upper, scale) };
}

function squareRoot(n) {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const y = (x + n / x) / 2n;
    if (y >= x) return x;
    x = y;
  }
}

/** [R5.71] An enclosure of the bound on P(guess) - 1/2 for the tested protocol. */
export function boundOfTested({ epsilon, keep, tolerance, A, B }) {
  checkEpsilon(epsilon);
  checkKeep(keep, tolerance);
  for (const number of [A, B]) if (number.n < 0n) reject('R5.25', `no certificate has the number ${number}`);
  return enclose(testedBound(keep, tolerance, rate(A, B)).times(quarter), 1);
}

/** [R5.92] An enclosure of the bound on P(guess) - 1/2 for keys of many bits. */
export function boundOfKey({ epsilon, keep, tolerance, A, B, weights }) {
  checkEpsilon(epsilon);
  checkKeep(keep, tolerance);
  for (const number of [A, B]) if (number.n < 0n) reject('R5.25', `no certificate has the number ${number}`);
  checkList({ cells: keep, weights });
  const u = rate(A, B);
  const terms = weights.map(({ weight: w, messages }) => testedBound(w, Math.min(tolerance, w), u).times(messages));
  return enclose(Rational.sum(terms).times(quarter), 1);
}

/** [R5.47] b(Nd,T); all numbers of column j have one common denominator to the power j. */
function totalBound({ nd, log2Nb, tolerance, alpha, full, hit }) {
  const most = Math.min(tolerance + 1, 2 ** Math.min(log2Nb, 40));
  const free = [];
  const caught = [];
  for (let c = 0; c <= most; c += 1) {
    const m = hit(c);
    free.push(ONE.minus(m).times(alpha));
    caught.push(m.times(full));
  }
  const d = [...free, ...caught].map((value) => value.d).reduce(lcm, 1n);
  const [f, g] = [free, caught].map((list) => list.map((value) => value.n * (d / value.d)));
  let row = new Array(tolerance + 1).fill(1n);
  for (let j = 0; j < nd; j += 1) {
    row = row.map((_, t) => {
      let largest = 0n;
      for (let c = 0; c <= Math.min(t + 1, most); c += 1) {
        const value = (c <= t ? f[c] * row[t - c] : 0n) + (c > 0 ? g[c] * row[t - c + 1] : 0n);
        if (value > largest) largest = value;
      }
      return largest;
    });
  }
  return new Rational(row[tolerance], d ** BigInt(nd));
}

/** [R5.30]-[R5.34], [R5.47] An enclosure of the bound on P(guess) - 1/2. */
export function bound({ theorem, epsilon, nd, log2Nb, tolerance, A, B, alpha, kappas }) {
  checkEpsilon(epsilon);
  if (nd < 1) reject('R4.1', `Nd is ${nd}`);
  const selection = theorem.startsWith('column') ? theorem.replace('-sharp', '') : 'row';
  checkTolerance({ nd, log2Nb, selection }, tolerance);
  const numbers = theorem === 'paper' ? [A, B] : [alpha, ...kappas];
  for (const number of numbers) if (number.n < 0n) reject('R5.25', `no certificate has the number ${number}`);
  const q = ONE.minus(epsilon).power(log2Nb);
  if (theorem === 'paper') {
    const second = q.times(2).times(B.times(32).over(epsilon.power(5)).power(nd));
    return enclose(A.power(nd).plus(second).times(new Rational(3n, 2n)), nd);
  }
  const r = ONE.minus(epsilon).over(epsilon);
  const K = Rational.sum(kappas.map((value, d) => value.times(r.power(d))));
  const full = alpha.plus(K);
  const hit = (s) => mass(log2Nb, s, epsilon);
  const excess = {
    row: () => alpha.power(nd).plus(q.times(full.power(nd).minus(alpha.power(nd)))),
    'row-sharp': () => alpha.power(nd).max(q.times(full.power(nd))),
    column: () => alpha.plus(K.times(hit(tolerance + 1))).power(nd),
    'column-sharp': () =>
      alpha.plus(K.times(hit(tolerance))).max(full.times(hit(tolerance + 1))).power(nd),
    'column-total': () => totalBound({ nd, log2Nb, tolerance, alpha, full, hit }),
  }[theorem]();
  return enclose(excess.times(quarter), 1);
}
