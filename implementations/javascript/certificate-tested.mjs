// Certificates for tested cells (chapter 3c): their reading and their rules.

import { bitStrings, coefficient, inX, majorityOf, relabel, winningParity } from './game.mjs';
import { ONE, Rational, ZERO, overCommonDenominator } from './rational.mjs';
import { dense, entryIndex, equivalent, functional } from './vectors.mjs';
import {
  readArray, readBits, readCorrelators, readEntries, readFields, readGame, readObject, readParty, readRational,
  readRelabelling, readWord, reject, unreadable,
} from './wire.mjs';

const MAX_PARTIES = 6; // [R6.16]
const NEEDED = { majority: 3, multiplexer: 4 };

// Kinds of cells.

function readKind(fields) {
  const game = readGame(fields.game, MAX_PARTIES);
  const inputs = bitStrings(game.parties).filter((x) => inX(game, x));
  return { game, inputs, derived: readInputs(fields.inputs, game), f: readFunction(fields.f, game, inputs) };
}

/** [R4.55] The party whose input is derived, from 0; -1 for none. */
export function readInputs(value, game) {
  const { kind } = readFields(value, 'inputs', ['kind'], ['party']);
  if (readWord(kind, 'inputs.kind', ['local', 'derived']) === 'local') {
    readFields(value, 'inputs', ['kind']);
    return -1;
  }
  return readParty(readFields(value, 'inputs', ['kind', 'party']).party, 'inputs.party', game.parties) - 1;
}

/** [R4.57] */
export function readFunction(value, game, inputs) {
  const n = game.parties;
  const { kind } = readFields(value, 'f', ['kind'], ['values']);
  if (readWord(kind, 'f.kind', ['majority', 'multiplexer', 'table']) === 'table') {
    const table = readObject(readFields(value, 'f', ['kind', 'values']).values, 'f.values');
    for (const [x, row] of table) {
      readBits(x, 'an input of f', n);
      readBits(row, `f.values.${x}`, 2 ** n);
    }
    if (table.size !== inputs.length || inputs.some((x) => !table.has(x))) unreadable('R6.6', 'f.values is not about X');
    return (a, x) => Number(table.get(x)[parseInt(a, 2)]);
  }
  readFields(value, 'f', ['kind']);
  if (n < NEEDED[kind]) unreadable('R6.6', `f looks at ${NEEDED[kind]} outputs`);
  if (kind === 'majority') return (a) => majorityOf(a, [1, 2, 3]);
  return (a) => Number(a[0]) ^ Number(a[3] === '1' ? a[1] : a[2]);
}

const distances = (kind) => kind.game.parties + (kind.derived < 0 ? 1 : 0);

function distance(kind, x, y) {
  let found = 0;
  for (let i = 0; i < x.length; i += 1) found += i !== kind.derived && x[i] !== y[i];
  return found;
}

/** The value of m'_y at (a,y): (-1)^f if a is right, else 0. */
function rightSign(kind, a, y) {
  if (coefficient(kind.game, a, y)) return 0n;
  return kind.f(a, y) ? -1n : 1n;
}

// Members, given or carried.

function readMembers(value, place, kind, readGiven) {
  const n = kind.game.parties;
  const members = new Map();
  const carried = [];
  for (const [y, member] of readObject(value, place)) {
    readBits(y, `an input of ${place}`, n);
    if (readObject(member, `${place}.${y}`).has('from')) {
      const way = readWay(member, `${place}.${y}`, n);
      carried.push([y, way]);
      members.set(y, way);
    } else {
      members.set(y, readGiven(member, `${place}.${y}`));
    }
  }
  const given = new Map([...members].filter(([, member]) => !member.carriedFrom));
  for (const [y, way] of carried) {
    if (!given.has(way.carriedFrom)) unreadable('R6.100', `${place}.${y} comes from ${way.carriedFrom}`);
    members.set(y, { way, source: given.get(way.carriedFrom) });
  }
  return members;
}

function readWay(value, place, n) {
  const way = readRelabelling(value, place, n, ['from', 'sign']);
  const carriedFrom = readBits(way.from, `${place}.from`, n);
  return { ...way, carriedFrom, turned: readWord(way.sign, `${place}.sign`, ['+', '-']) === '-' };
}

/** [R3.81] Where each entry goes, by index. */
function wayOfEntries(way) {
  const n = way.order.length;
  const images = [];
  for (const x of bitStrings(n)) {
    for (const a of bitStrings(n)) {
      const image = relabel(way, a, x);
      images[entryIndex(a, x)] = entryIndex(image.a, image.x);
    }
  }
  return images;
}

function moved(values, images, sign = 1n) {
  const result = [];
  values.forEach((value, i) => {
    result[images[i]] = sign * value;
  });
  return result;
}

/** [R3.80] */
function checkCover(kind, members) {
  for (const y of kind.inputs) if (!members.has(y)) reject('R3.80', `no member for ${y}`);
  for (const y of members.keys()) if (!inX(kind.game, y)) reject('R3.80', `a member for ${y}, which is not in X`);
}

// Kind tested-cells.

function readLoads(value, place, kind) {
  return readArray(value, place).map((row) => {
    if (readArray(row, place).length !== distances(kind)) unreadable('R6.6', `${place} has a load of ${row.length}`);
    return row.map((h) => readRational(h, place));
  });
}

export function readTestedCells(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'inputs', 'f', 'v', 'right', 'wrong']);
  const kind = readKind(fields);
  const n = kind.game.parties;
  return {
    cells: kind,
    v: readRational(fields.v, 'v'),
    loads: { right: readLoads(fields.right, 'right', kind), wrong: readLoads(fields.wrong, 'wrong', kind) },
    members: readMembers(witness, 'witness', kind, (value, place) => {
      const { G, V } = readFields(value, place, ['G', 'V']);
      return { G: readEntries(G, `${place}.G`, n), V: readEntries(V, `${place}.V`, n) };
    }),
  };
}

/** G and V of a member as integers over denominators. */
function vectorsOf(member, n) {
  if (!member.way) return { G: dense(member.G, n), V: dense(member.V, n) };
  const { G, V } = vectorsOf(member.source, n);
  const images = wayOfEntries(member.way);
  return {
    G: { values: moved(G.values, images, member.way.turned ? -1n : 1n), denominator: G.denominator },
    V: { values: moved(V.values, images), denominator: V.denominator },
  };
}

export function checkTestedCells({ cells, v, loads, members }) {
  const { game } = cells;
  const n = game.parties;
  checkCover(cells, members);
  if (v.n < 0n) reject('R3.82', `v = ${v}`);
  const strings = bitStrings(n);
  const sums = new Map(); // of each entry: the sums of H by distance
  const vectors = new Map([...members].map(([y, member]) => [y, vectorsOf(member, n)]));
  for (const [y, { V }] of vectors) {
    if (!equivalent(V, functional(n, y, () => v), n)) reject('R3.82', `V of ${y} does not act as v`);
  }
  for (const [y, { G }] of vectors) {
    const target = functional(n, y, (a) => new Rational(rightSign(cells, a, y)));
    if (!equivalent(G, target, n)) reject('R3.83', `G of ${y} does not act as the right part`);
  }
  for (const [y, { G, V }] of vectors) {
    for (const x of strings) {
      for (const a of strings) {
        const i = entryIndex(a, x);
        const g = G.values[i] < 0n ? -G.values[i] : G.values[i];
        const excess = g * V.denominator - V.values[i] * G.denominator;
        if (excess > 0n) {
          if (!inX(game, x)) reject('R3.84', `the entry ${a}|${x} of ${y}`);
          const key = `${a}|${x}`;
          if (!sums.has(key)) sums.set(key, Array.from({ length: distances(cells) }, () => []));
          sums.get(key)[distance(cells, x, y)].push(new Rational(excess, G.denominator * V.denominator));
        }
      }
    }
  }
  for (const side of ['right', 'wrong']) {
    const rows = loads[side];
    const holds = (row) => row.every((h) => !new Rational(0n).greater(h));
    if (rows.length && !rows.some(holds)) reject('R3.85', `every load in ${side} has a negative number`);
  }
  for (const [key, terms] of sums) {
    const [a, x] = key.split('|');
    const load = terms.map((list) => Rational.sum(list));
    const allowed = coefficient(game, a, x) ? loads.wrong : loads.right;
    if (!allowed.some((row) => load.every((h, d) => !h.greater(row[d])))) reject('R3.85', `the entry ${key}`);
  }
}

// Kind tested-limit.

export function readTestedLimit(claim, witness) {
  const fields = readFields(claim, 'claim', ['game', 'inputs', 'f', 'epsilon', 'rate']);
  const { mu, boxes } = readFields(witness, 'witness', ['mu', 'boxes']);
  const kind = readKind(fields);
  const n = kind.game.parties;
  return {
    cells: kind,
    epsilon: readRational(fields.epsilon, 'epsilon'),
    rate: readRational(fields.rate, 'rate'),
    mu: readEntries(mu, 'mu', n),
    members: readMembers(boxes, 'boxes', kind, (value, place) => {
      const { plus, minus } = readFields(value, place, ['plus', 'minus']);
      return [readCorrelators(plus, `${place}.plus`, n, true), readCorrelators(minus, `${place}.minus`, n, true)];
    }),
  };
}

/** [R3.87] 2^n times all entries of a table, as { values, denominator }. */
function entriesOf(correlators, n) {
  const { numerators, denominator } = overCommonDenominator([...correlators.values()]);
  const names = [...correlators.keys()];
  const values = new Array(4 ** n).fill(0n);
  for (const x of bitStrings(n)) {
    const read = names.flatMap((name, k) => ([...name].every((s, i) => s === '-' || s === x[i]) ? [[name, numerators[k]]] : []));
    for (const a of bitStrings(n)) {
      let sum = 0n;
      for (const [name, value] of read) {
        let odd = false;
        for (let i = 0; i < n; i += 1) if (name[i] !== '-' && a[i] === '1') odd = !odd;
        sum += odd ? -value : value;
      }
      values[entryIndex(a, x)] = sum;
    }
  }
  return { values, denominator };
}

function boxesOf(member, n) {
  if (!member.way) return member.map((table) => entriesOf(table, n));
  const images = wayOfEntries(member.way);
  const boxes = boxesOf(member.source, n).map(({ values, denominator }) => ({ values: moved(values, images), denominator }));
  return member.way.turned ? boxes.reverse() : boxes;
}

export function checkTestedLimit({ cells, epsilon, rate, mu, members }) {
  const { game } = cells;
  const n = game.parties;
  if (epsilon.n <= 0n || epsilon.greater(new Rational(1n, 2n))) reject('R1.4', `epsilon = ${epsilon}`);
  checkCover(cells, members);
  for (const [key, value] of mu) {
    if (value.n < 0n || (value.n !== 0n && winningParity(game, key.split('|')[1]) === null)) {
      reject('R3.86', `mu(${key}) = ${value}`);
    }
  }
  if (Rational.sum([...mu.values()]).greater(ONE)) reject('R3.86', 'mu sums to more than 1');
  const boxes = new Map([...members].map(([y, member]) => [y, boxesOf(member, n)]));
  for (const [y, pair] of boxes) {
    for (const box of pair) if (box.values.some((value) => value < 0n)) reject('R3.87', `a box of ${y}`);
  }
  const ratio = ONE.minus(epsilon).over(epsilon);
  const strings = bitStrings(n);
  const reached = [];
  const scale = 1n << BigInt(n);
  for (const [y, pair] of boxes) {
    const at = (box, i) => new Rational(box.values[i], box.denominator * scale);
    for (const x of cells.inputs) {
      const power = ratio.power(distance(cells, x, y));
      for (const a of strings) {
        const i = entryIndex(a, x);
        const [plus, minus] = pair.map((box) => at(box, i));
        const most = power.times(mu.get(`${a}|${x}`) ?? ZERO);
        if (plus.plus(minus).greater(most)) reject('R3.88', `the boxes of ${y} at ${a}|${x}`);
        if (x === y) reached.push(plus.minus(minus).times(new Rational(rightSign(cells, a, y))));
      }
    }
  }
  const sum = Rational.sum(reached);
  if (rate.greater(sum)) reject('R3.89', `the rate ${rate}, where ${sum} is reached`);
}
