import { formatPoints } from '@gexstream/charts';
import type { RecommendationBody } from '../../contract/regime.ts';
import { condorText } from './condor-text.ts';
import { byId, element, setText } from './element.ts';

let painted = '';
/** Its prices change each second: the text is exchanged, and what points at it stays. */
const condorNote = element('p', {
  class: 'note',
  title: 'recommendation.condor: of what expires today, points a share; no chance of winning is claimed',
});

/** The regime card; each sentence tells, when pointed at, which of the payload's numbers it says. */
export const paintRegime = (card: RecommendationBody): void => {
  condorNote.hidden = card.condor === null;
  setText(condorNote, card.condor === null ? '' : condorText(card.condor));
  // Only when it says something else: a sentence that is replaced four times a second loses what the pointer asked of it.
  const said = JSON.stringify([card.profile, card.bias, card.summary, card.action_items, card.expected_range]);
  if (said === painted) return;
  painted = said;
  const items = card.action_items.map((text, i) => sentence('li', text, card.traces.action_items[i] ?? []));
  byId('regime').replaceChildren(
    element('h2', {}, 'Regime ', badge(`${card.profile} gamma`, card.profile), badge(card.bias, card.profile)),
    sentence('p', card.summary, card.traces.summary),
    element('ul', {}, ...items),
    element('p', { class: 'note', title: 'recommendation.expected_range' }, rangeText(card)),
    condorNote,
  );
};

const badge = (text: string, profile: RecommendationBody['profile']): HTMLElement =>
  element('span', { class: 'badge', 'data-profile': profile }, text);

const sentence = (tag: 'li' | 'p', text: string, from: readonly string[]): HTMLElement =>
  element(tag, { title: `From ${from.map((path) => `recommendation.${path}`).join(', ')}` }, text);

const reasons = { strike: 'strike', king: 'king', 'expected-move': '1 σ to settlement' } as const;

const rangeText = ({ expected_range: { low, high, low_from, high_from } }: RecommendationBody): string =>
  `Expected range: ${rangeEnd(low, low_from)} to ${rangeEnd(high, high_from)}`;

const rangeEnd = (price: number | null, from: RecommendationBody['expected_range']['low_from']): string =>
  price === null ? 'unknown' : `${formatPoints(price)}${from === null ? '' : ` (${reasons[from]})`}`;
