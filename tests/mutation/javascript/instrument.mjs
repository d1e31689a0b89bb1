// `node instrument.mjs FROM TO`: a copy of an implementation with every mutant of Stryker in it, behind a switch, and
// `mutants.json`, which lists them. The environment variable __STRYKER_ACTIVE_MUTANT__ turns one of them on.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const [from, to] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };

/** Words for people say nothing to a judge: what is wrong, the place of a value, the name of the program. */
function isForPeople({ node, parent, listKey, key }) {
  if (parent?.type === 'ObjectProperty' && ['name', 'version'].includes(parent.key.name)) return node.type === 'StringLiteral';
  if (parent?.type === 'VariableDeclarator' && parent.id.name === 'place') return node.type === 'StringLiteral';
  if (parent?.type === 'NewExpression' && parent.callee.name === 'Error') return true;
  if (parent?.type !== 'CallExpression' || listKey !== 'arguments') return false;
  if (parent.callee.type === 'Super') return true;
  const name = parent.callee.name ?? parent.callee.property?.name ?? '';
  if (name === 'fail') return key === 0;
  const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
  return key === 1 && isText && (name === 'unreadable' || name === 'reject' || /^(read|check)/.test(name));
}

/** What a plain verifier prints, and nobody asks for here. */
const isPlainVerifier = ({ node }) =>
  (node.type === 'FunctionDeclaration' && ['verify', 'readFile'].includes(node.id?.name))
  || (node.type === 'VariableDeclarator' && node.id.name === 'verifying')
  || (node.type === 'Identifier' && node.name === 'verifying')
  || (node.type === 'CallExpression' && node.callee.name === 'verify');

const ignorer = {
  shouldIgnore(path) {
    return isForPeople(path) || isPlainVerifier(path) ? 'not asked for by the kit' : undefined;
  },
};

/** The same without counting what is passed, and with the answers for whoever imports the program. */
function fast(name, content) {
  const found = /function stryNS_9fa48[^]*?function stryMutAct_9fa48[^]*?\n}\n/.exec(content);
  const switches = 'const stryState = globalThis.__stryker__;\nconst stryCov_9fa48 = () => {};\n'
    + 'const stryMutAct_9fa48 = (id) => stryState.activeMutant === id;\n';
  return (found ? content.replace(found[0], `\n${switches}`) : content) + (name === 'peer.mjs' ? '\nexport { answer };\n' : '');
}

const names = readdirSync(from).filter((name) => name.endsWith('.mjs')).sort();
const files = names.map((name) => ({ name, mutate: true, content: readFileSync(join(from, name), 'utf8') }));
const instrumenter = new Instrumenter(quiet);
const options = { plugins: null, ignorers: [ignorer], excludedMutations: [], noHeader: false };
const made = await instrumenter.instrument(files, options);
mkdirSync(join(to, 'fast'), { recursive: true });
for (const { name, content } of made.files) {
  writeFileSync(join(to, name), content);
  writeFileSync(join(to, 'fast', name), fast(name, content));
}
const mutants = made.mutants
  .filter(({ status }) => status === undefined)
  .map(({ id, fileName, location, mutatorName, replacement }) => {
    const lines = readFileSync(join(from, fileName), 'utf8').split('\n').slice(location.start.line, location.end.line + 1);
    lines[lines.length - 1] = lines[lines.length - 1].slice(0, location.end.column);
    lines[0] = lines[0].slice(location.start.column);
    const line = location.start.line + 1;
    return { id, file: fileName, line, column: location.start.column, mutator: mutatorName, was: lines.join('\n'), becomes: replacement };
  });
writeFileSync(join(to, 'mutants.json'), JSON.stringify(mutants));
