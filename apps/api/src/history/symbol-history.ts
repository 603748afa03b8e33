import { modelId, type Store } from '@gexstream/store';
import type { HistoryPointBody } from '../contract/history.ts';
import { unknownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { historyPoints, newestModel } from './history-points.ts';
import type { HistoryRange } from './history-range.ts';
import { readHistory } from './read-history.ts';

export interface SymbolHistory {
  /** As the history names it. */
  readonly model: string;
  readonly points: readonly HistoryPointBody[];
}

/** Under the model that is live, else the newest stored one. Throws a problem for a symbol without any and for a store that is away. */
export const symbolHistory = (view: LiveView, store: Store, symbol: string, range: HistoryRange): Promise<SymbolHistory> => {
  const live = view.answers(symbol)?.levels.body.model;
  return readHistory(async () => {
    const model = live ? modelId(live) : await newestModel(store, symbol);
    if (model === null) throw unknownSymbol(view, symbol);
    return { model, points: await historyPoints(store, symbol, model, range) };
  });
};
