import { parseRule } from '@gexstream/alerts';
import type { ChatRef, ChatSettings } from '@gexstream/domain';

/** What everybody sees on the web page. It has no platform: the API serves topic `alerts`. */
export const houseChat: ChatRef = { platform: 'page', id: 'house' };

/** What is worth telling about any symbol; a new chat may begin with them too. */
export const defaultRules: readonly string[] = [
  'watchlist spot crosses flip',
  'watchlist net gex changes sign',
  'watchlist spot within 0.2% of any wall',
  'watchlist any level moves 2 strikes',
  'watchlist gex changes > 4 sigma in 5m',
  'watchlist composite > 80',
  'watchlist volume surges',
  'watchlist regime changes',
  'watchlist feed stale',
  'login expiring',
];

const rules = defaultRules.map((text, i) => parseRule(text, `h${i + 1}`));

/** Its settings, with every underlying that was seen on its watchlist. */
export const houseSettings = (underlyings: readonly string[]): ChatSettings => ({
  chat: houseChat,
  kind: 'channel',
  title: 'Web page',
  access: 'approved',
  timeZone: 'America/New_York',
  locale: 'en',
  images: false,
  verbosity: {},
  watchlist: underlyings,
  rules,
  snoozes: [],
  quiet: null,
  alertsPerDayMax: Number.POSITIVE_INFINITY,
  digestAt: null,
  recap: false,
  linkedUser: null,
  unreachable: null,
});
