import { type Sample, sample, states } from '@gexstream/metrics';
import type { FeedStateBody, StatusBody } from './contract/status.ts';
import type { LiveView } from './live/live-view.ts';

const feedStates: readonly FeedStateBody['state'][] = [
  'unknown',
  'starting',
  'connecting',
  'live',
  'reconnecting',
  'auth-required',
  'stopping',
];
const sessions: readonly FeedStateBody['session'][] = ['pre', 'regular', 'post', 'closed'];
const readiness: readonly StatusBody['ready'][] = ['ready', 'degraded', 'not-ready'];

/** What the API tells of itself and of what it sees, as metrics. The components' own numbers are theirs to tell. */
export const apiSamples = (status: StatusBody, cache: ReturnType<LiveView['cache']>): readonly Sample[] => [
  ...states('feedState', 'state', feedStates, status.state),
  ...states('marketSession', 'session', sessions, status.session),
  ...states('ready', 'status', readiness, status.ready),
  ...status.underlyings.flatMap(({ symbol, age_ms }) =>
    age_ms === null ? [] : [sample('eventAge', age_ms / 1_000, { underlying: symbol })],
  ),
  ...Object.entries(status.lag).flatMap(([group, lag]) =>
    Object.entries(lag?.topics ?? {}).map(([topic, records]) => sample('consumerLag', records, { group, topic })),
  ),
  sample('deadLetters', status.unreadable_records, { reader: 'api' }),
  sample('refusedRequests', status.refused_requests),
  sample('sseClients', status.streams.clients),
  sample('sseDropped', status.streams.dropped_events),
  ...Object.entries(cache).flatMap(([part, { hits, misses }]) => [
    sample('cacheRequests', hits, { cache: part, result: 'hit' }),
    sample('cacheRequests', misses, { cache: part, result: 'miss' }),
  ]),
];
