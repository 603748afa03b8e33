import { delayedAgeMsMax, isOpen } from '@gexstream/domain';
import type { Clock, EpochMs } from '@gexstream/domain/time';
import { gexLevels, type Store } from '@gexstream/store';
import type { CheckBody, ReadyBody } from '../contract/health.ts';
import type { LiveView } from '../live/live-view.ts';

const storeCheckMs = 5_000;
const storeAnswerMsMax = 2_000;

/** Whether each thing the API stands on is well. */
export interface Readiness {
  check(): Promise<ReadyBody>;
}

export interface ReadinessOptions {
  readonly view: LiveView;
  readonly store: Store;
  /** The wall clock. */
  readonly clock: Clock;
  /** null while the topics are followed, else why not. */
  readonly busFailure: () => string | null;
}

export const readiness = ({ view, store, clock, busFailure }: ReadinessOptions): Readiness => {
  let storeCheck: { readonly atMs: EpochMs; readonly result: Promise<CheckBody> } | null = null;

  const checkStore = (): Promise<CheckBody> => {
    if (storeCheck === null || clock.now() - storeCheck.atMs >= storeCheckMs) {
      storeCheck = { atMs: clock.now(), result: askStore(store, view.feedNow(), clock) };
    }
    return storeCheck.result;
  };

  return {
    async check() {
      const failure = busFailure();
      const checks = {
        bus: { ok: failure === null, detail: failure ?? 'output topics are followed' },
        feed: checkFeed(view),
        store: await checkStore(),
      };
      const present = checks.bus.ok && checks.feed.ok;
      return { status: present ? (checks.store.ok ? 'ready' : 'degraded') : 'not-ready', checks };
    },
  };
};

/** In regular hours some underlying must be fresh; outside them silence is in order, once anything is known at all. */
const checkFeed = (view: LiveView): CheckBody => {
  const ages = view.symbols().map((symbol) => view.head(view.answers(symbol)!.levels).ageMs);
  if (ages.length === 0)
    return { ok: false, detail: `no levels so far; ingest says: ${view.feedStatus()?.body.detail ?? 'nothing'}` };
  const youngest = Math.min(...ages);
  if (!isOpen(view.feedNow())) return { ok: true, detail: 'the market is closed' };
  return { ok: youngest <= delayedAgeMsMax, detail: `the newest data are ${Math.round(youngest / 100) / 10} s old` };
};

const askStore = (store: Store, now: EpochMs, clock: Clock): Promise<CheckBody> =>
  new Promise((resolve) => {
    const cancel = clock.after(storeAnswerMsMax, () => resolve({ ok: false, detail: `no answer within ${storeAnswerMsMax} ms` }));
    store
      .range(gexLevels, { from: now, to: now, limit: 1 })
      .then(() => ({ ok: true, detail: 'answers' }))
      // The store's own message may name paths; its code is enough here.
      .catch((error: unknown) => ({ ok: false, detail: codeOf(error) }))
      .then((result) => {
        cancel();
        resolve(result);
      });
  });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
