// The planner: a table of sizes that was certified beforehand, and its curve.

import { element } from './pictures.mjs';

const COLOURS = ['#1565c0', '#2e7d32', '#c2185b', '#e65100'];
const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = 44;

/** The rows of the table for one epsilon. */
export function rowsOfSizes(plan, row) {
  return plan.theorems.map((name, i) => {
    const size = row.sizes[name];
    const said = size === undefined ? 'none was found' : size;
    const cells = [element('th', { scope: 'row' }, name), element('td', { class: 'whole' }, said), element('td', {}, plan.rests_on[name])];
    cells[0].style.color = `color-mix(in srgb, ${COLOURS[i % COLOURS.length]} 70%, currentColor)`;
    return element('tr', {}, ...cells);
  });
}

function drawn(name, attributes, ...inside) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

/** log2 of a positive integer, for the eye. */
function log2(digits) {
  const number = BigInt(digits);
  const bits = number.toString(2).length;
  const shift = BigInt(Math.max(0, bits - 50));
  return Number(shift) + Math.log2(Number(number >> shift));
}

const valueOf = (rational) => {
  const [top, bottom] = rational.split('/');
  return Number(top) / Number(bottom ?? 1);
};

/** log2 N against epsilon, a curve for each theorem, with a line where epsilon stands. */
export function curve(plan, at) {
  const heights = plan.rows.flatMap((row) => Object.values(row.sizes).map(log2));
  const most = Math.ceil(Math.max(...heights));
  const across = (epsilon) => MARGIN + ((WIDTH - 2 * MARGIN) * epsilon) / 0.5;
  const up = (height) => HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * height) / most;
  const here = across(valueOf(plan.rows[at].epsilon));
  const svg = drawn('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': 'log2 N against epsilon, by theorem' });
  svg.append(
    drawn('path', { class: 'axis', d: `M${MARGIN},${MARGIN} V${up(0)} H${WIDTH - MARGIN}` }),
    drawn('text', { x: WIDTH - MARGIN, y: HEIGHT - 8, 'text-anchor': 'end' }, 'epsilon from 0 to 1/2'),
    drawn('text', { x: 4, y: MARGIN - 8 }, `log2 N, up to ${most}`),
    drawn('path', { class: 'here', d: `M${here},${MARGIN} V${up(0)}` }),
  );
  plan.theorems.forEach((name, i) => {
    const points = plan.rows.filter((row) => row.sizes[name] !== undefined)
      .map((row) => `${across(valueOf(row.epsilon)).toFixed(1)},${up(log2(row.sizes[name])).toFixed(1)}`);
    const colour = COLOURS[i % COLOURS.length];
    svg.append(drawn('path', { d: `M${points.join('L')}`, stroke: colour }));
    const [left, top] = points[0].split(',').map(Number);
    svg.append(drawn('text', { x: left + 8, y: top + 3, style: `fill: ${colour}` }, name));
  });
  return svg;
}
