import type { FeedStateBody, StatusBody } from '@gexstream/api';
import { keyHint } from '../operator/key-hint.ts';
import { age } from './numbers.ts';
import { table } from './table.ts';

export interface FeedReport {
  readonly feed: string;
  readonly folder: string;
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  readonly url: string | null;
  /** Null when the process holds the folder but does not tell. */
  readonly status: StatusBody | null;
  /** HTTP status of what it answered instead; null when it did not. */
  readonly refusal: number | null;
}

/** A feed on Kafka: what its topics say, whichever processes run. */
export interface TopicsReport {
  readonly feed: string;
  readonly place: string;
  readonly status: FeedStateBody & Pick<StatusBody, 'lag' | 'unreadable_records'>;
}

/** What runs, how fresh it is, how far behind: a paragraph a feed. */
export const statusReport = ({ feed, folder, pid, host, command, url, status, refusal }: FeedReport): string => {
  const head = `${feed}: "${command}" (process ${pid} on ${host}), data ${folder}`;
  if (refusal !== null) return `${head}\n  answers ${refusal} at ${url}${keyHint(refusal)}\n`;
  if (status === null)
    return `${head}\n  does not answer at ${url ?? 'any address yet'}; it may be starting, or stuck: see its terminal\n`;
  return [
    head,
    `  ${status.ready} at ${url}; ${feedLine(status)}`,
    ...body(status),
    `  store: ${status.store.detail}; bus: ${status.bus.detail}; ${status.streams.clients} stream clients; ${status.unreadable_records} unreadable records`,
    ...schwabLines(status),
    ...gapLines(status),
    '',
  ].join('\n');
};

export const topicsStatusReport = ({ feed, place, status }: TopicsReport): string =>
  [
    `${feed}: ${place}`,
    `  ${feedLine(status)}`,
    ...body(status),
    `  ${status.unreadable_records} unreadable records among the last values`,
    ...schwabLines(status),
    ...gapLines(status),
    '',
  ].join('\n');

const feedLine = (status: FeedStateBody): string =>
  `feed ${status.state} (${status.detail})${status.simulated ? '; SIMULATED' : ''}`;

const body = (status: TopicsReport['status']): readonly string[] => [
  `  feed time ${status.feed_now}, session ${status.session_date} (${status.session})`,
  '',
  indented(
    table(
      [
        ['symbol', 'status', 'age', 'contracts', 'streamed', 'polled', 'of gross gamma streamed', 'polled', 'stale'],
        ...status.underlyings.map((each) => [
          each.symbol,
          each.status ?? 'no levels yet',
          each.age_ms === null ? '–' : age(each.age_ms),
          count(each.contracts),
          count(each.streamed),
          count(each.polled),
          share(each.coverage?.streamed),
          share(each.coverage?.polled),
          share(each.coverage?.stale),
        ]),
      ],
      { right: [2, 3, 4, 5, 6, 7, 8] },
    ),
  ),
  '',
  ...Object.entries(status.lag).map(
    ([group, lag]) => `  ${group}: ${lag === null ? 'has committed nothing yet' : `${lag.records} records behind`}`,
  ),
];

const schwabLines = (status: FeedStateBody): readonly string[] => [
  ...(status.login_expires === null
    ? []
    : [`  login: ${daysLeft(status.login_expires, status.feed_now)} left, until ${status.login_expires}; then npx gex login`]),
  ...(status.rest_circuit === 'closed' ? [] : [`  REST: the circuit is ${status.rest_circuit}`]),
];

const gapLines = ({ last_gap: gap }: FeedStateBody): readonly string[] =>
  gap === null ? [] : [`  last gap: ${gap.symbol} ${gap.from} – ${gap.to} (${gap.reason})`];

/** Of a live feed, whose time is the wall's: nobody logs in elsewhere. */
const daysLeft = (until: string, now: string): string =>
  `${Math.max(0, (Date.parse(until) - Date.parse(now)) / 86_400_000).toFixed(1)} days`;

const indented = (text: string): string => text.replace(/^/gm, '  ');
const count = (value: number | null): string => (value === null ? '–' : String(value));
const share = (value: number | undefined): string => (value === undefined ? '–' : `${(value * 100).toFixed(1)} %`);
