// Bit strings and games (chapter 2).

import { reject } from './wire.mjs';

/** [R2.1] All bit strings of a length in the order of the numbers they spell. */
export function bitStrings(length) {
  const result = [];
  for (let i = 0; i < 2 ** length; i += 1) {
    result.push(length === 0 ? '' : i.toString(2).padStart(length, '0'));
  }
  return result;
}

export function weight(bits) {
  let ones = 0;
  for (const bit of bits) ones += bit === '1';
  return ones;
}

export function parity(bits) {
  return weight(bits) % 2;
}

/**
 * The parity that wins on x, null outside X: [R2.2], [R2.3] for mermin (X0 asks for an even
 * parity, X1 for an odd one), [R2.5] for ghz.
 */
export function winningParity(game, x) {
  if (game.name === 'mermin') {
    const residue = weight(x) % 4;
    return residue === 1 ? 0 : residue === 3 ? 1 : null;
  }
  const zeros = x.length - weight(x);
  return zeros % 2 === 0 ? (zeros / 2) % 2 : null;
}

export function inX(game, x) {
  return winningParity(game, x) !== null;
}

/** X0 and X1 ("even" and "odd"), in order. */
export function inputsOf(game) {
  const all = bitStrings(game.parties);
  return {
    even: all.filter((x) => winningParity(game, x) === 0),
    odd: all.filter((x) => winningParity(game, x) === 1),
  };
}

/** [R2.4], [R2.5] I(a,x). */
export function coefficient(game, a, x) {
  const wins = winningParity(game, x);
  return wins === null || parity(a) === wins ? 0 : 1;
}

/** [R2.7] The value that more than half of an odd number of bits take. */
export function majority(bits) {
  if (bits.length % 2 === 0) reject('R2.7', `${bits.length} bits have no majority`);
  return 2 * weight(bits) > bits.length ? 1 : 0;
}

/** [R2.7] maj of a triple of parties, counted from 1. */
export function majorityOf(outputs, triple) {
  return majority(triple.map((party) => outputs[party - 1]).join(''));
}

const flip = (bit, by) => (bit === by ? '0' : '1');

/** [R2.15] Where a relabelling sends an entry; new party j is old party order[j]. */
export function relabel({ s, t, c, order }, a, x) {
  const outputs = [];
  const inputs = [];
  for (const party of order) {
    const i = party - 1;
    const turned = t[i] === '1' && x[i] === '1' ? '1' : '0';
    outputs.push(flip(flip(a[i], s[i]), turned));
    inputs.push(flip(x[i], c[i]));
  }
  return { a: outputs.join(''), x: inputs.join('') };
}

/** [R2.15] Whether a relabelling keeps I(a,x) and the set X. */
export function isSymmetry(game, relabelling) {
  const all = bitStrings(game.parties);
  return all.every((x) =>
    all.every((a) => {
      const image = relabel(relabelling, a, x);
      return (
        inX(game, x) === inX(game, image.x) && coefficient(game, a, x) === coefficient(game, image.a, image.x)
      );
    }),
  );
}
