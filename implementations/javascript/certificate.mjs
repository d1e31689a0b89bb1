// Certificates: their reading (chapter 6) and their rules (chapter 3).

import { checkMaximalBox, probability } from './box.mjs';
import {
  checkClassicalBound, checkFixingBoxes, checkSymmetricPredictability,
  readClassicalBound, readFixingBoxes, readSymmetricPredictability,
} from './certificate-claims.mjs';
import {
  checkMagicSquare, checkPredictabilityTable, readMagicSquare, readPredictabilityTable,
} from './certificate-functions.mjs';
import { checkCodeWeights, readCodeWeights } from './certificate-codes.mjs';
import { bitStrings, coefficient, inX, majorityOf } from './game.mjs';
import { ONE, Rational, ZERO, overCommonDenominator } from './rational.mjs';
import { checkTestedCells, checkTestedLimit, readTestedCells, readTestedLimit } from './certificate-tested.mjs';
import { dense, entryIndex, equivalent, functional } from './vectors.mjs';
import {
  checkDenominator, parseDocument, readArray, readBits, readBitsList, readEntries, readFields, readGame,
  readInteger, readObject, readParty, readRational, readString, readWord, reject, unreadable,
} from './wire.mjs';

const MAX_DIRECTIONS = 45; // [R3.44]

const READERS = {
  family: readFamily,
  attainment: readAttainment,
  predictability: readPredictability,
  distillation: readDistillation,
  'classical-bound': readClassicalBound,
  'fixing-boxes': readFixingBoxes,
  'symmetric-predictability': readSymmetricPredictability,
  'predictability-table': readPredictabilityTable,
  'magic-square': readMagicSquare,
  code: readCodeWeights,
  'tested-cells': readTestedCells,
  'tested-limit': readTestedLimit,
};
const CHECKERS = {
  family: checkFamily,
  attainment: checkAttainment,
  predictability: checkPredictability,
  distillation: checkDistillation,
  'classical-bound': checkClassicalBound,
  'fixing-boxes': checkFixingBoxes,
  'symmetric-predictability': checkSymmetricPredictability,
  'predictability-table': checkPredictabilityTable,
  'magic-square': checkMagicSquare,
  code: checkCodeWeights,
  'tested-cells': checkTestedCells,
  'tested-limit': checkTestedLimit,
};

/** [R6.1]-[R6.17] A certificate from the bytes of its file. */
export function readCertificate(bytes) {
  const top = ['format', 'version', 'kind', 'claim', 'witness'];
  const document = readFields(parseDocument(bytes), 'the document', top, ['provenance']);
  if (readString(document.format, 'format') !== 'freebit-certificate') unreadable('R6.7', 'format');
  if (readInteger(document.version, 'version') !== 1) unreadable('R6.7', 'version');
  const kind = readString(document.kind, 'kind');
  if (!Object.hasOwn(READERS, kind)) unreadable('R6.8', `the kind ${kind}`);
  if (document.provenance !== undefined) {
    for (const [key, value] of readObject(document.provenance, 'provenance')) {
      readString(value, `provenance.${key}`);
    }
  }
  return { kind, ...READERS[kind](document.claim, document.witness) };
}

/** [R3.1] Accepted, or an exception that names the first rule broken. */
export function checkCertificate(bytes) {
  const certificate = readCertificate(bytes);
  CHECKERS[certificate.kind](certificate);
}

function readTriple(value, place, game) {
  if (readArray(value, place).length !== 3) unreadable('R6.6', `${place} is not of three parties`);
  return value.map((party) => readParty(party, place, game.parties));
}

/** [R3.10] */
function checkTriple([i, j, k]) {
  if (!(i < j && j < k)) reject('R3.10', `the triple ${[i, j, k]}`);
}

/** [R3.12] */
function checkInput(game, x) {
  if (!inX(game, x)) reject('R3.12', `the input ${x} is not in X`);
}

const unit = (parties) => functional(parties, '0'.repeat(parties), () => ONE);
const signOfMajority = (triple) => (a) => new Rational(majorityOf(a, triple) ? -1n : 1n);

// Kind family.

function readMembers(witness, game) {
  const members = new Map();
  for (const [y, value] of readObject(witness, 'witness')) {
    readBits(y, 'an input of the witness', game.parties);
    const { W, G } = readFields(value, `witness.${y}`, ['W', 'G']);
    members.set(y, {
      W: readEntries(W, `witness.${y}.W`, game.parties),
      G: readEntries(G, `witness.${y}.G`, game.parties),
    });
  }
  return members;
}

export function readBetas(value, game) {
  const betas = new Map();
  for (const [y, row] of readObject(value, 'beta')) {
    readBits(y, 'an input of beta', game.parties);
    const betaOfX = new Map();
    for (const [x, item] of readObject(row, `beta.${y}`)) {
      readBits(x, `an input of beta.${y}`, game.parties);
      betaOfX.set(x, readRational(item, `beta.${y}.${x}`));
    }
    checkDenominator(betaOfX.values(), `beta.${y}`);
    betas.set(y, betaOfX);
  }
  return betas;
}

function readFamily(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'triple', 'alpha', 'beta']);
  const game = readGame(fields.game);
  return {
    game,
    triple: readTriple(fields.triple, 'triple', game),
    alpha: readRational(fields.alpha, 'alpha'),
    betas: readBetas(fields.beta, game),
    members: readMembers(witness, game),
  };
}

function checkFamily({ game, triple, alpha, betas, members }) {
  const n = game.parties;
  checkTriple(triple);
  if (betas.size === 0) reject('R3.11', 'no input is claimed');
  for (const y of betas.keys()) if (!members.has(y)) reject('R3.11', `no member for ${y}`);
  for (const y of members.keys()) if (!betas.has(y)) reject('R3.11', `no claim for ${y}`);
  for (const y of betas.keys()) checkInput(game, y);
  const inputs = bitStrings(n).filter((x) => inX(game, x));
  for (const [y, row] of betas) {
    for (const x of inputs) if (!row.has(x)) reject('R3.13', `no beta(${y},${x})`);
    if (row.size !== inputs.length) reject('R3.13', `a beta(${y},.) outside X`);
  }
  for (const [y, row] of betas) {
    for (const [x, beta] of row) if (beta.n < 0n) reject('R3.14', `beta(${y},${x}) = ${beta}`);
  }
  for (const [y, member] of members) {
    const W = dense(member.W, n);
    const G = dense(member.G, n);
    if (!equivalent(W, unit(n), n)) reject('R3.15', `W of ${y} does not act as 1`);
    if (!equivalent(G, functional(n, y, signOfMajority(triple)), n)) {
      reject('R3.16', `G of ${y} does not act as the majority`);
    }
    checkDomination(game, W, G, alpha, betas.get(y), y);
  }
}

/** [R3.17] |G| <= alpha W + beta I everywhere, in integers: all sides times all denominators. */
function checkDomination(game, W, G, alpha, row, y) {
  const betas = overCommonDenominator([...row.values()]);
  const forG = alpha.d * W.denominator * betas.denominator;
  const forW = alpha.n * G.denominator * betas.denominator;
  const forBeta = G.denominator * alpha.d * W.denominator;
  const betaOf = new Map([...row.keys()].map((x, i) => [x, betas.numerators[i] * forBeta]));
  const strings = bitStrings(game.parties);
  for (const x of strings) {
    const beta = betaOf.get(x) ?? 0n;
    for (const a of strings) {
      const index = entryIndex(a, x);
      const g = G.values[index];
      const left = (g < 0n ? -g : g) * forG;
      const right = W.values[index] * forW + (coefficient(game, a, x) ? beta : 0n);
      if (left > right) reject('R3.17', `the entry ${a}|${x} of ${y}`);
    }
  }
}

// Kind attainment.

function readAttainment(claim, witness) {
  const keys = ['game', 'triples', 'inputs', 'value', 'probability'];
  const fields = readFields(claim, 'claim', keys);
  const game = readGame(fields.game);
  const triples = readArray(fields.triples, 'triples').map((t) => readTriple(t, 'triples', game));
  const inputs = readBitsList(fields.inputs, 'inputs', game.parties);
  const value = readBits(fields.value, 'value', 1);
  const attained = readRational(fields.probability, 'probability');
  const { P } = readFields(witness, 'witness', ['P']);
  const box = { parties: game.parties, entries: readEntries(P, 'P', game.parties) };
  return { game, triples, inputs, value: Number(value), attained, box };
}

function checkAttainment({ game, triples, inputs, value, attained, box }) {
  if (triples.length === 0 || inputs.length === 0) reject('R3.20', 'nothing is claimed');
  for (const list of [triples.map(String), inputs]) {
    if (new Set(list).size !== list.length) reject('R3.22', `something is listed twice: ${list}`);
  }
  for (const triple of triples) checkTriple(triple);
  for (const x of inputs) checkInput(game, x);
  checkMaximalBox(game, box);
  for (const triple of triples) {
    for (const x of inputs) {
      const p = probability(box, x, (a) => majorityOf(a, triple) === value);
      if (!p.equals(attained)) reject('R3.21', `P(maj${triple}=${value}|${x}) = ${p}`);
    }
  }
}

// Kind predictability.

function readPredictability(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'zeros', 'input', 'sense', 'value']);
  const game = readGame(fields.game);
  const zeros = readBitsList(fields.zeros, 'zeros', game.parties);
  const input = readBits(fields.input, 'input', game.parties);
  const sense = readWord(fields.sense, 'sense', ['max', 'min']);
  const value = readRational(fields.value, 'value');
  const { dual, primal } = readFields(witness, 'witness', [], ['dual', 'primal']);
  const read = (v, place) => (v === undefined ? null : readEntries(v, place, game.parties));
  return { game, zeros, input, sense, value, dual: read(dual, 'dual'), primal: read(primal, 'primal') };
}

function checkPredictability({ game, zeros, input, sense, value, dual, primal }) {
  const n = game.parties;
  if (!dual && !primal) reject('R3.30', 'the witness is empty');
  zeros.forEach((a, i) => {
    if (zeros[i - 1] >= a) reject('R3.31', `${zeros[i - 1]} before ${a}`);
  });
  checkInput(game, input);
  const isZero = (a) => zeros.includes(a);
  if (dual) {
    const sign = sense === 'max' ? 1n : -1n;
    const target = functional(n, input, (a) => value.minus(isZero(a) ? ONE : ZERO).times(sign));
    if (!equivalent(dense(dual, n), target, n)) reject('R3.32', 'D does not act as the claim');
    for (const [key, d] of dual) {
      const [a, x] = key.split('|');
      if (d.n < 0n && !coefficient(game, a, x)) reject('R3.33', `D(${key}) = ${d}`);
    }
  }
  if (primal) {
    const box = { parties: n, entries: primal };
    checkMaximalBox(game, box);
    const p = probability(box, input, isZero);
    if (!p.equals(value)) reject('R3.34', `P(f=0|${input}) = ${p}`);
  }
}

// Kind distillation.

function readDistillation(claim, witness) {
  const keys = ['game', 'triple', 'inputs', 'alpha', 'beta', 'directions'];
  const fields = readFields(claim, 'claim', keys);
  const game = readGame(fields.game);
  return {
    game,
    triple: readTriple(fields.triple, 'triple', game),
    inputs: readBitsList(fields.inputs, 'inputs', game.parties),
    alpha: readRational(fields.alpha, 'alpha'),
    beta: readRational(fields.beta, 'beta'),
    directions: readInteger(fields.directions, 'directions'),
    members: readMembers(witness, game),
  };
}

function checkDistillation({ game, triple, inputs, alpha, beta, directions, members }) {
  const n = game.parties;
  checkTriple(triple);
  const claimed = new Set(inputs);
  if (inputs.length === 0 || claimed.size !== inputs.length) reject('R3.40', 'an input is claimed twice, or none');
  for (const y of inputs) if (!inX(game, y)) reject('R3.40', `the input ${y} is not in X`);
  for (const y of inputs) if (!members.has(y)) reject('R3.40', `no member for ${y}`);
  for (const y of members.keys()) if (!claimed.has(y)) reject('R3.40', `no claim for ${y}`);
  if (alpha.n <= 0n || !alpha.less(ONE) || !beta.greater(ONE)) reject('R3.41', `alpha ${alpha}, beta ${beta}`);
  if (directions > MAX_DIRECTIONS) reject('R3.44', `${directions} directions`);
  const taken = new Set();
  for (const [y, member] of members) {
    const W = dense(member.W, n);
    const G = dense(member.G, n);
    if (!equivalent(W, unit(n), n)) reject('R3.15', `W of ${y} does not act as 1`);
    if (!equivalent(G, functional(n, y, signOfMajority(triple)), n)) {
      reject('R3.16', `G of ${y} does not act as the majority`);
    }
    checkLengths(game, W, G, alpha, beta, y, taken);
  }
  if (taken.size > directions) reject('R3.43', `${taken.size} directions`);
}

/** [R3.42] at every entry; collects the directions of R3.43. */
function checkLengths(game, W, G, alpha, beta, y, taken) {
  const strings = bitStrings(game.parties);
  for (const x of strings) {
    for (const a of strings) {
      const index = entryIndex(a, x);
      const w = new Rational(W.values[index], W.denominator);
      const g = new Rational(G.values[index], G.denominator);
      const right = alpha.times(w).plus(coefficient(game, a, x) ? beta : ZERO);
      const square = right.times(right).times(2);
      if (right.n < 0n || w.times(w).plus(g.times(g)).greater(square)) {
        reject('R3.42', `the entry ${a}|${x} of ${y}`);
      }
      const direction = directionOf(w.plus(g), w.minus(g));
      if (direction !== null) taken.add(direction);
    }
  }
}

/** [R3.43] A direction (p, q) up to a factor that is not 0; null for (0, 0). */
function directionOf(p, q) {
  if (p.n === 0n) return q.n === 0n ? null : 'vertical';
  return String(q.over(p));
}
