import type { CellFacts } from './cell-facts.ts';
import { byId, element } from './element.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const gapPx = 10;

/** Shows the facts beside a cell: to its right if there is room, else to its left, always within the heatmap. */
export const showTooltip = (facts: CellFacts, cell: Box): void => {
  const tooltip = byId('tooltip');
  tooltip.replaceChildren(
    element('h3', {}, facts.title),
    element('p', { class: 'note' }, facts.subtitle),
    element('dl', {}, ...facts.rows.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)])),
    element('p', { class: 'note' }, '$ per 1 % move of the underlying'),
  );
  tooltip.hidden = false;
  const host = byId('heatmap');
  const [width, height] = [tooltip.offsetWidth, tooltip.offsetHeight];
  const right = cell.right + gapPx;
  const left = right + width <= host.clientWidth ? right : cell.left - gapPx - width;
  const place = {
    x: Math.max(0, Math.min(host.clientWidth - width, left)),
    y: Math.max(0, Math.min(host.clientHeight - height, cell.top)),
  };
  tooltip.style.transform = `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`;
};

export const hideTooltip = (): void => {
  byId('tooltip').hidden = true;
};
