import { type ColourScale, formatUsd, type HeatmapTheme, type LevelName, levelStyles, type Quantity } from '@gexstream/charts';
import { byId, element } from './element.ts';

const shares = [-1, -0.25, 0, 0.25, 1];
const rampSteps = 40;

const partsOf: Readonly<Record<Quantity, readonly number[]>> = {
  net: shares,
  call: [0, 0.0625, 0.25, 0.5625, 1],
  put: [-1, -0.5625, -0.25, -0.0625, 0],
  gross: [0, 0.0625, 0.25, 0.5625, 1],
};

/** The colours with their values, and the lines with their names. The marks stand where the square-root scale puts them. */
export const paintLegend = (scale: ColourScale, quantity: Quantity, theme: HeatmapTheme): void => {
  const parts = partsOf[quantity];
  const marks = parts.map((share, index) =>
    element(
      'span',
      { class: index === 0 ? 'at-start' : index === parts.length - 1 ? 'at-end' : '' },
      mark(share * scale.limit, quantity, Math.abs(share) === 1),
    ),
  );
  const ramp = element('div', { class: 'legend-ramp' });
  ramp.style.background = `linear-gradient(to right, ${rampColours(scale, parts[0]!, parts.at(-1)!).join(', ')})`;
  byId('legend').replaceChildren(
    element(
      'span',
      {
        class: 'legend-scale',
        role: 'img',
        'aria-label': `Full colour at ${formatUsd(scale.limit, { plus: false })} US dollars per 1 % move`,
      },
      ramp,
      ...marks,
    ),
    element('span', {}, '$ per 1 % move in a cell'),
    ...(Object.keys(levelStyles) as LevelName[]).map((name) => line(name, theme)),
    element('span', { class: 'legend-line' }, '★ gross king ☆ net king'),
  );
};

/** Only net can be of either sign: as in the cells, its plus alone is written. */
const mark = (usd: number, quantity: Quantity, end: boolean): string =>
  `${end ? (usd < 0 ? '≤ ' : '≥ ') : ''}${formatUsd(usd, { plus: quantity === 'net' })}`;

/** Colours at equal steps of the root, so that the ramp is even and the marks fall on it. */
const rampColours = (scale: ColourScale, from: number, to: number): string[] => {
  const start = Math.sign(from) * Math.sqrt(Math.abs(from));
  const end = Math.sign(to) * Math.sqrt(Math.abs(to));
  return Array.from({ length: rampSteps + 1 }, (_, step) => {
    const root = start + ((end - start) * step) / rampSteps;
    return scale.colour(Math.sign(root) * root * root * scale.limit);
  });
};

const line = (name: LevelName, theme: HeatmapTheme): HTMLElement => {
  const { label, dash, lineWidth, colour } = levelStyles[name];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('width', '28');
  svg.setAttribute('height', '8');
  svg.setAttribute('aria-hidden', 'true');
  const stroke = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  stroke.setAttribute('d', 'M0 4H28');
  stroke.setAttribute('stroke', theme[colour]);
  stroke.setAttribute('stroke-width', String(lineWidth));
  stroke.setAttribute('stroke-dasharray', dash.join(' '));
  svg.append(stroke);
  const made = element('span', { class: 'legend-line' });
  made.append(svg, label);
  return made;
};
