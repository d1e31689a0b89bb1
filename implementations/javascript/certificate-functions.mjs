// The certificates of kind predictability-table and magic-square (chapter 3b): their reading and their rules.

import { bitStrings, coefficient, inX, isSymmetry, parity, relabel, winningParity } from './game.mjs';
import { ONE, Rational, ZERO, overCommonDenominator } from './rational.mjs';
import {
  checkDenominator, readArray, readBits, readCorrelators, readEntries, readFields, readGame, readObject, readRational,
  readRelabelling, readWord, reject, unreadable,
} from './wire.mjs';

const MAX_PARTIES = 5; // [R6.16]
const MAX_LISTED = 256; // [R6.29]

// Kind predictability-table.

function readClass(claim, witness, place, parties) {
  const { function: f, predictability } = readFields(claim, `claim.${place}`, ['function', 'predictability']);
  const { dual, primal } = readFields(witness, `witness.${place}`, ['dual', 'primal']);
  const duals = readFields(dual, `witness.${place}.dual`, ['0', '1']);
  return {
    values: readBits(f, `claim.${place}.function`, 2 ** (parties - 1)),
    predictability: readRational(predictability, `claim.${place}.predictability`),
    duals: ['0', '1'].map((v) => readEntries(duals[v], `witness.${place}.dual.${v}`, parties)),
    correlators: readCorrelators(primal, `witness.${place}.primal`, parties),
  };
}

export function readPredictabilityTable(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'input', 'classes']);
  const shown = readFields(witness, 'witness', ['symmetries', 'classes']);
  const game = readGame(fields.game, MAX_PARTIES);
  const input = readBits(fields.input, 'input', game.parties);
  const claimed = readArray(fields.classes, 'claim.classes');
  const proofs = readArray(shown.classes, 'witness.classes');
  if (claimed.length > MAX_LISTED) unreadable('R6.29', `${claimed.length} classes`);
  if (claimed.length !== proofs.length) unreadable('R6.6', `${proofs.length} classes in the witness`);
  const list = readArray(shown.symmetries, 'symmetries');
  if (list.length > MAX_LISTED) unreadable('R6.29', `${list.length} relabellings`);
  return {
    game,
    input,
    symmetries: list.map((item, i) => readRelabelling(item, `symmetries[${i}]`, game.parties)),
    classes: claimed.map((item, i) => readClass(item, proofs[i], `classes[${i}]`, game.parties)),
  };
}

/** [R3.104] */
function checkInputs(game, input, symmetries) {
  const reached = new Set([input]);
  for (const x of reached) for (const move of symmetries) reached.add(relabel(move, x, x).x);
  for (const x of bitStrings(game.parties)) if (inX(game, x) && !reached.has(x)) reject('R3.104', `the input ${x}`);
}

/** [R3.105] A function is a number whose binary digits are its values. */
function checkFunctions(winning, input, symmetries, classes) {
  const width = winning.length;
  const bit = (place) => 2 ** (width - 1 - place);
  const moves = symmetries
    .filter((move) => relabel(move, input, input).x === input)
    .map((move) => winning.map((a) => winning.indexOf(relabel(move, a, input).a)));
  const images = (f) => moves.map((to) => to.reduce((sum, place, i) => sum + (f & bit(i) ? bit(place) : 0), 0));
  const madeFrom = new Int32Array(2 ** width).fill(-1);
  classes.forEach(({ values }, number) => {
    const first = Number.parseInt(values, 2);
    if (madeFrom[first] !== -1) reject('R3.105', `the class ${number} is that of class ${madeFrom[first]}`);
    madeFrom[first] = number;
    const waiting = [first];
    while (waiting.length > 0) {
      const f = waiting.pop();
      for (const image of [2 ** width - 1 - f, ...images(f)]) {
        if (madeFrom[image] === -1) {
          madeFrom[image] = number;
          waiting.push(image);
        }
      }
    }
  });
  const missing = madeFrom.indexOf(-1);
  if (missing !== -1) reject('R3.105', `the function ${missing.toString(2).padStart(width, '0')}`);
}

/** The set A of parties, given as a bit string, on the inputs x: the key of its correlator. */
const correlator = (set, x) => [...set].map((inside, i) => (inside === '1' ? x[i] : '-')).join('');

/**
 * [R3.100] For each correlator the name of its class and its sign there. In these games none is tied to its own
 * negative: the sign of a tie is a product of signs of its two ends, as p + q is even for p and q zeros in their inputs.
 */
function classesOfCorrelators(game) {
  const ties = new Map();
  const tie = (left, right, sign) => ties.set(left, [...(ties.get(left) ?? []), { right, sign }]);
  const sets = bitStrings(game.parties);
  for (const x of sets.filter((word) => inX(game, word))) {
    const sign = winningParity(game, x) === 0 ? 1n : -1n;
    for (const set of sets) {
      const others = [...set].map((inside) => (inside === '1' ? '0' : '1')).join('');
      tie(correlator(set, x), correlator(others, x), sign);
    }
  }
  const found = new Map();
  for (const name of ties.keys()) {
    if (found.has(name)) continue;
    const signs = new Map([[name, 1n]]);
    for (const [left, sign] of signs) {
      for (const next of ties.get(left)) if (!signs.has(next.right)) signs.set(next.right, sign * next.sign);
    }
    for (const [member, sign] of signs) found.set(member, { name, sign });
  }
  return found;
}

/** [R3.101] Whether a sparse vector acts as 0 at maximal violation. */
function actsAsZero(vector, sets, classes) {
  const keys = [...vector.keys()];
  const { numerators } = overCommonDenominator([...vector.values()]);
  const totals = new Map();
  keys.forEach((key, i) => {
    const [a, x] = key.split('|');
    for (const set of sets) {
      // The sum of R3.2 takes from this entry its number times (-1)^(sum of a_i over the set).
      const name = correlator(set, x);
      const odd = [...set].filter((inside, party) => inside === '1' && a[party] === '1').length % 2 === 1;
      // A correlator that no input of X has is tied to nothing: it is a class of its own.
      const member = classes.get(name) ?? { name, sign: 1n };
      const term = member.sign * (odd ? -numerators[i] : numerators[i]);
      totals.set(member.name, (totals.get(member.name) ?? 0n) + term);
    }
  });
  return [...totals.values()].every((total) => total === 0n);
}

/** [R3.106], [R3.107] */
function checkDuals(game, input, winning, classes) {
  const sets = bitStrings(game.parties);
  const tied = classesOfCorrelators(game);
  for (const { duals } of classes) {
    for (const dual of duals) {
      for (const [key, d] of dual) {
        const [a, x] = key.split('|');
        if (d.n < 0n || (d.n !== 0n && coefficient(game, a, x) === 1)) reject('R3.106', `D(${key}) = ${d}`);
      }
    }
  }
  classes.forEach(({ values, predictability, duals }, number) => {
    duals.forEach((dual, v) => {
      const difference = new Map(dual);
      winning.forEach((a, i) => {
        const key = `${a}|${input}`;
        const gap = predictability.minus(values[i] === String(v) ? ONE : ZERO);
        difference.set(key, (dual.get(key) ?? ZERO).minus(gap));
      });
      if (!actsAsZero(difference, sets, tied)) reject('R3.107', `D_${v} of class ${number}`);
    });
  });
}

/** [R3.102] 2^n P(a|x) times the common denominator, for a box given by correlators. */
function entriesOf(correlators, parties) {
  const { numerators, denominator } = overCommonDenominator([...correlators.values()]);
  const given = new Map([...correlators.keys()].map((key, i) => [key, numerators[i]]));
  given.set('-'.repeat(parties), denominator);
  const words = bitStrings(parties);
  const entries = new Map();
  for (const x of words) {
    const terms = words.map((set) => [Number.parseInt(set, 2), given.get(correlator(set, x)) ?? 0n]);
    const present = terms.filter(([, value]) => value !== 0n);
    for (const a of words) {
      const ones = Number.parseInt(a, 2);
      let sum = 0n;
      for (const [set, value] of present) sum += parity((set & ones).toString(2)) === 1 ? -value : value;
      entries.set(`${a}|${x}`, sum);
    }
  }
  return { entries, denominator: denominator * 2n ** BigInt(parties) };
}

/** [R2.8], [R2.13], [R3.108] */
function checkBoxes(game, input, winning, classes) {
  classes.forEach(({ values, predictability, correlators }, number) => {
    const { entries, denominator } = entriesOf(correlators, game.parties);
    for (const [key, p] of entries) if (p < 0n) reject('R2.8', `P(${key}) of class ${number}`);
    for (const [key, p] of entries) {
      const [a, x] = key.split('|');
      if (p !== 0n && coefficient(game, a, x) === 1) reject('R2.13', `the box of class ${number} loses at ${key}`);
    }
    const chances = ['0', '1'].map((v) => {
      const terms = winning.filter((_, i) => values[i] === v).map((a) => entries.get(`${a}|${input}`));
      return new Rational(terms.reduce((sum, p) => sum + p, 0n), denominator);
    });
    if (!chances.some((p) => p.equals(predictability))) reject('R3.108', `${chances} in the box of class ${number}`);
  });
}

export function checkPredictabilityTable({ game, input, symmetries, classes }) {
  symmetries.forEach((move, i) => {
    if (!isSymmetry(game, move)) reject('R3.103', `the relabelling ${i}`);
  });
  checkInputs(game, input, symmetries);
  const winning = bitStrings(game.parties).filter((a) => coefficient(game, a, input) === 0);
  checkFunctions(winning, input, symmetries, classes);
  checkDuals(game, input, winning, classes);
  checkBoxes(game, input, winning, classes);
}

// Kind magic-square.

const LINES = ['1', '2', '3'];
const ANSWERS = bitStrings(3); // those of the wrong parity have no entries
const SQUARE_INPUTS = LINES.flatMap((r) => LINES.map((c) => `${r},${c}`));

/** [R6.28] A box of the magic square: a Map from keys to rationals; absent entries are 0. */
function readSquareBox(value, place) {
  const box = new Map();
  for (const [key, item] of readObject(value, place)) {
    const parts = /^([01]{3}),([01]{3})\|[123],[123]$/.exec(key);
    if (parts === null || parity(parts[1]) !== 0 || parity(parts[2]) !== 1) {
      unreadable('R6.28', `${place} has ${JSON.stringify(key)}`);
    }
    box.set(key, readRational(item, `${place}[${key}]`));
  }
  checkDenominator(box.values(), place);
  return box;
}

export function readMagicSquare(claim, witness) {
  const { game } = readFields(claim, 'claim', ['game']);
  readWord(readFields(game, 'game', ['name']).name, 'game.name', ['magic-square'], 'R6.16');
  const { boxes } = readFields(witness, 'witness', ['boxes']);
  return { boxes: new Map([...readObject(boxes, 'boxes')].map(([key, box]) => [key, readSquareBox(box, `boxes.${key}`)])) };
}

/** [R2.17], [R2.18], [R2.19], [R2.20] */
function checkSquareBox(box, name) {
  const p = (a, b, r, c) => box.get(`${a},${b}|${r},${c}`) ?? ZERO;
  for (const [key, value] of box) if (value.n < 0n) reject('R2.17', `P(${key}) in the box of ${name}`);
  const rowSum = (a, r, c) => Rational.sum(ANSWERS.map((b) => p(a, b, r, c)));
  const columnSum = (b, r, c) => Rational.sum(ANSWERS.map((a) => p(a, b, r, c)));
  for (const r of LINES) {
    for (const c of LINES) {
      if (!Rational.sum(ANSWERS.map((a) => rowSum(a, r, c))).equals(1)) reject('R2.18', `${r},${c} in that of ${name}`);
    }
  }
  for (const line of LINES) {
    for (const other of LINES) {
      for (const a of ANSWERS) if (!rowSum(a, line, other).equals(rowSum(a, line, '1'))) reject('R2.19', `row ${line}`);
      for (const b of ANSWERS) {
        if (!columnSum(b, other, line).equals(columnSum(b, '1', line))) reject('R2.19', `column ${line}`);
      }
    }
  }
  for (const [key, value] of box) {
    const [answers, at] = key.split('|');
    const [a, b] = answers.split(',');
    const [r, c] = at.split(',').map(Number);
    if (value.n !== 0n && a[c - 1] !== b[r - 1]) reject('R2.20', `P(${key}) in the box of ${name}`);
  }
}

export function checkMagicSquare({ boxes }) {
  for (const name of SQUARE_INPUTS) if (!boxes.has(name)) reject('R3.120', `no box for ${name}`);
  if (boxes.size !== SQUARE_INPUTS.length) reject('R3.120', `${boxes.size} boxes`);
  for (const [name, box] of boxes) checkSquareBox(box, name);
  for (const [name, box] of boxes) {
    const certain = [...box].some(([key, value]) => key.endsWith(`|${name}`) && value.equals(1));
    if (!certain) reject('R3.121', `no certain answer to ${name}`);
  }
}
