// The certificates of the smaller claims (chapter 3b): their reading and their rules.

import { checkMaximalBox } from './box.mjs';
import { bitStrings, coefficient, inX, weight, winningParity } from './game.mjs';
import { ONE, Rational, ZERO, overCommonDenominator } from './rational.mjs';
import {
  checkDenominator, readArray, readBits, readEntries, readFields, readGame, readInteger, readObject, readRational,
  readWord, reject, unreadable,
} from './wire.mjs';

const MAX_BOXES = 64; // [R6.26]

// Kind classical-bound.

export function readClassicalBound(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'value']);
  const game = readGame(fields.game);
  const value = readRational(fields.value, 'value');
  const strategy = readFields(readFields(witness, 'witness', ['strategy']).strategy, 'strategy', ['0', '1']);
  const [for0, for1] = ['0', '1'].map((input) => readBits(strategy[input], `strategy.${input}`, game.parties));
  return { game, value, for0, for1 };
}

/** 1 or -1, the sign of the parity that wins on x; 0 outside X. */
function winningSign(game, x) {
  const wins = winningParity(game, x);
  return wins === null ? 0 : 1 - 2 * wins;
}

/** [R3.60] The sum of |C(u)| over all u. */
function sumOfCorrelations(game) {
  const signs = bitStrings(game.parties).map((x) => winningSign(game, x));
  let sum = 0;
  for (let u = 0; u < signs.length; u += 1) {
    sum += Math.abs(signs.reduce((total, sign, x) => total + sign * signs[x ^ u], 0));
  }
  return sum;
}

export function checkClassicalBound({ game, value, for0, for1 }) {
  const inputs = bitStrings(game.parties).filter((x) => inX(game, x));
  const rest = new Rational(BigInt(inputs.length)).minus(value.times(2));
  if (rest.n < 0n || rest.times(rest).less(sumOfCorrelations(game))) {
    reject('R3.60', `the value ${value} is not shown to be a bound`);
  }
  const answers = (x) => [...x].map((bit, i) => (bit === '1' ? for1[i] : for0[i])).join('');
  const wrong = inputs.filter((x) => coefficient(game, answers(x), x) === 1).length;
  if (!value.equals(wrong)) reject('R3.61', `the strategy is wrong on ${wrong} inputs`);
}

// Kind fixing-boxes.

export function readFixingBoxes(claim, witness) {
  const game = readGame(readFields(claim, 'claim', ['game']).game, 3);
  const list = readArray(readFields(witness, 'witness', ['boxes']).boxes, 'boxes');
  if (list.length > MAX_BOXES) unreadable('R6.26', `${list.length} boxes`);
  const boxes = list.map((entries, i) => ({
    parties: game.parties,
    entries: readEntries(entries, `boxes[${i}]`, game.parties),
  }));
  return { game, boxes };
}

export function checkFixingBoxes({ game, boxes }) {
  for (const box of boxes) checkMaximalBox(game, box);
  const outputs = bitStrings(game.parties);
  for (const x of outputs.filter((input) => inX(game, input))) {
    // The outputs that a box can give on x, as a set of bits; so is each f.
    const supports = boxes.map((box) =>
      outputs.reduce((set, a, i) => set | ((box.entries.get(`${a}|${x}`) ?? ZERO).n === 0n ? 0 : 1 << i), 0),
    );
    for (let f = 0; f < 2 ** outputs.length; f += 1) {
      if (!supports.some((set) => (set & f) === 0 || (set & ~f) === 0)) {
        reject('R3.65', `no box fixes the function number ${f} at ${x}`);
      }
    }
  }
}

// Kind symmetric-predictability. A type is [n00, n01, n10, n11], the parties with input 0 and output 0, ...

/** [R6.25] A vector or box by types: a Map from keys to rationals; absent types are 0. */
function readTypes(value, place, parties) {
  const types = new Map();
  for (const [key, item] of readObject(value, place)) {
    const numbers = /^(0|[1-9][0-9]?),(0|[1-9][0-9]?)\|(0|[1-9][0-9]?),(0|[1-9][0-9]?)$/.exec(key)?.slice(1).map(Number);
    if (numbers === undefined || numbers.reduce((sum, n) => sum + n, 0) !== parties) {
      unreadable('R6.25', `${place} has ${JSON.stringify(key)}`);
    }
    types.set(key, readRational(item, `${place}[${key}]`));
  }
  checkDenominator(types.values(), place);
  return types;
}

export function readSymmetricPredictability(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'weights', 'input', 'sense', 'value']);
  const game = readGame(fields.game, 24);
  const weights = readArray(fields.weights, 'weights').map((w) => readInteger(w, 'weights'));
  const input = readBits(fields.input, 'input', game.parties);
  const sense = readWord(fields.sense, 'sense', ['max', 'min']);
  const value = readRational(fields.value, 'value');
  const { dual, primal } = readFields(witness, 'witness', [], ['dual', 'primal']);
  const read = (v, place) => (v === undefined ? null : readTypes(v, place, game.parties));
  return { game, weights, input, sense, value, dual: read(dual, 'dual'), primal: read(primal, 'primal') };
}

const keyOf = ([n00, n01, n10, n11]) => `${n00},${n01}|${n10},${n11}`;

/** All types of so many parties. */
function* typesOf(parties) {
  for (let n00 = 0; n00 <= parties; n00 += 1) {
    for (let n01 = 0; n00 + n01 <= parties; n01 += 1) {
      for (let n10 = 0; n00 + n01 + n10 <= parties; n10 += 1) yield [n00, n01, n10, parties - n00 - n01 - n10];
    }
  }
}

/** [R3.70] The outputs and inputs of one entry of a type. */
function entryOfType([n00, n01, n10, n11]) {
  return {
    a: '0'.repeat(n00) + '1'.repeat(n01) + '0'.repeat(n10) + '1'.repeat(n11),
    x: '0'.repeat(n00 + n01) + '1'.repeat(n10 + n11),
  };
}

/**
 * One party contracted: for each type of the others, the combination of the values with that party put
 * at the four places of a type.
 */
function contracted(values, parties, signs) {
  const result = new Map();
  for (const type of typesOf(parties - 1)) {
    let sum = 0n;
    signs.forEach((sign, place) => {
      if (sign === 0n) return;
      const full = type.slice();
      full[place] += 1;
      sum += sign * (values.get(keyOf(full)) ?? 0n);
    });
    if (sum !== 0n) result.set(keyOf(type), sum);
  }
  return result;
}

const SUM = [1n, 1n, 1n, 1n];
const ON_0 = [1n, -1n, 0n, 0n];
const ON_1 = [0n, 0n, 1n, -1n];

/** [R3.2], [R3.73] Whether a vector by types acts as 0 on each correlator of i parties on 0 and j on 1. */
function actsAsZero(values, parties) {
  let left = values;
  for (let leftOut = 0; leftOut <= parties; leftOut += 1) {
    let on0 = left;
    for (let i = 0; i <= parties - leftOut; i += 1) {
      let current = on0;
      for (let rest = parties - leftOut - i; rest > 0 && current.size > 0; rest -= 1) {
        current = contracted(current, rest, ON_1);
      }
      if (current.size > 0) return false;
      on0 = contracted(on0, parties - leftOut - i, ON_0);
    }
    left = contracted(left, parties - leftOut, SUM);
  }
  return true;
}

/** [R3.71], [R3.72] */
function checkFunction(game, weights, input) {
  weights.forEach((w, i) => {
    if (w > game.parties || weights[i - 1] >= w) reject('R3.71', `the weights ${weights}`);
  });
  const constant = weight(input) === 0 || weight(input) === game.parties;
  if (!inX(game, input) || !constant) reject('R3.72', `the input ${input}`);
}

/** The types of the entries with input x0, each with its number of ones in the output. */
function typesAt(input) {
  const n = input.length;
  const at = (ones) => (input[0] === '1' ? [0, 0, n - ones, ones] : [n - ones, ones, 0, 0]);
  return Array.from({ length: n + 1 }, (_, ones) => [keyOf(at(ones)), ones]);
}

/** [R3.73], [R3.74] */
function checkDual({ game, weights, input, sense, value, dual }) {
  const difference = new Map(dual);
  for (const [key, ones] of typesAt(input)) {
    const target = value.minus(weights.includes(ones) ? ONE : ZERO).times(sense === 'max' ? 1n : -1n);
    difference.set(key, (dual.get(key) ?? ZERO).minus(target));
  }
  const { numerators } = overCommonDenominator([...difference.values()]);
  const values = new Map([...difference.keys()].map((key, i) => [key, numerators[i]]));
  if (!actsAsZero(values, game.parties)) reject('R3.73', 'D does not act as the claim');
  for (const [key, d] of dual) {
    const { a, x } = entryOfType(key.split(/[,|]/).map(Number));
    if (d.n < 0n && coefficient(game, a, x) === 0) reject('R3.74', `D(${key}) = ${d}`);
  }
}

function binomial(n, k) {
  let result = 1n;
  for (let i = 1n; i <= BigInt(k); i += 1n) result = (result * (BigInt(n) - i + 1n)) / i;
  return result;
}

/** [R2.8], [R2.9], [R2.10], [R2.13] The laws of a box that is given by types. */
function checkBoxByTypes(game, box) {
  const n = game.parties;
  for (const [key, p] of box) if (p.n < 0n) reject('R2.8', `P(${key}) = ${p}`);
  const { numerators, denominator } = overCommonDenominator([...box.values()]);
  const values = new Map([...box.keys()].map((key, i) => [key, numerators[i]]));
  const at = (type) => values.get(keyOf(type)) ?? 0n;
  for (let ones = 0; ones <= n; ones += 1) {
    let sum = 0n;
    for (const [n00, n01, n10, n11] of typesOf(n)) {
      if (n10 + n11 === ones) sum += binomial(n - ones, n01) * binomial(ones, n11) * at([n00, n01, n10, n11]);
    }
    if (sum !== denominator) reject('R2.9', `the sum on inputs of weight ${ones}`);
  }
  for (const [n00, n01, n10, n11] of typesOf(n - 1)) {
    const on0 = at([n00 + 1, n01, n10, n11]) + at([n00, n01 + 1, n10, n11]);
    const on1 = at([n00, n01, n10 + 1, n11]) + at([n00, n01, n10, n11 + 1]);
    if (on0 !== on1) reject('R2.10', `signals at ${keyOf([n00, n01, n10, n11])} of the other parties`);
  }
  // No entry is negative any more, so that the loss is 0 only if each of its terms is.
  for (const type of typesOf(n)) {
    const { a, x } = entryOfType(type);
    if (at(type) !== 0n && coefficient(game, a, x) === 1) reject('R2.13', `the box loses at ${keyOf(type)}`);
  }
}

/** [R3.75] */
function checkPrimal({ game, weights, input, value, primal }) {
  checkBoxByTypes(game, primal);
  const terms = typesAt(input).filter(([, ones]) => weights.includes(ones));
  const p = Rational.sum(
    terms.map(([key, ones]) => (primal.get(key) ?? ZERO).times(binomial(game.parties, ones))),
  );
  if (!p.equals(value)) reject('R3.75', `P(f=0|${input}) = ${p}`);
}

export function checkSymmetricPredictability(certificate) {
  const { game, weights, input, dual, primal } = certificate;
  if (!dual && !primal) reject('R3.30', 'the witness is empty');
  checkFunction(game, weights, input);
  if (dual) checkDual(certificate);
  if (primal) checkPrimal(certificate);
}
