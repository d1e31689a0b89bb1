// A peer for `freebit conform -- node peer.mjs`: it answers one operation. Add yours to OPERATIONS.

import { createInterface } from 'node:readline';

class Refusal extends Error {
  constructor(verdict, rule) {
    super(rule);
    Object.assign(this, { verdict, rule });
  }
}

const refuse = (verdict, rule) => {
  throw new Refusal(verdict, rule);
};

function checkKeys(given, required, optional = []) {
  const keys = Object.keys(given);
  if (!required.every((key) => keys.includes(key))) refuse('unreadable', 'R6.9');
  if (!keys.every((key) => required.includes(key) || optional.includes(key))) refuse('unreadable', 'R6.10');
}

/** [R2.7]: of all bits, or of three parties, which count from 1. */
function majority(given) {
  checkKeys(given, ['bits'], ['triple']);
  let { bits, triple } = given;
  if (typeof bits !== 'string') refuse('unreadable', 'R6.6');
  if (!/^[01]*$/.test(bits)) refuse('unreadable', 'R6.13');
  if (triple !== undefined) {
    if (!Array.isArray(triple) || triple.length !== 3 || !triple.every(Number.isInteger)) refuse('unreadable', 'R6.6');
    const known = triple.every((party) => party >= 1 && party <= bits.length);
    if (!known || new Set(triple).size < 3) refuse('unreadable', 'R6.15');
    bits = triple.map((party) => bits[party - 1]).join('');
  }
  if (bits.length % 2 === 0) refuse('rejected', 'R2.7');
  return { majority: 2 * bits.replaceAll('0', '').length > bits.length ? 1 : 0 };
}

const OPERATIONS = { majority };

function reply({ type, seq, op, input }) {
  const operations = Object.keys(OPERATIONS);
  if (type === 'hello') return { type, name: 'my peer', version: '0.1.0', protocol: 1, operations, features: ['reasons'] };
  try {
    return { type: 'result', seq, verdict: 'accepted', value: OPERATIONS[op](input) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { type: 'result', seq, verdict: error.verdict, rule: error.rule };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line); // takes 3.0 for 3, which R6.5 forbids: certificates need a reader that does not
  if (message.type === 'bye') break;
  process.stdout.write(`${JSON.stringify(reply(message))}\n`);
}
