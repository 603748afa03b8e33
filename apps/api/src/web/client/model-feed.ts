import type { ExposuresBody } from '../../contract/exposures.ts';
import { getJson } from './api-client.ts';
import { everyMs } from './browser-clock.ts';
import type { ViewState } from './view-state.ts';

type Choice = Pick<ViewState, 'symbol' | 'model' | 'measure' | 'horizon'>;

export interface ModelFeed {
  /** The exposures of the choice now shown; null before its answer. */
  of(choice: Choice): ExposuresBody | null;
  /** Asks for the choice, and again with each full minute while it is wanted; a symbol that is empty asks for nothing. */
  follow(choice: Choice, wanted: boolean): void;
  /** Why nothing is known; null while something is. */
  problem(): string | null;
}

/** Exposures of all kinds are new every full minute. */
const refreshEveryMs = 20_000;

export const modelFeed = (changed: () => void): ModelFeed => {
  let followed: { readonly path: string; readonly wanted: boolean } = { path: '', wanted: false };
  let held: { readonly path: string; readonly body: ExposuresBody } | null = null;
  let problem: string | null = null;

  const load = async (): Promise<void> => {
    const { path, wanted } = followed;
    if (path === '' || !wanted) return;
    try {
      const body = await getJson<ExposuresBody>(path);
      // An answer that was overtaken by another choice is of no use.
      if (path !== followed.path) return;
      held = { path, body };
      problem = null;
    } catch (cause) {
      if (path !== followed.path) return;
      problem = cause instanceof Error ? cause.message : String(cause);
    }
    changed();
  };
  everyMs(refreshEveryMs, () => void load());

  return {
    of: (choice) => (held !== null && held.path === pathOf(choice) ? held.body : null),
    follow(choice, wanted) {
      const path = pathOf(choice);
      if (path === followed.path && wanted === followed.wanted) return;
      followed = { path, wanted };
      problem = null;
      void load();
    },
    problem: () => problem,
  };
};

/** The model that signs by trades has a measure of its own. */
const pathOf = ({ symbol, model, measure, horizon }: Choice): string => {
  if (symbol === '') return '';
  const query = new URLSearchParams({ model, horizon, ...(model === 'volume_signed' ? {} : { measure }) });
  return `/api/v1/gex/${encodeURIComponent(symbol)}/exposures?${query}`;
};
