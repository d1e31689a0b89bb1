// Transcript files (chapter 6, continued).

import { createHash } from 'node:crypto';
import { checkParameters, readParameters, replay } from './protocol.mjs';
import { finishTested, readTestedHeader } from './tested.mjs';
import { as, parseDocument, readBits, readFields, readInteger, readObject, readString, unreadable } from './wire.mjs';

const LINE_FEED = 0x0a;
const MAX_HEADER = 2 ** 22;
const FRAME = 2 ** 18;

/** [R6.30]-[R6.40] The outcome of a transcript file. */
export function readTranscript(bytes) {
  const end = bytes.indexOf(LINE_FEED);
  if (end < 0 || end + 1 > MAX_HEADER) unreadable('R6.30', 'no header line');
  const { parameters, encoding, tested } = readHeader(bytes.subarray(0, end));
  const cells = tested ? BigInt(parameters.cells) : parameters.quintuplets;
  const m = tested ? parameters.game.parties : 5;
  const length = encoding === 'text' ? BigInt(2 * m + 2) * cells : planesLength(cells, m);
  const bodyEnd = BigInt(end) + 1n + length;
  const body = bytes.subarray(end + 1, Number(bodyEnd));
  const trailer = bytes.subarray(Number(bodyEnd));
  // [R6.39] What is left is one line with one object: a body of another length cannot look so.
  const oneLine = trailer.indexOf(LINE_FEED) === trailer.length - 1;
  if (!oneLine || trailer[0] !== 0x7b) unreadable('R6.39', 'the trailer does not follow the body');
  const read = encoding === 'text' ? readText : readPlanes;
  const signed = bytes.subarray(0, Number(bodyEnd));
  const words = () => read(body, Number(cells), m);
  if (tested) return finishTested(parameters, parseDocument(trailer), signed, words);
  const { l, sha256 } = readTrailer(trailer);
  const digest = createHash('sha256').update(signed).digest('hex');
  if (digest !== sha256) unreadable('R6.38', 'the digest is another');
  const { inputs, outputs } = words();
  return as('R6.40', () => replay(parameters, inputs, outputs, l));
}

/** [R6.31]-[R6.35] */
function readHeader(bytes) {
  const keys = ['format', 'version', 'parameters', 'encoding', 'provenance'];
  const header = readFields(parseDocument(bytes), 'the header', keys);
  if (readString(header.format, 'format') !== 'freebit-transcript') unreadable('R6.31', 'the format');
  if (readInteger(header.version, 'version') !== 1) unreadable('R6.31', 'the version');
  const encoding = readString(header.encoding, 'encoding');
  if (encoding !== 'text' && encoding !== 'planes') unreadable('R6.31', `the encoding ${encoding}`);
  for (const [key, value] of readObject(header.provenance, 'provenance')) readString(value, `provenance.${key}`);
  if (readObject(header.parameters, 'parameters').has('protocol')) {
    return { encoding, tested: true, parameters: readTestedHeader(header.parameters) };
  }
  const given = readParameters(header.parameters, true);
  return { encoding, parameters: as('R6.33', () => checkParameters(given)) };
}

/** [R6.38] */
function readTrailer(bytes) {
  const trailer = readFields(parseDocument(bytes), 'the trailer', ['l', 'sha256']);
  const l = readBits(trailer.l, 'l');
  const sha256 = readString(trailer.sha256, 'sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) unreadable('R6.38', 'sha256 is no digest');
  return { l, sha256 };
}

/** [R6.36], [R6.56] */
function readText(body, quintuplets, m) {
  const length = 2 * m + 2;
  const form = new RegExp(`^([01]{${m}}) ([01]{${m}})\n$`);
  const lines = Buffer.from(body).toString('latin1');
  const inputs = [];
  const outputs = [];
  for (let t = 0; t < quintuplets; t += 1) {
    const line = form.exec(lines.slice(length * t, length * t + length));
    if (!line) unreadable('R6.36', `the line of quintuplet ${t + 1}`);
    inputs.push(line[1]);
    outputs.push(line[2]);
  }
  return { inputs, outputs };
}

/** [R6.37] The length of all frames. */
function planesLength(quintuplets, m) {
  const rest = quintuplets % BigInt(FRAME);
  return BigInt(2 * m) * ((quintuplets / BigInt(FRAME)) * BigInt(FRAME / 8) + (rest + 7n) / 8n);
}

/** [R6.37], [R6.56] */
function readPlanes(body, quintuplets, m) {
  const parties = Array.from({ length: m }, (_, i) => i);
  const inputs = [];
  const outputs = [];
  let start = 0;
  for (let first = 0; first < quintuplets; first += FRAME) {
    const n = Math.min(FRAME, quintuplets - first);
    const size = Math.ceil(n / 8);
    const bit = (plane, t) => (body[start + plane * size + (t >> 3)] >> (t & 7)) & 1;
    for (let plane = 0; plane < 2 * m; plane += 1) {
      for (let t = n; t < 8 * size; t += 1) if (bit(plane, t)) unreadable('R6.37', 'a bit beyond the last');
    }
    for (let t = 0; t < n; t += 1) {
      inputs.push(parties.map((party) => bit(party, t)).join(''));
      outputs.push(parties.map((party) => bit(m + party, t)).join(''));
    }
    start += 2 * m * size;
  }
  return { inputs, outputs };
}
