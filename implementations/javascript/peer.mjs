// An implementation behind the conformance protocol (chapter 7): `node peer.mjs`.
// With `--verify FILE` a plain verifier of one certificate, exit code 0, 1 or 2.

import { readFileSync } from 'node:fs';
import * as bounds from './bounds.mjs';
import * as boxes from './box.mjs';
import { checkCertificate, readBetas } from './certificate.mjs';
import * as games from './game.mjs';
import * as protocol from './protocol.mjs';
import { Rational } from './rational.mjs';
import { DEVICE_NAMES, SOURCE_NAMES, WordStream, hexadecimal, sampleDevice, sampleSource } from './sampling.mjs';
import * as sources from './source.mjs';
import { checkSizes, readCode, readWeights, rowsOf } from './certificate-codes.mjs';
import * as tested from './tested.mjs';
import { readTranscript } from './transcript.mjs';
import {
  Fault, NumberText, parseJson, readArray, readBits, readBitsList, readEntries, readFields, readGame, readInteger,
  readObject, readParty, readRational, readSize, readString,
  readWord, reject, unreadable, writeEntries,
} from './wire.mjs';

const MAX_PARTIES = 9;
const MAX_NAMED_PARTIES = 6; // of a named box
const MAX_STEP_LOG2_NB = 16; // of a grid that is listed
const MAX_BITS = 10; // of a source of which a question asks for tables or for all subsets
const MAX_COUNT = 2 ** 20; // of sampled bits and words
const MAX_ND = 10000; // of a bound, whose powers are exact
const verifying = process.argv[2] === '--verify';
const THREE = new Rational(3n);

function readBoxKeys(fields) {
  const parties = checkParties(fields.parties);
  return { parties, entries: readEntries(fields.entries, 'entries', parties) };
}

function readBox(value, place) {
  return readBoxKeys(readFields(value, place, ['parties', 'entries']));
}

function readParties(value, place, parties) {
  const list = readArray(value, place).map((party) => readParty(party, place, parties));
  if (new Set(list).size !== list.length) unreadable('R6.15', `${place} repeats a party`);
  return list;
}

const writeBox = (box) => ({ parties: box.parties, entries: writeEntries(box.entries) });
const readIntegers = (value, place) => readArray(value, place).map((n) => readInteger(n, place));
const readRationals = (value, place) => readArray(value, place).map((q) => readRational(q, place));

function documentBytes(input) {
  const { text, base64 } = readFields(input, 'input', [], ['text', 'base64']);
  if (text === undefined && base64 === undefined) unreadable('R6.9', 'neither text nor base64');
  if (text !== undefined && base64 !== undefined) unreadable('R6.10', 'both text and base64');
  if (text !== undefined) return Buffer.from(readString(text, 'text'));
  const bytes = Buffer.from(readString(base64, 'base64'), 'base64');
  if (bytes.toString('base64') !== base64) unreadable('R6.6', 'base64 is none');
  return bytes;
}

function readSeed(value) {
  if (!/^(0|[1-9][0-9]*)$/.test(readString(value, 'seed'))) unreadable('R6.6', `the seed ${value}`);
  return BigInt(value);
}

function readGrid(fields) {
  const nd = readInteger(fields.nd, 'nd');
  const log2Nb = protocol.readLog2Nb(fields.log2_nb, MAX_STEP_LOG2_NB);
  return { nd, log2Nb, selection: readWord(fields.selection, 'selection', protocol.SELECTIONS) };
}

function checkGrid({ nd }) {
  if (nd < 1) reject('R4.1', `Nd is ${nd}`);
}

function readSourceFields(fields) {
  return sources.readSource(readSize(fields.bits, 'bits', MAX_BITS), fields.entries);
}

const NAMED_BOXES = {
  deterministic: (input) => {
    const fields = readFields(input, 'input', ['name', 'outputs_for_0', 'outputs_for_1']);
    const for0 = readBits(fields.outputs_for_0, 'outputs_for_0');
    checkRange(for0.length, MAX_NAMED_PARTIES);
    return boxes.deterministicBox(for0, readBits(fields.outputs_for_1, 'outputs_for_1', for0.length));
  },
  uniform: (input) => boxes.uniformBox(partiesOf(input)),
  pr: (input) => readFields(input, 'input', ['name']) && boxes.prBox(),
  ghz: (input) => boxes.ghzBox(partiesOf(input)),
  'fixed-output': (input) => {
    const fields = readFields(input, 'input', ['name', 'game', 'party', 'value']);
    const game = readGame(fields.game);
    const party = readParty(fields.party, 'party', game.parties);
    return boxes.fixedOutputBox(game, party, readBits(fields.value, 'value', 1));
  },
};

function partiesOf(input) {
  return checkParties(readFields(input, 'input', ['name', 'parties']).parties, MAX_NAMED_PARTIES);
}

function checkParties(value, most = MAX_PARTIES) {
  const parties = readInteger(value, 'parties');
  checkRange(parties, most);
  return parties;
}

/** [R6.16] */
function checkRange(parties, most) {
  if (parties < 1 || parties > most) unreadable('R6.16', `a box of ${parties} parties`);
}

const NAMED_SOURCES = {
  biased: (bits, fields) => sources.biasedSource(bits, fields.epsilon),
  defeating: (bits, fields) => sources.defeatingSource(bits, fields.epsilon, readBits(fields.f, 'f', 2 ** bits)),
  guessed: (bits, fields) => sources.guessedSource(bits, fields.epsilon),
  markov: (bits, fields) => sources.markovSource(bits, fields.flip),
};

/** The word in an input on which its other keys depend. */
function readChoice(input, key, words) {
  if (!readObject(input, 'input').has(key)) unreadable('R6.9', `input has no ${key}`);
  return readWord(input.get(key), key, words);
}

const OPERATIONS = {
  strings(input) {
    return { strings: games.bitStrings(readSize(readFields(input, 'input', ['length']).length, 'length', 16)) };
  },

  coefficient(input) {
    const fields = readFields(input, 'input', ['game', 'a', 'x']);
    const game = readGame(fields.game);
    const [a, x] = ['a', 'x'].map((key) => readBits(fields[key], key, game.parties));
    return { coefficient: games.coefficient(game, a, x) };
  },

  inputs(input) {
    return games.inputsOf(readGame(readFields(input, 'input', ['game']).game));
  },

  majority(input) {
    const fields = readFields(input, 'input', ['bits'], ['triple']);
    const bits = readBits(fields.bits, 'bits');
    if (fields.triple === undefined) return { majority: games.majority(bits) };
    if (readArray(fields.triple, 'triple').length !== 3) unreadable('R6.6', 'triple is not of three parties');
    return { majority: games.majorityOf(bits, readParties(fields.triple, 'triple', bits.length)) };
  },

  box(input) {
    boxes.checkBox(readBox(input, 'input'));
  },

  loss(input) {
    const fields = readFields(input, 'input', ['game', 'entries']);
    const game = readGame(fields.game);
    const box = { parties: game.parties, entries: readEntries(fields.entries, 'entries', game.parties) };
    return { loss: String(boxes.loss(game, box)) };
  },

  marginal(input) {
    const fields = readFields(input, 'input', ['parties', 'entries', 'of']);
    const box = readBoxKeys(fields);
    return writeBox(boxes.marginal(box, readParties(fields.of, 'of', box.parties)));
  },

  product(input) {
    const { left, right } = readFields(input, 'input', ['left', 'right']);
    const [first, second] = [readBox(left, 'left'), readBox(right, 'right')];
    if (first.parties + second.parties > MAX_PARTIES) unreadable('R6.16', 'the product has too many parties');
    return writeBox(boxes.product(first, second));
  },

  'named-box'(input) {
    return writeBox(NAMED_BOXES[readChoice(input, 'name', Object.keys(NAMED_BOXES))](input));
  },

  relabel(input) {
    const fields = readFields(input, 'input', ['game', 's', 't', 'c', 'order', 'a', 'x']);
    const game = readGame(fields.game);
    const bits = (key) => readBits(fields[key], key, game.parties);
    const relabelling = { s: bits('s'), t: bits('t'), c: bits('c') };
    relabelling.order = readParties(fields.order, 'order', game.parties);
    if (relabelling.order.length !== game.parties) unreadable('R6.15', 'order does not name every party');
    const image = games.relabel(relabelling, bits('a'), bits('x'));
    return { ...image, symmetry: games.isSymmetry(game, relabelling) ? 'yes' : 'no' };
  },

  source(input) {
    const fields = readFields(input, 'input', ['bits', 'entries', 'epsilon']);
    sources.checkSource(readSourceFields(fields), readRational(fields.epsilon, 'epsilon'));
  },

  'largest-epsilon'(input) {
    const source = readSourceFields(readFields(input, 'input', ['bits', 'entries']));
    sources.checkDistribution(source);
    return { epsilon: String(sources.largestEpsilon(source)) };
  },

  'joint-bounds'(input) {
    const fields = readFields(input, 'input', ['bits', 'entries', 'lower', 'upper']);
    const source = readSourceFields(fields);
    const [lower, upper] = ['lower', 'upper'].map((key) => readRationals(fields[key], key));
    if (lower.length !== source.bits || upper.length !== source.bits) unreadable('R6.6', 'one bound for each n');
    sources.checkJointBounds(source, lower, upper);
  },

  epsilon(input) {
    const { bias, rate } = readFields(input, 'input', [], ['bias', 'rate']);
    if (bias === undefined && rate === undefined) unreadable('R6.9', 'neither bias nor rate');
    if (bias !== undefined && rate !== undefined) unreadable('R6.10', 'both bias and rate');
    if (bias !== undefined) return { epsilon: String(sources.epsilonOfBias(readRational(bias, 'bias'))) };
    return { epsilon: String(sources.epsilonOfRate(readRational(rate, 'rate'))) };
  },

  'named-source'(input) {
    const name = readChoice(input, 'name', Object.keys(NAMED_SOURCES));
    const parameter = name === 'markov' ? 'flip' : 'epsilon';
    const keys = ['name', 'bits', parameter, ...(name === 'defeating' ? ['f'] : [])];
    const fields = readFields(input, 'input', keys);
    fields[parameter] = readRational(fields[parameter], parameter);
    const bits = readSize(fields.bits, 'bits', MAX_BITS);
    return { entries: writeEntries(NAMED_SOURCES[name](bits, fields)) };
  },

  'weak-bits'(input) {
    const fields = readFields(input, 'input', ['hex', 'encoding', 'stride']);
    if (!/^([0-9a-f]{2})*$/.test(readString(fields.hex, 'hex'))) unreadable('R6.6', 'hex is no hexadecimal');
    const symbols = [2, 3, 4, 5, 6, 7, 8].map((k) => `nist-${k}`);
    const encodings = ['nist', 'ascii', 'packed-msb', 'packed-lsb', ...symbols];
    const encoding = readWord(fields.encoding, 'encoding', encodings);
    return sources.weakBits(Buffer.from(fields.hex, 'hex'), encoding, readInteger(fields.stride, 'stride'));
  },

  parameters(input) {
    const parameters = protocol.checkParameters(protocol.readParameters(input));
    const { quintuplets, nb, selection, tolerance, c } = parameters;
    const bits = 5n * quintuplets + BigInt(protocol.bitsOfL(parameters));
    return {
      quintuplets: String(quintuplets), nb: String(nb), source_bits: String(bits), selection, tolerance, c: String(c),
    };
  },

  keep(input) {
    const fields = readFields(input, 'input', ['inputs'], ['c']);
    const inputs = readBitsList(fields.inputs, 'inputs', 5);
    const c = fields.c === undefined ? THREE : readRational(fields.c, 'c');
    if (inputs.length === 0) unreadable('R6.6', 'no quintuplet');
    const { kept, aborted } = protocol.keep(inputs, protocol.checkC(c));
    return { kept, aborted: aborted ? 'yes' : 'no' };
  },

  arrange(input) {
    const fields = readFields(input, 'input', ['nd', 'log2_nb', 'selection', 'kept', 'bits']);
    const kept = readIntegers(fields.kept, 'kept');
    const grid = readGrid(fields);
    const bits = readBits(fields.bits, 'bits');
    const wanted = grid.nd * 2 ** grid.log2Nb;
    if (kept.length < wanted) unreadable('R6.6', `${kept.length} quintuplets for ${wanted} cells`);
    checkGrid(grid);
    return protocol.arrange(grid, kept, bits);
  },

  test(input) {
    const keys = ['nd', 'log2_nb', 'selection', 'l', 'inputs', 'outputs'];
    const fields = readFields(input, 'input', keys, ['tolerance']);
    const grid = readGrid(fields);
    const l = readIntegers(fields.l, 'l');
    const [inputs, outputs] = ['inputs', 'outputs'].map((key) => readBitsList(fields[key], key, 5));
    const nb = 2 ** grid.log2Nb;
    const tolerance = fields.tolerance === undefined ? 0 : readInteger(fields.tolerance, 'tolerance');
    if (l.length !== (grid.selection === 'row' ? 1 : grid.nd)) unreadable('R6.6', 'l');
    if (l.some((row) => row < 1 || row > nb)) unreadable('R6.6', 'l names no row');
    if (inputs.length !== grid.nd * nb || outputs.length !== grid.nd * nb) unreadable('R6.6', 'not one word for each cell');
    checkGrid(grid);
    protocol.checkTolerance(grid, tolerance);
    const { wrongBlocks, wrongCells, g } = protocol.test({ ...grid, tolerance }, l, inputs, outputs);
    return { wrong_blocks: wrongBlocks, wrong_cells: wrongCells, g };
  },

  distil(input) {
    const fields = readFields(input, 'input', ['outputs'], ['f']);
    const outputs = readBitsList(fields.outputs, 'outputs', 5);
    if (outputs.length === 0) unreadable('R6.6', 'no cell');
    return protocol.distil(outputs, protocol.readFunction(fields.f));
  },

  run(input) {
    const fields = readFields(input, 'input', ['parameters', 'source', 'outputs']);
    const given = protocol.readParameters(fields.parameters);
    const source = readBits(fields.source, 'source');
    const outputs = readBitsList(fields.outputs, 'outputs', 5);
    return protocol.run(protocol.checkParameters(given), source, outputs);
  },

  replay(input) {
    const fields = readFields(input, 'input', ['parameters', 'inputs', 'outputs', 'l']);
    const given = protocol.readParameters(fields.parameters);
    const [inputs, outputs] = ['inputs', 'outputs'].map((key) => readBitsList(fields[key], key, 5));
    const l = readBits(fields.l, 'l');
    return protocol.replay(protocol.checkParameters(given), inputs, outputs, l);
  },

  transcript(input) {
    return readTranscript(documentBytes(input));
  },

  certificate(input) {
    checkCertificate(documentBytes(input));
  },

  guess(input) {
    const tables = [];
    for (const rows of readObject(readFields(input, 'input', ['tables']).tables, 'tables').values()) {
      const table = readArray(rows, 'a table').map(readRow);
      const keys = table.map(({ k, y, t, g, e }) => JSON.stringify([k, y, t, g, e]));
      if (new Set(keys).size !== keys.length) unreadable('R6.6', 'a row is there twice');
      tables.push(table);
    }
    return { guess: String(bounds.guess(tables)) };
  },

  kappa(input) {
    const fields = readFields(input, 'input', ['game', 'beta']);
    const game = readGame(fields.game);
    return { kappa: bounds.kappa(game, readBetas(fields.beta, game)).map(String) };
  },

  bound(input) {
    const ofCells = ['tested', 'tested-derived', 'many-bits', 'many-bits-derived'];
    const ofGrids = ['paper', 'row', 'row-sharp', 'column', 'column-sharp', 'column-total'];
    const theorem = readChoice(input, 'theorem', [...ofGrids, ...ofCells]);
    if (ofCells.includes(theorem)) return boundOfCells(input, theorem.startsWith('many'));
    const own = theorem === 'paper' ? ['A', 'B'] : ['alpha', 'kappa'];
    const keys = ['theorem', 'epsilon', 'nd', 'log2_nb', ...own];
    const fields = readFields(input, 'input', keys, ['tolerance']);
    const rational = (key) => (fields[key] === undefined ? null : readRational(fields[key], key));
    const nd = readSize(fields.nd, 'nd', MAX_ND);
    const tolerance = fields.tolerance === undefined ? 0 : readInteger(fields.tolerance, 'tolerance');
    if (theorem === 'column-total' && nd * (tolerance + 1) ** 2 > MAX_ND) unreadable('R6.6', `T is ${tolerance}`);
    const { lower, upper } = bounds.bound({
      theorem,
      epsilon: rational('epsilon'),
      nd,
      log2Nb: protocol.readLog2Nb(fields.log2_nb),
      tolerance,
      A: rational('A'),
      B: rational('B'),
      alpha: rational('alpha'),
      kappas: fields.kappa === undefined ? null : readRationals(fields.kappa, 'kappa'),
    });
    return { lower: String(lower), upper: String(upper) };
  },

  'cell-rate'(input) {
    return tested.cellRate(input);
  },

  'family-rate'(input) {
    return tested.familyRate(input);
  },

  'tested-parameters'(input) {
    return { source_bits: String(tested.sourceBits(tested.checkTestedParameters(tested.readTestedParameters(input)))) };
  },

  'run-tested'(input) {
    const fields = readFields(input, 'input', ['parameters', 'source', 'outputs']);
    const given = tested.readTestedParameters(fields.parameters);
    const outputs = readBitsList(fields.outputs, 'outputs', given.game.parties);
    const source = readBits(fields.source, 'source');
    if (outputs.length !== given.cells) unreadable('R6.6', `${outputs.length} outputs`);
    return tested.runTested(tested.checkTestedParameters(given), source, outputs);
  },

  'replay-tested'(input) {
    const fields = readFields(input, 'input', ['parameters', 'inputs', 'outputs']);
    const given = tested.readTestedParameters(fields.parameters);
    const [inputs, outputs] = ['inputs', 'outputs'].map((key) => readBitsList(fields[key], key, given.game.parties));
    return tested.replayTested(tested.checkTestedParameters(given), inputs, outputs);
  },

  'replay-key'(input) {
    const fields = readFields(input, 'input', ['parameters', 'inputs', 'outputs', 'bits', 'cells', 'code']);
    const given = tested.readTestedParameters(fields.parameters);
    const [inputs, outputs] = ['inputs', 'outputs'].map((key) => readBitsList(fields[key], key, given.game.parties));
    const bits = readSize(fields.bits, 'bits', 1024);
    const cells = readSize(fields.cells, 'cells', 2 ** 16);
    const code = readCode(fields.code, cells);
    const parameters = tested.checkTestedParameters(given);
    checkSizes({ bits, cells, code });
    return tested.replayKey(parameters, inputs, outputs, { cells, rows: () => rowsOf(code, bits), bits });
  },

  words(input) {
    const fields = readFields(input, 'input', ['seed', 'stream', 'chunk', 'count']);
    const [stream, chunk] = ['stream', 'chunk'].map((key) => readInteger(fields[key], key));
    const count = readSize(fields.count, 'count', MAX_COUNT);
    const words = new WordStream(readSeed(fields.seed), stream, chunk);
    return { words: Array.from({ length: count }, () => hexadecimal(words.next())) };
  },

  'sample-source'(input) {
    const name = readChoice(input, 'name', SOURCE_NAMES);
    const parameter = name === 'free' ? null : name === 'markov' ? 'flip' : 'epsilon';
    const keys = ['name', 'seed', 'count', ...(parameter ? [parameter] : [])];
    const fields = readFields(input, 'input', keys, name === 'adversarial' ? ['width', 'rare'] : ['width']);
    const value = parameter && readRational(fields[parameter], parameter);
    const width = fields.width === undefined ? 5 : readSize(fields.width, 'width', 6);
    if (width < 2) unreadable('R6.6', `${width} bits a cell`);
    const rare = fields.rare === undefined ? undefined : readBits(fields.rare, 'rare', 1);
    const count = readSize(fields.count, 'count', MAX_COUNT);
    return { bits: sampleSource(name, value, readSeed(fields.seed), count, width, rare) };
  },

  'sample-device'(input) {
    const name = readChoice(input, 'name', DEVICE_NAMES);
    const extra = { depolarised: ['noise'], noisy: ['error'], box: ['box'] }[name] ?? [];
    const fields = readFields(input, 'input', ['name', 'seed', 'inputs', ...extra], name === 'box' ? [] : ['game']);
    const options = {};
    if (fields.game !== undefined) options.game = readGame(fields.game);
    const inputs = readBitsList(fields.inputs, 'inputs', options.game?.parties ?? 5);
    if (name === 'noisy') options.error = readRational(fields.error, 'error');
    if (name === 'depolarised') options.noise = readRational(fields.noise, 'noise');
    if (name === 'box') {
      options.box = readBox(fields.box, 'box');
      if (options.box.parties !== 5) unreadable('R6.6', 'the box is not of five parties');
    }
    const seed = readSeed(fields.seed);
    if (options.game !== undefined) tested.checkTestedGame(options.game);
    if (options.box !== undefined) boxes.checkBox(options.box);
    return { outputs: sampleDevice(name, options, seed, inputs) };
  },
};

/** [R5.71], [R5.92] */
function boundOfCells(input, many) {
  const keys = ['theorem', 'epsilon', 'keep', 'A', 'B', ...(many ? ['weights'] : [])];
  const fields = readFields(input, 'input', keys, ['tolerance']);
  const given = {
    epsilon: readRational(fields.epsilon, 'epsilon'),
    keep: readSize(fields.keep, 'keep', MAX_ND),
    tolerance: fields.tolerance === undefined ? 0 : readInteger(fields.tolerance, 'tolerance'),
    A: readRational(fields.A, 'A'),
    B: readRational(fields.B, 'B'),
  };
  const weights = many ? readWeights(fields.weights) : [];
  const { lower, upper } = many ? bounds.boundOfKey({ ...given, weights }) : bounds.boundOfTested(given);
  return { lower: String(lower), upper: String(upper) };
}

function readRow(value) {
  if (readArray(value, 'a row').length !== 6) unreadable('R6.6', 'a row does not have six items');
  const [k, y, t, g, e, p] = value;
  return {
    k: readBits(k, 'k', 1),
    y: readString(y, 'y'),
    t: readString(t, 't'),
    g: readBits(g, 'g', 1),
    e: readString(e, 'e'),
    p: readRational(p, 'a probability'),
  };
}

/** A verdict, with the value or the rule broken. What is no Fault is a defect and ends the program. */
function judge(work) {
  try {
    const value = work();
    return value === undefined ? { verdict: 'accepted' } : { verdict: 'accepted', value };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (verifying) process.stderr.write(`${error.message}\n`);
    return { verdict: error.verdict, rule: error.rule };
  }
}

function hello() {
  return {
    type: 'hello',
    name: 'freebit-second',
    version: '1.0.0',
    protocol: 1,
    operations: Object.keys(OPERATIONS),
    features: ['reasons', 'large'],
  };
}

/** [R7.2]-[R7.4] The answer to one line, null to "bye". */
function answer(line) {
  const message = parseJson(line, 200);
  const type = message.get('type');
  if (type === 'hello') return hello();
  if (type === 'bye') return null;
  const seq = message.get('seq');
  const operation = message.get('op');
  if (type !== 'run' || !(seq instanceof NumberText) || !Object.hasOwn(OPERATIONS, operation)) {
    throw new Error(`no question: ${line.slice(0, 200)}`);
  }
  const verdict = judge(() => OPERATIONS[operation](message.get('input')));
  return { type: 'result', seq: Number(seq.text), ...verdict };
}

/** [R7.2] The lines of standard input: bytes up to a line feed, and nothing else ends a line. */
async function* lines() {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let parts = [];
  for await (let chunk of process.stdin) {
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a)) {
      yield decoder.decode(Buffer.concat([...parts, chunk.subarray(0, end)]));
      parts = [];
      chunk = chunk.subarray(end + 1);
    }
    parts.push(chunk);
  }
}

async function serve() {
  for await (const line of lines()) {
    const reply = answer(line);
    if (reply === null) return;
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

/** [R7.9] The exit code of a plain verifier; a defect of this program is none of the three. */
function verify(path) {
  try {
    const { verdict } = judge(() => checkCertificate(readFile(path)));
    return { accepted: 0, rejected: 1, unreadable: 2 }[verdict];
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    return 70;
  }
}

function readFile(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    return unreadable('R6.22', error.message);
  }
}

if (verifying) process.exitCode = verify(process.argv[3] ?? '');
else await serve();
