// The protocol, steps 1 to 5 (chapter 4). Quintuplets, rows and columns count from 1.

import { coefficient, inX, majorityOf } from './game.mjs';
import { Rational } from './rational.mjs';
import { checkEpsilon } from './source.mjs';
import {
  Fault, readBits, readFields, readInteger, readObject, readRational, readWord, reject, unreadable,
} from './wire.mjs';

const GAME = { name: 'mermin', parties: 5 };
const TRIPLE = [1, 2, 3];
const THREE = new Rational(3n);
export const MAX_LOG2_NB = 64; // [R6.33], and the limit of this program elsewhere
export const SELECTIONS = ['row', 'column', 'column-total'];

/** [R6.34] null stands for xor, a bit string for a truth table. */
export function readFunction(value) {
  if (value === undefined) return null;
  try {
    const kind = readObject(value, 'f').get('kind');
    if (kind === 'table') return readBits(readFields(value, 'f', ['kind', 'values']).values, 'f.values');
    readFields(value, 'f', ['kind']);
    if (kind === 'xor') return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return unreadable('R6.34', 'f is no function that is known');
}

/** [R6.33] */
export function readLog2Nb(value, most = MAX_LOG2_NB) {
  const log2Nb = readInteger(value, 'log2_nb');
  if (log2Nb > most) unreadable('R6.33', `log2_nb is ${log2Nb}, more than ${most}`);
  return log2Nb;
}

/** [R4.24] */
export function checkFunction(f, nd) {
  if (f === null) return;
  if (f.length !== 2 ** nd) reject('R4.24', `${f.length} values for Nd = ${nd}`);
}

/** [R4.3] */
export function checkC(c) {
  if (!c.greater(1)) reject('R4.3', `c is ${c}`);
  return c;
}

const REQUIRED = ['nd', 'epsilon'];
const OPTIONAL = ['log2_nb', 'nb', 'quintuplets', 'selection', 'tolerance', 'c', 'f'];

/** The parameters of a message; `all` are those of a transcript's header [R6.32]. */
export function readParameters(value, all = false) {
  const required = all
    ? ['quintuplets', 'nd', 'log2_nb', 'tolerance', 'selection', 'c', 'epsilon', 'f']
    : REQUIRED;
  const fields = readFields(value, 'parameters', required, all ? [] : OPTIONAL);
  const has = (key) => fields[key] !== undefined;
  if (!has('log2_nb') && !has('nb')) unreadable('R6.9', 'neither log2_nb nor nb');
  if (has('log2_nb') && has('nb')) unreadable('R6.10', 'both log2_nb and nb');
  return {
    nd: readInteger(fields.nd, 'nd'),
    log2Nb: has('log2_nb') ? readLog2Nb(fields.log2_nb) : null,
    nb: has('nb') ? readInteger(fields.nb, 'nb') : null,
    quintuplets: has('quintuplets') ? readInteger(fields.quintuplets, 'quintuplets') : null,
    selection: has('selection') ? readWord(fields.selection, 'selection', SELECTIONS) : 'row',
    tolerance: has('tolerance') ? readInteger(fields.tolerance, 'tolerance') : 0,
    c: has('c') ? readRational(fields.c, 'c') : THREE,
    epsilon: readRational(fields.epsilon, 'epsilon'),
    f: readFunction(fields.f),
  };
}

/** [R1.4], [R4.1]-[R4.7], [R4.24] Checked, with defaults; nb and quintuplets are BigInts. */
export function checkParameters(given) {
  const { nd, selection, tolerance, c, epsilon, f } = given;
  checkEpsilon(epsilon);
  if (nd < 1) reject('R4.1', `Nd is ${nd}`);
  let log2Nb = given.log2Nb;
  if (log2Nb === null) {
    log2Nb = Math.round(Math.log2(given.nb));
    if (given.nb < 1 || 2 ** log2Nb !== given.nb) reject('R4.2', `Nb is ${given.nb}`);
  }
  const nb = 1n << BigInt(log2Nb);
  checkC(c);
  const cells = BigInt(nd) * nb;
  let quintuplets = c.times(cells).ceil(); // [R4.5]
  if (given.quintuplets !== null) {
    quintuplets = BigInt(given.quintuplets);
    const guaranteed = new Rational(quintuplets).over(c).ceil();
    if (cells > guaranteed) reject('R4.4', `${cells} cells, ${guaranteed} quintuplets kept at least`);
  }
  checkTolerance({ nd, log2Nb, selection }, tolerance);
  checkFunction(f, nd);
  return { nd, log2Nb, nb, quintuplets, selection, tolerance, c, epsilon, f };
}

/** [R4.7], [R4.29] */
export function checkTolerance({ nd, log2Nb, selection }, tolerance) {
  const most = (1n << BigInt(log2Nb)) - 1n;
  if (selection === 'column-total') {
    if (BigInt(tolerance) > BigInt(nd) * most) reject('R4.29', `a tolerance of ${tolerance}`);
  } else if (BigInt(tolerance) > most) reject('R4.7', `a tolerance of ${tolerance} in a column of ${most} more`);
  if (selection === 'row' && tolerance !== 0) reject('R4.7', 'a tolerance for row selection');
}

/** [R4.13] How many bits make l after step 2 has passed. */
export function bitsOfL({ nd, log2Nb, selection }) {
  return selection === 'row' ? log2Nb : nd * log2Nb;
}

/** [R4.11] Step 2: the numbers of the quintuplets kept, and whether the run is aborted. */
export function keep(inputs, c) {
  const kept = [];
  inputs.forEach((x, i) => {
    if (inX(GAME, x)) kept.push(i + 1);
  });
  return { kept, aborted: c.times(kept.length).less(inputs.length) };
}

/** [R4.12]-[R4.16] Step 3: the grid, l and the distilling cells, column 1 first. */
export function arrange({ nd, log2Nb, selection }, kept, bits) {
  const wanted = bitsOfL({ nd, log2Nb, selection });
  if (bits.length !== wanted) reject('R4.13', `${bits.length} bits for l instead of ${wanted}`);
  const nb = 2 ** log2Nb;
  const grid = [];
  for (let row = 0; row < nb; row += 1) grid.push(kept.slice(row * nd, (row + 1) * nd));
  const spelled = (group) => 1 + parseInt(`0${group}`, 2); // [R4.14]
  const l = [];
  if (selection === 'row') l.push(spelled(bits));
  else for (let i = 0; i < nd; i += 1) l.push(spelled(bits.slice(i * log2Nb, (i + 1) * log2Nb)));
  const distilling = [];
  for (let i = 0; i < nd; i += 1) distilling.push(grid[distillingRow(selection, l, i) - 1][i]);
  return { grid, l, distilling };
}

/** [R4.16] */
function distillingRow(selection, l, column) {
  return selection === 'row' ? l[0] : l[column];
}

/** [R4.17]-[R4.20], [R4.28] Step 4 on the inputs and outputs of the cells, row by row. */
export function test({ nd, log2Nb, selection, tolerance }, l, inputs, outputs) {
  const wrongCells = new Array(nd).fill(0);
  let wrongBlocks = 0;
  for (let row = 1; row <= 2 ** log2Nb; row += 1) {
    let wrongInRow = 0;
    for (let i = 0; i < nd; i += 1) {
      if (distillingRow(selection, l, i) === row) continue;
      const cell = (row - 1) * nd + i;
      if (!coefficient(GAME, outputs[cell], inputs[cell])) continue;
      wrongCells[i] += 1;
      wrongInRow += 1;
    }
    if (wrongInRow > 0) wrongBlocks += 1;
  }
  if (selection === 'row') return { wrongBlocks, wrongCells, g: wrongBlocks === 0 ? 1 : 0 };
  const inAll = wrongCells.reduce((sum, wrong) => sum + wrong, 0);
  const passed = selection === 'column-total' ? inAll <= tolerance : wrongCells.every((wrong) => wrong <= tolerance);
  return { wrongBlocks: 0, wrongCells, g: passed ? 1 : 0 };
}

/** [R4.21], [R4.23], [R4.24] Step 5 on the outputs of the distilling cells. */
export function distil(outputs, f) {
  const majorities = outputs.map((a) => majorityOf(a, TRIPLE)).join('');
  checkFunction(f, outputs.length);
  if (f === null) return { majorities, k: [...majorities].filter((m) => m === '1').length % 2 };
  return { majorities, k: Number(f[parseInt(majorities, 2)]) };
}

/**
 * [R4.11]-[R4.22], [R4.26], [R4.27] The outcome of a run. `takeL(n)` gives the n bits that make l,
 * n = 0 after step 2 has aborted.
 */
export function outcome(parameters, inputs, outputs, takeL) {
  const { kept, aborted } = keep(inputs, parameters.c);
  const result = {
    kept: kept.length, abort: 'none', l: [], distilling: [], distilling_inputs: [], distilling_outputs: [],
    wrong_blocks: 0, wrong_cells: [], g: 0, k: 0,
  };
  const bits = takeL(aborted ? 0 : bitsOfL(parameters));
  if (aborted) return { ...result, abort: 'too-few-kept' };
  const { grid, l, distilling } = arrange(parameters, kept, bits);
  const cells = grid.flat();
  const at = (list, numbers) => numbers.map((t) => list[t - 1]);
  const verdict = test(parameters, l, at(inputs, cells), at(outputs, cells));
  Object.assign(result, {
    l,
    distilling,
    distilling_inputs: at(inputs, distilling),
    distilling_outputs: at(outputs, distilling),
    wrong_blocks: verdict.wrongBlocks,
    wrong_cells: verdict.wrongCells,
    g: verdict.g,
  });
  if (verdict.g === 0) return { ...result, abort: 'wrong-correlations' };
  return { ...result, k: distil(result.distilling_outputs, parameters.f).k };
}

/** [R4.26] There is one word for each quintuplet. */
function checkCount(list, place, parameters) {
  if (BigInt(list.length) !== parameters.quintuplets) {
    reject('R4.26', `${list.length} ${place} for N = ${parameters.quintuplets}`);
  }
}

/** [R4.8], [R4.9] A run from the source's bits and the outputs of quintuplets 1, 2, ... */
export function run(parameters, source, outputs) {
  if (BigInt(outputs.length) !== parameters.quintuplets) unreadable('R6.6', `${outputs.length} outputs`);
  let used = 0;
  const take = (count) => {
    if (used + count > source.length) reject('R4.8', `the source ends after ${source.length} bits`);
    used += count;
    return source.slice(used - count, used);
  };
  const inputs = outputs.map(() => take(5));
  const result = outcome(parameters, inputs, outputs, take);
  return { ...result, source_bits_used: used };
}

/** [R4.13], [R4.26] The outcome of a transcript. */
export function replay(parameters, inputs, outputs, l) {
  checkCount(inputs, 'inputs', parameters);
  checkCount(outputs, 'outputs', parameters);
  return outcome(parameters, inputs, outputs, (count) => {
    if (l.length !== count) reject('R4.13', `${l.length} bits for l instead of ${count}`);
    return l;
  });
}
