// Loaded before an instrumented implementation with `node --import`: which mutants each of its answers passes by.
// The hello is answer 0; what happens while the modules load counts for all answers. Also how long each answer took.

import { writeFileSync } from 'node:fs';

const state = (globalThis.__stryker__ ??= {});
state.mutantCoverage = { static: {}, perTest: {} };
let answered = 0;
let spent = process.cpuUsage();
const seconds = [];
const iterate = process.stdin[Symbol.asyncIterator].bind(process.stdin);
process.stdin[Symbol.asyncIterator] = () => {
  state.currentTestId = '0';
  return iterate();
};
// The file is there before the last answer is: nobody has to wait for the program to end.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (...given) => {
  answered += 1;
  const { user, system } = process.cpuUsage(spent);
  seconds.push((user + system) / 1e6);
  spent = process.cpuUsage();
  state.currentTestId = String(answered);
  if (answered === Number(process.env.FREEBIT_ANSWERS)) save();
  return write(...given);
};

function save() {
  const { static: always, perTest } = state.mutantCoverage;
  const each = Object.fromEntries(Object.entries(perTest).map(([name, found]) => [name, Object.keys(found)]));
  writeFileSync(process.env.FREEBIT_COVERAGE, JSON.stringify({ always: Object.keys(always), each, seconds }));
}
