// The page: files come in, verdicts, rules and pictures come out.

import { element, orbitsOf, picture, scrolling, tablesOf } from './pictures.mjs';
import { curve, rowsOfSizes } from './plan.mjs';

/** One byte more than a document may have is enough to see that it is too long [R6.2]. */
const MOST_BYTES = 16777217;
const MOST_PARTIES_OF_ORBITS = 5;

const byId = (id) => document.getElementById(id);
const told = (id) => JSON.parse(byId(id).textContent);

const RULES = told('rules-of-kinds');
const outcomes = [];

/** The committed certificates: their bytes by name. */
async function committed() {
  const packed = Uint8Array.from(atob(byId('committed').textContent.trim()), (symbol) => symbol.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const files = JSON.parse(await new Response(stream).text());
  return new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]));
}

function thread() {
  const source = `${byId('checker').textContent}\nfreebit.serve(self);`;
  return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
}

const worker = thread();
const waiting = new Map();
let asked = 0;
worker.onmessage = ({ data: { number, ...verdict } }) => {
  waiting.get(number)(verdict);
  waiting.delete(number);
};

/** The verdict of the checker's thread on some bytes. */
function verdictOn(bytes) {
  asked += 1;
  return new Promise((resolve) => {
    waiting.set(asked, resolve);
    worker.postMessage({ number: asked, bytes });
  });
}

/** Check files, each given by a name and a promise of its bytes; what was checked before goes. */
async function checkAll(files) {
  outcomes.length = 0;
  byId('results').hidden = true;
  byId('details').hidden = true;
  byId('bar').max = files.length;
  byId('bar').value = 0;
  byId('status').textContent = `Checking ${files.length}.`;
  const run = Symbol('run');
  checkAll.last = run;
  const found = [];
  for (const { name, bytes } of files) {
    const read = await bytes();
    const outcome = { name, bytes: read, ...(await verdictOn(read)) };
    if (checkAll.last !== run) return;
    found.push(outcome);
    byId('bar').value = found.length;
  }
  outcomes.push(...found);
  showAll();
}

function kindOf(outcome) {
  const document = documentOf(outcome);
  return typeof document?.kind === 'string' ? document.kind : '';
}

/** What the bytes spell, for pictures alone: the checker reads them by itself. */
function documentOf({ bytes, verdict }) {
  if (verdict === 'unreadable') return null;
  return JSON.parse(new TextDecoder().decode(bytes));
}

function showAll() {
  const sorted = [...outcomes].sort((p, q) => (p.verdict === 'accepted') - (q.verdict === 'accepted'));
  const rows = sorted.map((outcome) => {
    const button = element('button', { type: 'button' }, outcome.name);
    button.addEventListener('click', () => show(outcome));
    const said = element('td', { class: outcome.verdict }, inWords(outcome));
    return element('tr', {}, element('td', {}, button), element('td', {}, kindOf(outcome)), said);
  });
  byId('results').tBodies[0].replaceChildren(...rows);
  byId('results').hidden = false;
  const accepted = outcomes.filter(({ verdict }) => verdict === 'accepted').length;
  byId('status').textContent = `${accepted} of ${outcomes.length} accepted.`;
  if (outcomes.length === 1) show(outcomes[0]);
}

function inWords({ verdict, rule, why }) {
  return verdict === 'accepted' ? 'accepted' : `${verdict}${rule ? `: [${rule}]` : ':'} ${why}`;
}

/** All about one certificate; the focus goes there. */
function show(outcome) {
  const document = documentOf(outcome);
  const kind = kindOf(outcome);
  byId('details-title').textContent = outcome.name;
  byId('verdict').textContent = inWords(outcome);
  byId('verdict').className = outcome.verdict;
  showClaim(document);
  showRules(outcome, kind);
  showPictures(document);
  byId('details').hidden = false;
  byId('details-title').focus();
}

function showClaim(document) {
  const lines = Object.entries(document?.claim ?? {}).map(([name, value]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, short(value))),
  );
  const none = element('p', {}, 'There is nothing that could be read.');
  byId('claim').replaceChildren(lines.length ? element('table', {}, element('tbody', {}, ...lines)) : none);
}

function short(value) {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}...` : text;
}

function showRules({ verdict, rule, why }, kind) {
  const listed = [...(RULES.kinds[kind] ?? [])];
  if (rule && !listed.includes(rule)) listed.unshift(rule);
  byId('rules').replaceChildren(...listed.map((each) => {
    const fails = each === rule;
    const line = element('li', fails ? { class: 'rejected' } : {}, `[${each}] ${RULES.sentences[each] ?? ''}`);
    if (fails) line.append(element('br'), `does not hold: ${why}`);
    else if (verdict === 'accepted') line.append(' ', element('span', { class: 'accepted' }, 'holds'));
    return line;
  }));
  byId('rules-note').textContent = verdict === 'accepted'
    ? 'Every rule of this kind holds, and so the claim is true [R3.1].'
    : 'One rule that does not hold is enough; nothing is said of the others.';
}

function showPictures(document) {
  const game = document?.claim?.game;
  const tables = document ? [...tablesOf(document.witness), ...tablesOf(document.claim, 'claim')] : [];
  const choice = byId('picture-of');
  choice.replaceChildren(...tables.map(({ place }, i) => element('option', { value: String(i) }, place)));
  choice.disabled = tables.length === 0;
  const draw = () => {
    const table = tables[Number(choice.value)];
    const shown = table ? [picture(table, game)] : [element('p', {}, 'There is no table of numbers.')];
    if (table?.place === 'dual' && game?.parties <= MOST_PARTIES_OF_ORBITS && typeof document.claim.input === 'string') {
      shown.push(orbitsButton(table.numbers, game, document.claim.input));
    }
    byId('picture').replaceChildren(...shown);
  };
  choice.onchange = draw;
  draw();
}

function orbitsButton(numbers, game, x0) {
  const button = element('button', { type: 'button' }, 'Find the orbits of these numbers');
  const place = element('div', { 'aria-live': 'polite' }, button);
  button.addEventListener('click', () => {
    const { symmetries, orbits } = orbitsOf(numbers, game, x0);
    const rows = orbits.map(({ number, entries }) =>
      element('tr', {}, element('td', {}, number), element('td', {}, String(entries.length)), element('td', {}, entries.join(' '))),
    );
    const head = element('tr', {}, ...['number', 'entries', 'orbit'].map((t) => element('th', { scope: 'col' }, t)));
    const said = `${symmetries} symmetries of the game keep the vector and ${x0}; its numbers are ${orbits.length} orbits.`;
    const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
    place.replaceChildren(element('p', {}, said), scrolling(table, 'orbits'));
  });
  return place;
}

function planned() {
  const plan = told('planned');
  const slider = byId('epsilon');
  slider.max = String(plan.rows.length - 1);
  slider.value = String(plan.rows.findIndex(({ epsilon }) => epsilon === '9/20'));
  const draw = () => {
    const row = plan.rows[Number(slider.value)];
    slider.setAttribute('aria-valuetext', row.epsilon);
    byId('epsilon-value').textContent = row.epsilon;
    byId('sizes').replaceChildren(...rowsOfSizes(plan, row));
    byId('curve').replaceChildren(curve(plan, Number(slider.value)));
  };
  slider.addEventListener('input', draw);
  draw();
}

/** Files as they come from a person: no more is read than can be a certificate. */
function chosenFiles(files) {
  return [...files].map((file) => ({
    name: file.name,
    bytes: async () => new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer()),
  }));
}

async function begin() {
  const files = await committed();
  byId('one').replaceChildren(...[...files.keys()].map((name) => element('option', {}, name)));
  byId('one').value = 'lemma/sparse-10000-123.json';
  const ours = (names) => names.map((name) => ({ name, bytes: async () => files.get(name) }));
  byId('all').addEventListener('click', () => checkAll(ours([...files.keys()])));
  byId('chosen').addEventListener('click', () => checkAll(ours([byId('one').value])));
  byId('files').addEventListener('change', (event) => checkAll(chosenFiles(event.target.files)));
  const drop = document.body;
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    byId('drop').classList.add('over');
  });
  drop.addEventListener('dragleave', () => byId('drop').classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    byId('drop').classList.remove('over');
    if (event.dataTransfer.files.length) checkAll(chosenFiles(event.dataTransfer.files));
  });
  planned();
  document.documentElement.dataset.ready = 'true';
}

/** Start the page. */
export function start() {
  begin().catch((error) => {
    byId('status').textContent = `This browser cannot show the page: ${error.message}`;
  });
}
