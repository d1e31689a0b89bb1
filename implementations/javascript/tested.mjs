// The tested protocol (pages 4b and 6 on it): every kept cell is distilled and tested.

import { createHash } from 'node:crypto';
import { checkSizes, readCode, readCodeSizes, rowsOf } from './certificate-codes.mjs';
import { readFunction, readInputs } from './certificate-tested.mjs';
import { bitStrings, coefficient, inX } from './game.mjs';
import { ONE, Rational, ZERO } from './rational.mjs';
import { checkEpsilon } from './source.mjs';
import {
  as, readArray, readFields, readGame, readInteger, readObject, readRational, readString, readWord, reject,
  unreadable,
} from './wire.mjs';

const MAX_PARTIES = 6; // [R6.16]
const GAMES = { 3: 'ghz', 4: 'ghz', 5: 'mermin' };

/** [R4.51] */
export function checkTestedGame(game) {
  if (GAMES[game.parties] !== game.name) reject('R4.51', `a ${game.name} game of ${game.parties}`);
  return game;
}

/** The parameters of a question, or with `all` those of a header [R6.55]. */
export function readTestedParameters(value, all = false) {
  const own = ['game', 'f', 'cells', 'keep', 'epsilon'];
  const given = ['inputs', 'tolerance'];
  const [needed, more] = all ? [['protocol', ...own, ...given], ['key']] : [own, given];
  const fields = readFields(value, 'parameters', needed, more);
  if (all) readWord(fields.protocol, 'protocol', ['tested'], 'R6.55');
  const game = readGame(fields.game, MAX_PARTIES);
  const asked = bitStrings(game.parties).filter((x) => inX(game, x));
  return {
    game,
    derived: fields.inputs === undefined ? -1 : readInputs(fields.inputs, game),
    f: readFunction(fields.f, game, asked),
    cells: readInteger(fields.cells, 'cells'),
    keep: readInteger(fields.keep, 'keep'),
    tolerance: fields.tolerance === undefined ? 0 : readInteger(fields.tolerance, 'tolerance'),
    epsilon: readRational(fields.epsilon, 'epsilon'),
  };
}

/** [R1.4], [R4.51]-[R4.56] */
export function checkTestedParameters(given) {
  const { game, derived, cells, keep, tolerance, epsilon } = given;
  checkEpsilon(epsilon);
  checkTestedGame(game);
  if (cells < 1) reject('R4.52', `N is ${cells}`);
  checkKeep(keep, tolerance, cells);
  if (derived >= 0 && keep !== cells) reject('R4.56', `n is ${keep}, N is ${cells}`);
  return given;
}

/** [R4.53], [R4.54] */
export function checkKeep(keep, tolerance, cells = keep) {
  if (keep < 1 || keep > cells) reject('R4.53', `n is ${keep}`);
  if (tolerance >= keep) reject('R4.54', `T is ${tolerance}, n is ${keep}`);
}

/** The source bits of a cell [R4.58], [R4.59]. */
const bitsOfCell = ({ game, derived }) => game.parties - (derived < 0 ? 0 : 1);

export function sourceBits(parameters) {
  return BigInt(bitsOfCell(parameters)) * BigInt(parameters.cells);
}

/** [R4.59] The inputs of a cell whose source bits are given. */
function completed({ game, derived }, drawn) {
  if (derived < 0) return drawn;
  const withBit = (bit) => drawn.slice(0, derived) + bit + drawn.slice(derived);
  return inX(game, withBit('0')) ? withBit('0') : withBit('1');
}

/** [R4.61]-[R4.65] */
export function testedOutcome({ game, f, keep, tolerance }, inputs, outputs) {
  let kept = 0;
  let wrong = 0;
  let sum = 0;
  inputs.forEach((x, t) => {
    if (!inX(game, x)) return;
    kept += 1;
    wrong += coefficient(game, outputs[t], x);
    sum ^= f(outputs[t], x);
  });
  const abort = kept < keep ? 'too-few-kept' : wrong > tolerance ? 'wrong-correlations' : 'none';
  const g = abort === 'none' ? 1 : 0;
  return { kept, wrong, abort, g, k: g ? sum : 0 };
}

/** [R4.58]-[R4.60] */
export function runTested(parameters, source, outputs) {
  const width = bitsOfCell(parameters);
  if (source.length < width * outputs.length) reject('R4.60', `the source ends after ${source.length} bits`);
  const inputs = outputs.map((_, t) => completed(parameters, source.slice(width * t, width * (t + 1))));
  return { ...testedOutcome(parameters, inputs, outputs), source_bits_used: width * outputs.length };
}

/** [R4.64] */
export function replayTested(parameters, inputs, outputs) {
  for (const list of [inputs, outputs]) {
    if (list.length !== parameters.cells) reject('R4.64', `${list.length} words for N = ${parameters.cells}`);
  }
  if (parameters.derived >= 0) {
    const outside = inputs.findIndex((x) => !inX(parameters.game, x));
    if (outside >= 0) reject('R4.59', `the inputs of cell ${outside + 1}`);
  }
  return testedOutcome(parameters, inputs, outputs);
}

/** [R4.73] */
function checkCells({ keep }, cells) {
  if (cells < 1 || cells > keep) reject('R4.73', `a code on ${cells} cells`);
}

/** [R4.70]-[R4.74] */
export function replayKey(parameters, inputs, outputs, { cells, rows, bits }) {
  checkCells(parameters, cells);
  const { k, ...outcome } = replayTested(parameters, inputs, outputs);
  if (outcome.g === 0) return { ...outcome, key: '0'.repeat(bits) };
  const distilled = [];
  inputs.forEach((x, t) => {
    if (inX(parameters.game, x) && distilled.length < cells) distilled.push(parameters.f(outputs[t], x));
  });
  const bitOf = (row) => distilled.reduce((sum, value, j) => sum ^ (value & Number(row[j])), 0);
  return { ...outcome, key: rows().map(bitOf).join('') };
}

// Bounds.

/** Lists of loads: lists of lists of rationals. */
function readLoads(value, place) {
  return readArray(value, place).map((load) => readArray(load, place).map((h) => readRational(h, place)));
}

/** [R5.70], [R5.72] */
export function cellRate(input) {
  const fields = readFields(input, 'input', ['v', 'right', 'wrong', 'epsilon']);
  const epsilon = readRational(fields.epsilon, 'epsilon');
  const v = readRational(fields.v, 'v');
  const [right, wrong] = ['right', 'wrong'].map((side) => readLoads(fields[side], side));
  checkEpsilon(epsilon);
  for (const h of [v, ...right.flat(), ...wrong.flat()]) if (h.n < 0n) reject('R5.25', `${h} in a certificate`);
  const r = ONE.minus(epsilon).over(epsilon);
  const largest = (loads) => {
    const values = loads.map((load) => v.plus(Rational.sum(load.map((h, d) => h.times(r.power(d))))));
    return values.reduce((most, value) => most.max(value), values[0] ?? v);
  };
  const [A, B] = [largest(right), largest(wrong)];
  return { A: String(A), B: String(B), u: String(rate(A, B)) };
}

/** [R5.73] */
export function familyRate(input) {
  const fields = readFields(input, 'input', ['alpha', 'kappa', 'epsilon']);
  const epsilon = readRational(fields.epsilon, 'epsilon');
  const alpha = readRational(fields.alpha, 'alpha');
  const kappas = readArray(fields.kappa, 'kappa').map((kappa) => readRational(kappa, 'kappa'));
  checkEpsilon(epsilon);
  for (const number of [alpha, ...kappas]) if (number.n < 0n) reject('R5.25', `no family has the number ${number}`);
  const r = ONE.minus(epsilon).over(epsilon);
  const B = kappas.reduce((sum, kappa, d) => sum.plus(kappa.times(r.power(d))), alpha.plus(ONE));
  return { A: String(alpha), B: String(B), u: String(rate(alpha, B)) };
}

/** [R5.72] u; 0 if A >= 1. */
export function rate(A, B) {
  const good = ONE.minus(A);
  return good.n <= 0n ? ZERO : good.over(good.plus(A.max(B)));
}

/** [R5.71] P[Bin(n,u) <= T]. */
export function testedBound(n, T, u) {
  let sum = ZERO;
  let ways = 1n;
  for (let i = 0; i <= T; i += 1) {
    sum = sum.plus(u.power(i).times(ONE.minus(u).power(n - i)).times(ways));
    ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  }
  return sum;
}

// Transcripts.

/** What of a header is this protocol's [R6.55]-[R6.57]; with many bits also the code [R6.72]. */
export function readTestedHeader(value) {
  const given = readTestedParameters(value, true);
  const parameters = as('R6.57', () => checkTestedParameters(given));
  const key = readObject(value, 'parameters').get('key');
  return key === undefined ? parameters : { ...parameters, key: readKey(key, parameters) };
}

/** [R6.72]-[R6.74] */
function readKey(value, parameters) {
  const { code: stated, generator, ...sizes } = readFields(value, 'key', ['bits', 'cells', 'code', 'generator']);
  const { bits, cells } = readCodeSizes(sizes);
  const code = readCode(stated, cells);
  const digest = readString(generator, 'key.generator');
  as('R6.73', () => {
    checkSizes({ bits, cells, code });
    checkCells(parameters, cells);
  });
  const rows = rowsOf(code, bits);
  const hash = createHash('sha256');
  for (const row of rows) {
    const filled = row.padEnd(8 * Math.ceil(cells / 8), '0');
    hash.update(Uint8Array.from(filled.match(/.{8}/g), (byte) => Number.parseInt(byte, 2)));
  }
  if (hash.digest('hex') !== digest) unreadable('R6.74', 'the generator is another');
  return { bits, cells, rows: () => rows };
}

/** [R6.58], [R6.59], [R6.75] The outcome, from the trailer's object and the words of the body. */
export function finishTested(parameters, trailer, signed, words) {
  const sha256 = readString(readFields(trailer, 'the trailer', ['sha256']).sha256, 'sha256');
  if (createHash('sha256').update(signed).digest('hex') !== sha256) unreadable('R6.38', 'the digest is another');
  const { inputs, outputs } = words();
  if (parameters.derived >= 0 && !inputs.every((x) => inX(parameters.game, x))) {
    unreadable('R6.59', 'derived inputs outside X');
  }
  if (parameters.key !== undefined) return replayKey(parameters, inputs, outputs, parameters.key);
  return testedOutcome(parameters, inputs, outputs);
}
