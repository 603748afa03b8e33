import { type Measure, servedModels } from '@gexstream/domain';
import { gexExposures, modelId, type Store } from '@gexstream/store';
import type { ExposuresPointBody } from '../contract/exposures-history.ts';
import type { ExposureChoice } from '../live/exposures-body.ts';
import { unknownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { exposurePoints } from './exposure-points.ts';
import type { HistoryRange } from './history-range.ts';
import { readHistory } from './read-history.ts';

export interface ExposureHistory {
  /** As the history would name it. */
  readonly model: string;
  readonly points: readonly ExposuresPointBody[];
}

/**
 * Under the carry that is live, else the newest stored one. The naive model is what is stored: the others follow from it. Throws a problem
 * for a symbol without any and for a store that is away.
 */
export const exposureHistory = (
  view: LiveView,
  store: Store,
  symbol: string,
  choice: ExposureChoice,
  range: HistoryRange,
): Promise<ExposureHistory> =>
  readHistory(async () => {
    const live = view.answers(symbol)?.levels.body.model;
    const { model, horizon } = choice;
    const measure: Measure = model === 'volume_signed' ? 'inventory' : choice.measure;
    // Trades sign what is kept of their model; of the others the naive one is kept.
    const kept = servedModels[model === 'volume_signed' ? model : 'naive'].convention;
    const stored = live ? modelId({ ...live, measure, convention: kept }) : await newestStored(store, symbol, measure);
    if (stored === null) throw unknownSymbol(view, symbol);
    const points = await exposurePoints(store, { underlying: symbol, model: stored, horizon }, model, range);
    return { model: stored.replace(inKey(kept), inKey(servedModels[model].convention)), points };
  });

/** As `modelId` writes a convention. */
const inKey = (convention: string): string => convention.replaceAll(' ', '');

const newestStored = async (store: Store, symbol: string, measure: Measure): Promise<string | null> => {
  const rows = (await store.latest(gexExposures, { underlying: symbol, horizon: 'all' })).filter(({ model }) =>
    model.startsWith(`${measure}/`),
  );
  return rows.sort((a, b) => b.ts - a.ts)[0]?.model ?? null;
};
