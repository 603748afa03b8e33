import type { EpochMs } from '@gexstream/domain';
import { responseCode, type WireContent, type WireData } from '@gexstream/schwab/wire';
import type { ServerContext } from '../server-context.ts';
import { type ClientRequest, fieldsOf, keysOf } from './client-requests.ts';
import { type FeedService, feedServices, nextContent, slotOfKey, startAfterNow } from './market-feed.ts';
import { addKeys, emptySubscription, removeKeys, type ServiceSubscription, setFields } from './subscription-book.ts';

/** Keys shown in one frame of a snapshot. */
const snapshotKeysMax = 500;

export interface FeedReply {
  readonly code: number;
  readonly msg: string;
}

/** What a subscription command leads to: replies to the same request, then a snapshot of these keys. */
export interface FeedOutcome {
  readonly replies: readonly FeedReply[];
  readonly show: readonly string[];
}

/** What one connection is subscribed to, and what it has been told. */
export interface FeedSession {
  handle(request: ClientRequest, service: FeedService): FeedOutcome;
  keyCount(): number;
  /** The present state of keys, in frames of bounded size. */
  snapshot(service: FeedService, keys: readonly string[], at: EpochMs): readonly WireData[];
  /** What changed of the keys of these quarters of the second. */
  changes(slots: ReadonlySet<number>, at: EpochMs): readonly WireData[];
}

const badFormat: FeedOutcome = { replies: [{ code: responseCode.badCommandFormat, msg: 'Bad command formatting' }], show: [] };

const succeeded = (command: string, show: readonly string[] = []): FeedOutcome => ({
  replies: [{ code: responseCode.success, msg: `${command} command succeeded` }],
  show,
});

const failedCode = { SUBS: responseCode.failedSubs, ADD: responseCode.failedAdd } as const;

const dataOf = (service: FeedService, at: EpochMs, content: readonly WireContent[]): readonly WireData[] =>
  content.length === 0 ? [] : [{ service, timestamp: at, command: 'SUBS', content }];

export const feedSession = ({
  market,
  limits,
  behaviour,
  faults,
}: Pick<ServerContext, 'market' | 'limits' | 'behaviour' | 'faults'>): FeedSession => {
  const subscriptions = new Map<FeedService, ServiceSubscription>(feedServices.map((service) => [service, emptySubscription()]));
  const subscriptionOf = (service: FeedService): ServiceSubscription => subscriptions.get(service) ?? emptySubscription();
  const keysMaxNow = (): number => faults.argumentOf('limit') ?? limits.streamSymbolsMax;

  const overLimit = (service: FeedService, command: 'SUBS' | 'ADD', keysMax: number, discarded: number): readonly FeedReply[] => [
    {
      code: responseCode.reachedSymbolLimit,
      msg: `You've reached the maximum number of symbols allowed.  (${service}=${keysMax}, DISCARDED=${discarded})`,
    },
    { code: failedCode[command], msg: `${command} command failed` },
  ];

  const subscribe = (request: ClientRequest, service: FeedService, command: 'SUBS' | 'ADD'): FeedOutcome => {
    const current = subscriptionOf(service);
    const keys = keysOf(request);
    const fields = fieldsOf(request) ?? current.fields;
    if (keys.length === 0 || fields.length === 0) return badFormat;
    const keysMax = keysMaxNow();
    const allOrNothing = behaviour.overLimitKeys === 'none';
    const replaces = command === 'SUBS' && !(allOrNothing && keys.length > keysMax);
    const target = replaces ? emptySubscription() : current;
    // Fields belong to the service: a later ADD does not change them.
    if (target.fields.length === 0) target.fields = fields;
    const { added, discarded } = addKeys(target, keys, (key) => slotOfKey(service, key), keysMax, allOrNothing);
    subscriptions.set(service, target);
    if (discarded === 0) return succeeded(command, added);
    return { replies: overLimit(service, command, keysMax, discarded), show: added };
  };

  const contentOf = (service: FeedService, keys: readonly string[], at: EpochMs): readonly WireContent[] => {
    const subscription = subscriptionOf(service);
    return keys.flatMap((key) => {
      const state = subscription.keys.get(key);
      const content = state ? nextContent(market, service, key, state, subscription.fields, at) : null;
      return content ? [content] : [];
    });
  };

  return {
    handle: (request, service) => {
      switch (request.command) {
        case 'SUBS':
        case 'ADD':
          return subscribe(request, service, request.command);
        case 'UNSUBS':
          removeKeys(subscriptionOf(service), keysOf(request));
          return succeeded('UNSUBS');
        case 'VIEW': {
          const fields = fieldsOf(request);
          if (fields === null) return badFormat;
          setFields(subscriptionOf(service), fields);
          return succeeded('VIEW');
        }
        default:
          return badFormat;
      }
    },
    keyCount: () => [...subscriptions.values()].reduce((sum, { keys }) => sum + keys.size, 0),
    snapshot: (service, keys, at) => {
      for (const key of keys) {
        const state = subscriptionOf(service).keys.get(key);
        if (state) startAfterNow(service, state, at);
      }
      const data: WireData[] = [];
      for (let from = 0; from < keys.length; from += snapshotKeysMax)
        data.push(...dataOf(service, at, contentOf(service, keys.slice(from, from + snapshotKeysMax), at)));
      return data;
    },
    changes: (slots, at) =>
      [...subscriptions].flatMap(([service, { keys }]) => {
        const due = [...keys].filter(([, state]) => slots.has(state.slot)).map(([key]) => key);
        return dataOf(service, at, contentOf(service, due, at));
      }),
  };
};
