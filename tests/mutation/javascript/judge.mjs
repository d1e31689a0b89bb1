// `node judge.mjs PEER QUESTIONS AT`: judges mutants of an instrumented implementation in this one process.
// Each line of standard input is {"mutant", "ask"}: which mutant, and the numbers of the lines of QUESTIONS to be asked.
// Each line of standard output says which of them told the mutant, and by what. AT has the number that is being asked,
// for whoever has to end an endless loop. A mutant that runs while modules load is turned on from the start, by the
// environment variable __STRYKER_ACTIVE_MUTANT__.

import { openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { Rational } from '../../../implementations/javascript/rational.mjs';

const [peer, questions, at] = process.argv.slice(2);
const text = openSync(questions);
const ends = JSON.parse(readFileSync(`${questions}.ends`, 'utf8')); // where each line ends
const place = openSync(at, 'w');
const switches = (globalThis.__stryker__ = { activeMutant: process.env.__STRYKER_ACTIVE_MUTANT__ || undefined });
const always = switches.activeMutant;

const input = process.stdin[Symbol.asyncIterator].bind(process.stdin);
process.stdin[Symbol.asyncIterator] = async function* none() {}; // the implementation has nothing to serve
const { answer } = await import(pathToFileURL(peer));

/** [R7.27] */
function encloses({ factor, sqrt, width }, value) {
  const keys = Object.keys(value ?? {}).sort().join();
  if (keys !== 'lower,upper') return false;
  const [low, high, by, wide] = [value.lower, value.upper, factor, width].map(rational);
  if (low === null || high === null || low.n <= 0n || low.greater(high)) return false;
  const square = by.times(by).times(sqrt);
  return !low.times(low).greater(square) && !square.greater(high.times(high)) && !high.minus(low).greater(wide.times(low));
}

function rational(text) {
  const found = /^(-?[0-9]+)(?:\/([0-9]+))?$/.exec(text);
  if (!found || /^0+$/.test(found[2] ?? '1')) return null;
  const value = new Rational(BigInt(found[1]), BigInt(found[2] ?? '1'));
  return String(value) === text ? value : null;
}

const sorted = ({ operations, features, ...rest }) => ({ ...rest, operations: operations?.toSorted(), features: features?.toSorted() });

/** Why an answer is wrong, null if it is right. */
function mismatch(given, { seq, expect }) {
  const { type, seq: own, verdict, value, rule, ...more } = given;
  if (expect.hello) return isDeepStrictEqual(sorted(given), sorted(expect.hello)) ? null : 'another hello';
  if (type !== 'result' || own !== seq || Object.keys(more).length > 0) return 'garbage';
  if (verdict !== expect.verdict) return `${verdict} (${rule}), not ${expect.verdict}`;
  if (rule !== undefined && typeof rule !== 'string') return 'garbage';
  if (expect.encloses && !encloses(expect.encloses, value)) return 'does not enclose the exact value';
  if (expect.value && !isDeepStrictEqual(value, expect.value)) return 'another value';
  if (expect.rule && rule !== expect.rule) return `${verdict} by ${rule}, not by ${expect.rule}`;
  return null;
}

function lineOf(number) {
  const start = number === 0 ? 0 : ends[number - 1];
  const bytes = Buffer.alloc(ends[number] - start);
  readSync(text, bytes, 0, bytes.length, start);
  return JSON.parse(bytes);
}

function asked(number) {
  writeSync(place, String(number).padEnd(12), 0);
  const { line, seq, expect } = lineOf(number);
  try {
    return mismatch(JSON.parse(JSON.stringify(answer(line))), { seq, expect });
  } catch (error) {
    return `crash: ${String(error.message).slice(0, 100)}`;
  }
}

function judged(mutant, numbers) {
  for (const number of numbers) {
    switches.activeMutant = mutant;
    const wrong = asked(number);
    switches.activeMutant = always;
    if (wrong === null) continue;
    // What a mutant leaves behind must not be held against the next one.
    const clean = always !== undefined || asked(number) === null;
    return { number, wrong, clean };
  }
  return { number: null, wrong: null, clean: true };
}

let rest = '';
for await (const chunk of input()) {
  rest += chunk;
  for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
    const { mutant, ask } = JSON.parse(rest.slice(0, end));
    rest = rest.slice(end + 1);
    writeSync(1, `${JSON.stringify(judged(mutant, ask))}\n`);
  }
}
