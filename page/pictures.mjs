// Pictures of what a certificate holds: vectors and boxes entry by entry, orbits, numbers.

import { bitStrings, coefficient, inX, isSymmetry, relabel } from './game.mjs';

const ENTRY = /^[01]+\|[01]+$/;
const MOST_PARTIES = 5;

/** The element of a name, with attributes and with what it holds: texts or elements. */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const holdsNumbers = (value) => isObject(value) && Object.values(value).every((item) => typeof item === 'string');

/** Everything in a witness that is a table of numbers: its place, and the numbers by key. */
export function tablesOf(value, place = '') {
  if (holdsNumbers(value) && Object.keys(value).length > 0) return [{ place: place || 'witness', numbers: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => tablesOf(item, place ? `${place} ${key}` : key));
}

/** A picture of one of them: a square for each entry if its keys are entries, and otherwise a list. */
export function picture({ numbers }, game) {
  const keys = Object.keys(numbers);
  const parties = game?.parties ?? 0;
  const fits = keys.every((key) => ENTRY.test(key) && key.length === 2 * parties + 1);
  return fits && parties <= MOST_PARTIES ? grid(numbers, game) : list(numbers);
}

function size(text) {
  const [top, bottom] = text.split('/');
  return Number(top) / Number(bottom ?? 1);
}

/** Blue above 0, orange below, stronger for larger numbers. */
function colour(value, largest) {
  const strength = Math.round(15 + (60 * Math.abs(value)) / largest);
  return `color-mix(in srgb, ${value < 0 ? '#e65100' : '#1565c0'} ${strength}%, transparent)`;
}

function grid(numbers, game) {
  const words = bitStrings(game.parties);
  const largest = Math.max(...Object.values(numbers).map((text) => Math.abs(size(text)))) || 1;
  const head = element('tr', {}, element('th', { scope: 'col' }, 'x \\ a'));
  head.append(...words.map((a) => element('th', { scope: 'col' }, a)));
  const body = element('tbody');
  for (const x of words) {
    const row = element('tr', inX(game, x) ? { class: 'asked' } : {}, element('th', { scope: 'row' }, x));
    for (const a of words) {
      const text = numbers[`${a}|${x}`] ?? '0';
      const lost = coefficient(game, a, x) === 1;
      const cell = element('td', { title: `${a}|${x}: ${text}${lost ? ', wrong' : ''}` });
      if (lost) cell.className = 'lost';
      if (text !== '0') {
        cell.textContent = text;
        cell.style.backgroundColor = colour(size(text), largest);
      }
      row.append(cell);
    }
    body.append(row);
  }
  const filled = Object.values(numbers).filter((text) => text !== '0').length;
  const caption = `${filled} numbers that are not 0: rows are inputs x, those in X underlined; columns are outputs a; ` +
    'wrong answers, I(a,x) = 1, are hatched; blue is above 0, orange below.';
  const table = element('table', { class: 'grid' }, element('caption', {}, caption), element('thead', {}, head), body);
  const picture = element('div', {}, scrolling(table, 'entries'), byValue(numbers));
  return picture;
}

/** Each value with the entries that have it: what a person reads who cannot see the squares. */
function byValue(numbers) {
  const groups = new Map();
  for (const [key, text] of Object.entries(numbers)) {
    if (text !== '0') groups.set(text, [...(groups.get(text) ?? []), key]);
  }
  const rows = [...groups].sort(([p], [q]) => size(p) - size(q)).map(([text, keys]) =>
    element('tr', {}, element('td', {}, text), element('td', {}, String(keys.length)), element('td', {}, keys.join(' '))),
  );
  const head = element('tr', {}, ...['number', 'how often', 'entries a|x'].map((t) => element('th', { scope: 'col' }, t)));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
  return element('details', {}, element('summary', {}, 'The same by number'), scrolling(table, 'entries by number'));
}

function list(numbers) {
  const rows = Object.entries(numbers).map(([key, text]) =>
    element('tr', {}, element('th', { scope: 'row' }, key), element('td', {}, text)),
  );
  return scrolling(element('table', {}, element('tbody', {}, ...rows)), 'numbers');
}

/** A table in a part of the page that can be scrolled, with the keys too. */
export function scrolling(table, label) {
  return element('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': label }, table);
}

/**
 * The orbits of a vector's numbers that are not 0, under the symmetries of the game that keep the vector and an input:
 * each with its number and its entries.
 */
export function orbitsOf(numbers, game, x0) {
  const entries = Object.entries(numbers).filter(([, text]) => text !== '0').map(([key, text]) => [...key.split('|'), text]);
  const kept = symmetries(game.parties, x0).filter((move) =>
    entries.every(([a, x, text]) => {
      const image = relabel(move, a, x);
      return numbers[`${image.a}|${image.x}`] === text;
    }) && isSymmetry(game, move),
  );
  const orbits = [];
  const seen = new Set();
  for (const [a, x, number] of entries) {
    if (seen.has(`${a}|${x}`)) continue;
    const images = kept.map((move) => relabel(move, a, x)).map((image) => `${image.a}|${image.x}`);
    const orbit = [...new Set(images)].sort();
    for (const key of orbit) seen.add(key);
    orbits.push({ number, entries: orbit });
  }
  return { symmetries: kept.length, orbits };
}

/** The relabellings that keep an input: an order of the parties, and bits s and t; c follows. */
function symmetries(parties, x0) {
  const words = bitStrings(parties);
  return orders(parties).flatMap((order) => {
    // New party j has the input of old party order[j], plus c of that party, which must be x0 at j.
    const c = Array(parties);
    order.forEach((party, j) => { c[party - 1] = x0[party - 1] === x0[j] ? '0' : '1'; });
    return words.flatMap((s) => words.map((t) => ({ order, s, t, c: c.join('') })));
  });
}

function orders(parties) {
  const every = (left) => (left.length === 0 ? [[]] : left.flatMap((p) => every(left.filter((q) => q !== p)).map((rest) => [p, ...rest])));
  return every(Array.from({ length: parties }, (_, i) => i + 1));
}
