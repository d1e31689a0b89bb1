// Documents (chapter 6): a strict JSON reader and the forms of values.
// A breach of chapter 6 is "unreadable", a breach of another chapter "rejected".

import { Rational, bitLength, lcm } from './rational.mjs';

export class Fault extends Error {
  constructor(verdict, rule, why) {
    super(`[${rule}] ${why}`);
    this.verdict = verdict;
    this.rule = rule;
  }
}

export function unreadable(rule, why) {
  throw new Fault('unreadable', rule, why);
}

export function reject(rule, why) {
  throw new Fault('rejected', rule, why);
}

/** Runs f; a rule of another chapter that it finds broken is a breach of `rule` of this one. */
export function as(rule, f) {
  try {
    return f();
  } catch (error) {
    throw error.verdict === 'rejected' ? new Fault('unreadable', rule, error.message) : error;
  }
}

/** A JSON number, or one of the words that stand for numbers which JSON lacks [R6.5], as it was written. */
export class NumberText {
  constructor(text) {
    this.text = text;
  }
}

const MAX_BYTES = 16777216;
const MAX_DEPTH = 32;
const NUMBER = /-?Infinity|NaN|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  constructor(text, maxDepth) {
    this.text = text;
    this.at = 0;
    this.maxDepth = maxDepth;
  }
  fail(why) {
    unreadable('R6.1', `${why} at character ${this.at}`);
  }
  blank() {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.at += 1;
    }
  }
  take(symbol) {
    this.blank();
    if (this.text[this.at] !== symbol) return false;
    this.at += 1;
    return true;
  }
  document() {
    const value = this.value(0);
    this.blank();
    if (this.at !== this.text.length) this.fail('something follows the value');
    return value;
  }
  value(depth) {
    this.blank();
    const c = this.text[this.at];
    if (c === '{' || c === '[') {
      if (depth >= this.maxDepth) unreadable('R6.3', `nested deeper than ${this.maxDepth}`);
      this.at += 1;
      return c === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (c === '"') return this.string();
    for (const [word, value] of [['true', true], ['false', false], ['null', null]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text);
    if (!number) this.fail('no JSON value');
    this.at = NUMBER.lastIndex;
    return new NumberText(number[0]);
  }
  object(depth) {
    const members = new Map();
    if (this.take('}')) return members;
    do {
      this.blank();
      if (this.text[this.at] !== '"') this.fail('a key is missing');
      const key = this.string();
      if (members.has(key)) unreadable('R6.4', `the key ${JSON.stringify(key)} is repeated`);
      if (!this.take(':')) this.fail('a colon is missing');
      members.set(key, this.value(depth));
    } while (this.take(','));
    if (!this.take('}')) this.fail('an object does not end');
    return members;
  }
  array(depth) {
    const items = [];
    if (this.take(']')) return items;
    do items.push(this.value(depth));
    while (this.take(','));
    if (!this.take(']')) this.fail('an array does not end');
    return items;
  }
  string() {
    this.at += 1;
    let result = '';
    for (;;) {
      PLAIN.lastIndex = this.at;
      result += PLAIN.exec(this.text)[0];
      this.at = PLAIN.lastIndex;
      const c = this.text[this.at];
      if (c === '"') {
        this.at += 1;
        return result;
      }
      if (c !== '\\') this.fail('a string does not end or has a control character');
      const escape = this.text[this.at + 1];
      if (escape === 'u') {
        const digits = this.text.slice(this.at + 2, this.at + 6);
        if (!/[0-9a-fA-F]{4}/.test(digits)) this.fail('a wrong escape');
        result += String.fromCharCode(parseInt(digits, 16));
        this.at += 6;
      } else {
        if (!Object.hasOwn(ESCAPES, escape ?? '')) this.fail('a wrong escape');
        result += ESCAPES[escape];
        this.at += 2;
      }
    }
  }
}

/** JSON text to a tree of Maps, arrays, strings, booleans, null and NumberTexts. */
export function parseJson(text, maxDepth = MAX_DEPTH) {
  return new Reader(text, maxDepth).document();
}

/** [R6.5] at every place. */
function checkNumbers(value) {
  if (value instanceof NumberText) readInteger(value, 'a number');
  if (value instanceof Map || Array.isArray(value)) for (const item of value.values()) checkNumbers(item);
}

/** [R6.1]-[R6.5] The tree of a document's bytes. */
export function parseDocument(bytes) {
  if (bytes.length > MAX_BYTES) unreadable('R6.2', `${bytes.length} bytes`);
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    unreadable('R6.1', 'not UTF-8');
  }
  const tree = parseJson(text);
  checkNumbers(tree);
  return tree;
}

// Forms of values. `place` says where the value stands.

export function readObject(value, place) {
  if (!(value instanceof Map)) unreadable('R6.6', `${place} is not an object`);
  return value;
}

/** [R6.6], [R6.9], [R6.10] An object with exactly these keys. */
export function readFields(value, place, required, optional = []) {
  readObject(value, place);
  for (const key of required) if (!value.has(key)) unreadable('R6.9', `${place} has no ${key}`);
  for (const key of value.keys()) {
    if (!required.includes(key) && !optional.includes(key)) {
      unreadable('R6.10', `${place} has an unknown key ${JSON.stringify(key)}`);
    }
  }
  return Object.fromEntries(value);
}

export function readArray(value, place) {
  if (!Array.isArray(value)) unreadable('R6.6', `${place} is not a list`);
  return value;
}

export function readString(value, place) {
  if (typeof value !== 'string') unreadable('R6.6', `${place} is not a string`);
  return value;
}

export function readWord(value, place, words, rule = 'R6.6') {
  if (!words.includes(readString(value, place))) unreadable(rule, `${place} is none of ${words}`);
  return value;
}

/** [R6.5] A count or an index. */
export function readInteger(value, place) {
  if (!(value instanceof NumberText)) unreadable('R6.6', `${place} is not a number`);
  if (!/^(0|[1-9][0-9]{0,14})$/.test(value.text)) unreadable('R6.5', `${place} is ${value.text}`);
  return Number(value.text);
}

/** A count up to a limit of this program: the answer to a larger one would not fit anywhere. */
export function readSize(value, place, most) {
  const size = readInteger(value, place);
  if (size > most) unreadable('R6.6', `${place} is ${size}, more than ${most}`);
  return size;
}

/** [R6.11], [R6.12] A rational. */
export function readRational(value, place) {
  readString(value, place);
  if (value.length > 512) unreadable('R6.12', `${place} is longer than 512 symbols`);
  const match = /(0|-?[1-9][0-9]*)(?:\/([1-9][0-9]*))?/.exec(value); // what else is there is not written again
  if (!match) unreadable('R6.11', `${place} is ${JSON.stringify(value)}`);
  const result = new Rational(BigInt(match[1]), BigInt(match[2] ?? '1'));
  if (String(result) !== value) unreadable('R6.11', `${place} is not in lowest terms: ${value}`);
  return result;
}

/** [R6.13] A bit string, of a length if one is given. */
export function readBits(value, place, length = null) {
  readString(value, place);
  if (!/^[01]*$/.test(value) || (length !== null && value.length !== length)) {
    unreadable('R6.13', `${place} is ${JSON.stringify(value)}`);
  }
  return value;
}

export function readBitsList(value, place, length) {
  return readArray(value, place).map((item) => readBits(item, place, length));
}

/** [R6.15] A party's number. */
export function readParty(value, place, parties) {
  const party = readInteger(value, place);
  if (party < 1 || party > parties) unreadable('R6.15', `${place} is ${party} of ${parties}`);
  return party;
}

/** [R6.16] A game of at most so many parties. */
export function readGame(value, most = 9) {
  const { name, parties } = readFields(value, 'game', ['name', 'parties']);
  readString(name, 'game.name');
  const n = readInteger(parties, 'game.parties');
  const known = (name === 'mermin' && n >= 3 && n % 2 === 1) || (name === 'ghz' && n >= 2);
  if (!known || n > most) unreadable('R6.16', `no game ${name} of ${n} parties`);
  return { name, parties: n };
}

/** [R6.17] */
export function checkDenominator(rationals, place) {
  let denominator = 1n;
  for (const value of rationals) {
    denominator = lcm(denominator, value.d);
    if (bitLength(denominator) > 1024) unreadable('R6.17', `the denominator of ${place}`);
  }
}

/** [R6.14] A vector or box: a Map from "a|x" to rationals; absent entries are 0. */
export function readEntries(value, place, parties) {
  const entries = new Map();
  for (const [key, item] of readObject(value, place)) {
    const form = key.length === 2 * parties + 1 && key[parties] === '|';
    if (!form || !/^[01]+\|[01]+$/.test(key)) unreadable('R6.14', `${place} has ${JSON.stringify(key)}`);
    entries.set(key, readRational(item, `${place}[${key}]`));
  }
  checkDenominator(entries.values(), place);
  return entries;
}

/** Rationals as canonical strings, entries of 0 left out. */
export function writeEntries(entries) {
  const result = {};
  for (const [key, value] of entries) if (value.n !== 0n) result[key] = String(value);
  return result;
}

/** [R6.18] Correlators by key, as rationals; that of no party only if it may be there. */
export function readCorrelators(value, place, parties, allMayBeLeftOut = false) {
  const found = new Map();
  const keys = allMayBeLeftOut ? /^[-01]*$/ : /^[-01]*[01][-01]*$/;
  for (const [key, item] of readObject(value, place)) {
    if (key.length !== parties || !keys.test(key)) unreadable('R6.18', `${place} has ${JSON.stringify(key)}`);
    found.set(key, readRational(item, `${place}[${key}]`));
  }
  checkDenominator(found.values(), place);
  return found;
}

/** [R6.19] `beside` are further keys of the object. */
export function readRelabelling(value, place, parties, beside = []) {
  const fields = readFields(value, place, [...beside, 'order', 's', 't', 'c']);
  const order = readArray(fields.order, `${place}.order`).map((party) => readParty(party, `${place}.order`, parties));
  if (order.length !== parties || new Set(order).size !== parties) unreadable('R6.19', `${place}.order`);
  const [s, t, c] = ['s', 't', 'c'].map((name) => readBits(fields[name], `${place}.${name}`, parties));
  return { ...fields, order, s, t, c };
}
