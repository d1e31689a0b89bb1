// Vectors over the entries (a,x), and when two of them act alike (chapter 3).

import { bitStrings } from './game.mjs';
import { overCommonDenominator } from './rational.mjs';

// Vectors over the entries (a,x) are arrays of integers. The index has a digit 2 x_i + a_i of base 4
// for each party, party 1 most significant.

export function entryIndex(a, x) {
  let index = 0;
  for (let i = 0; i < a.length; i += 1) index = 4 * index + 2 * (x[i] === '1') + (a[i] === '1');
  return index;
}

/** A sparse vector of rationals as { values, denominator }. */
export function dense(entries, parties) {
  const { numerators, denominator } = overCommonDenominator([...entries.values()]);
  const values = new Array(4 ** parties).fill(0n);
  let i = 0;
  for (const key of entries.keys()) {
    values[entryIndex(key.slice(0, parties), key.slice(parties + 1))] = numerators[i];
    i += 1;
  }
  return { values, denominator };
}

/** The functional sum of f(a) P(a|x) for one input x. */
export function functional(parties, x, f) {
  return new Map(bitStrings(parties).map((a) => [`${a}|${x}`, f(a)]));
}

/** [R3.2] Whether the vector acts as 0: one 3 x 4 matrix for each party. */
export function actsAsZero(values, parties) {
  let current = values;
  // Each round contracts the most significant digit and makes its result the least significant.
  for (let party = 1; party <= parties; party += 1) {
    const block = current.length / 4;
    const next = new Array(3 * block);
    for (let i = 0; i < block; i += 1) {
      const a = current[i];
      const b = current[i + block];
      const c = current[i + 2 * block];
      const d = current[i + 3 * block];
      if (a === 0n && b === 0n && c === 0n && d === 0n) {
        next[3 * i] = next[3 * i + 1] = next[3 * i + 2] = 0n;
      } else {
        next[3 * i] = a + b + c + d;
        next[3 * i + 1] = a - b;
        next[3 * i + 2] = c - d;
      }
    }
    current = next;
  }
  return current.every((value) => value === 0n);
}

/** [R3.2] V ~ V' for a dense vector and a sparse functional. */
export function equivalent(vector, target, parties) {
  const other = dense(target, parties);
  const scaled = vector.values.map((v, i) => v * other.denominator - other.values[i] * vector.denominator);
  return actsAsZero(scaled, parties);
}
