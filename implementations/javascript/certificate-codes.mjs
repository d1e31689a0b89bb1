// The certificates of kind code (chapter 3d): their reading and their rules.

import {
  readArray, readBits, readFields, readInteger, readObject, readRational, readString, readWord, reject, unreadable,
} from './wire.mjs';

const MAX_BITS = 1024; // [R6.95]
const MAX_CELLS = 2 ** 20;
const COUNTED_BITS = 16; // [R3.93]
const COUNTED_CELLS = 2 ** 16;

/** [R6.96] */
export function readCode(value, cells) {
  const place = 'claim.code';
  if (!readObject(value, place).has('kind')) unreadable('R6.9', `${place} has no kind`);
  const kind = readWord(value.get('kind'), `${place}.kind`, ['generator', 'concatenation']);
  if (kind === 'generator') {
    const { rows } = readFields(value, place, ['kind', 'rows']);
    return { kind, rows: readArray(rows, `${place}.rows`).map((row) => readBits(row, `${place}.rows`, cells)) };
  }
  const { inner, modulus, length, dimension } = readFields(
    value, place, ['kind', 'inner', 'modulus', 'length', 'dimension'],
  );
  if (!/^1[01]{2,12}$/.test(readString(modulus, `${place}.modulus`))) unreadable('R6.96', `${place}.modulus`);
  return {
    kind,
    inner: readWord(inner, `${place}.inner`, ['simplex', 'reed-muller']),
    modulus: Number.parseInt(modulus, 2),
    m: modulus.length - 1,
    length: readInteger(length, `${place}.length`),
    dimension: readInteger(dimension, `${place}.dimension`),
  };
}

/** [R6.95] */
export function readCodeSizes(sizes) {
  const bits = readInteger(sizes.bits, 'bits');
  const cells = readInteger(sizes.cells, 'cells');
  if (bits > MAX_BITS) unreadable('R6.95', `${bits} bits`);
  if (cells > MAX_CELLS) unreadable('R6.95', `${cells} cells`);
  return { bits, cells };
}

/** The list of weights, each with a number of messages. */
export function readWeights(weights) {
  return readArray(weights, 'weights').map((line, i) => {
    const { weight, messages } = readFields(line, `weights.${i}`, ['weight', 'messages']);
    return { weight: readInteger(weight, 'weight'), messages: readRational(messages, 'messages') };
  });
}

export function readCodeWeights(claim, witness) {
  const { code, sense, weights, ...sizes } = readFields(
    claim, 'claim', ['bits', 'cells', 'code', 'sense', 'weights'],
  );
  const { bits, cells } = readCodeSizes(sizes);
  const { why } = readFields(witness, 'witness', ['why']);
  return {
    bits,
    cells,
    code: readCode(code, cells),
    weights: readWeights(weights),
    sense: readWord(sense, 'sense', ['exact', 'bound']),
    why: readWord(why, 'why', ['counting', 'mds']),
  };
}

const innerLength = ({ inner, m }) => (inner === 'simplex' ? 2 ** m - 1 : 2 ** (m - 1));

/** [R3.90], [R3.91] */
export function checkSizes({ bits, cells, code }) {
  if (bits < 1) reject('R3.90', 'no bit');
  if (code.kind === 'generator') {
    if (code.rows.length !== bits) reject('R3.90', `${code.rows.length} rows for ${bits} bits`);
    return;
  }
  const { m, length, dimension } = code;
  if (dimension < 1 || dimension > length || length > 2 ** m) reject('R3.90', `the outer code [${length},${dimension}]`);
  if (bits > m * dimension) reject('R3.90', `${bits} bits`);
  if (cells !== length * innerLength(code)) reject('R3.90', `${cells} cells`);
  checkModulus(code);
}

/** The degree of a polynomial over GF(2); of 0 it is -1. */
const degree = (p) => 31 - Math.clz32(p);

/** [R3.91] By multiplication: whether some product of two polynomials of lower degree is the modulus. */
function checkModulus({ modulus, m }) {
  for (let left = 2; degree(left) <= m / 2; left += 1) {
    const other = m - degree(left);
    for (let right = 2 ** other; right < 2 ** (other + 1); right += 1) {
      let product = 0;
      for (let i = 0; i <= other; i += 1) if ((right >> i) & 1) product ^= left << i;
      if (product === modulus) reject('R3.91', 'the modulus is a product');
    }
  }
}

/** [R3.92] */
export function checkList({ cells, weights }) {
  let last = -1;
  for (const { weight, messages } of weights) {
    if (weight <= last || weight > cells) reject('R3.92', `the weight ${weight}`);
    if (messages.n < 1n || messages.d !== 1n) reject('R3.92', `the number of messages of weight ${weight}`);
    last = weight;
  }
}

function times(left, right, modulus) {
  let product = 0;
  for (let a = left, b = right; b > 0; b >>= 1) {
    if (b & 1) product ^= a;
    a <<= 1;
    if (degree(a) === degree(modulus)) a ^= modulus;
  }
  return product;
}

const oddBits = (value) => {
  let odd = 0;
  for (let rest = value; rest > 0; rest &= rest - 1) odd ^= 1;
  return odd;
};

/** The inner word of a symbol, as digits. */
function innerWord(code, symbol) {
  let word = '';
  for (let v = 2 ** code.m - innerLength(code); v < 2 ** code.m; v += 1) word += oddBits(symbol & v);
  return word;
}

/** The rows of the generator, as digits. */
export function rowsOf(code, bits) {
  if (code.kind === 'generator') return code.rows;
  const rows = [];
  const powers = new Array(code.length).fill(1);
  for (let i = 0; rows.length < bits; i += 1) {
    for (let bit = code.m - 1; bit >= 0 && rows.length < bits; bit -= 1) {
      rows.push(powers.map((power) => innerWord(code, times(2 ** bit, power, code.modulus))).join(''));
    }
    powers.forEach((power, point) => { powers[point] = times(power, point, code.modulus); });
  }
  return rows;
}

const add = (found, weight, number) => found.set(weight, (found.get(weight) ?? 0n) + number);

/** [R3.93] The weights of the words of all messages other than 0, in words of 32 cells. */
function counted(code, bits, cells) {
  const found = new Map();
  const size = Math.ceil(cells / 32);
  const rows = rowsOf(code, bits).map((row) => Array.from(
    { length: size }, (_, i) => Number.parseInt(row.slice(32 * i, 32 * i + 32), 2) | 0,
  ));
  const word = new Int32Array(size);
  for (let message = 1; message < 2 ** rows.length; message += 1) {
    const row = rows[31 - Math.clz32(message & -message)]; // the bit that changes in Gray's order
    let weight = 0;
    for (let i = 0; i < size; i += 1) {
      word[i] ^= row[i];
      let x = word[i];
      x -= (x >>> 1) & 0x55555555;
      x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
      weight += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    add(found, weight, 1n);
  }
  return found;
}

const power = (base, exponent) => (exponent < 0 ? 1n : base ** BigInt(exponent));

/** Row n of Pascal's triangle. */
function binomials(n) {
  const row = [1n];
  for (let k = 1; k <= n; k += 1) row.push((row[k - 1] * BigInt(n - k + 1)) / BigInt(k));
  return row;
}

/**
 * [R3.94] B_i polynomials vanish on i given points and maybe elsewhere, q^(K-i) or 1; by inclusion and exclusion
 * A_w = C(N,w) times the alternating sum over j of C(w,j) B_(N-w+j).
 */
function closedForm(code) {
  const { length, dimension, m } = code;
  const q = 2n ** BigInt(m);
  let least = Infinity;
  for (let s = 1; s < 2 ** m; s += 1) least = Math.min(least, innerWord(code, s).replaceAll('0', '').length);
  const found = new Map();
  const choose = binomials(length);
  for (let w = length - dimension + 1; w <= length; w += 1) {
    const signed = binomials(w).map((c, j) => (j % 2 ? -c : c) * power(q, dimension - length + w - j));
    add(found, least * w, choose[w] * signed.reduce((sum, term) => sum + term, 0n));
  }
  return found;
}

export function checkCodeWeights(certificate) {
  const { bits, cells, code, weights, sense, why } = certificate;
  checkSizes(certificate);
  checkList(certificate);
  if (why === 'mds' && code.kind === 'generator') reject('R3.94', 'a generator has no closed form');
  if (why === 'counting' && (bits > COUNTED_BITS || cells > COUNTED_CELLS)) reject('R3.93', `${bits} bits are counted`);
  const known = why === 'counting' ? counted(code, bits, cells) : closedForm(code);
  const all = 2n ** BigInt(bits) - 1n;
  const listed = new Map(weights.map(({ weight, messages }) => [weight, messages.n]));
  let light = 0n;
  let allowed = 0n;
  for (const weight of [...new Set([...known.keys(), ...listed.keys()])].sort((a, b) => a - b)) {
    light += known.get(weight) ?? 0n;
    allowed += listed.get(weight) ?? 0n;
    if (light > allowed && all > allowed) reject('R3.95', `the weight ${weight}`);
  }
  if (sense === 'bound') return;
  if (why === 'mds' && (code.inner !== 'simplex' || bits !== code.m * code.dimension)) reject('R3.96', 'it is a bound');
  for (const [weight, number] of listed) {
    if ((known.get(weight) ?? 0n) !== number) reject('R3.96', `the weight ${weight}`);
  }
}
