import type { LiveView } from './live-view.ts';

/** The body of `/api/gex`: every symbol's `GexSymbol` by name; `{}` before the first. */
export const allSymbolsJson = (view: LiveView): string => {
  const members = view.symbols().map((symbol) => {
    const answers = view.answers(symbol)!;
    return `${JSON.stringify(symbol)}:${answers.symbolJson(view.head(answers.levels))}`;
  });
  return `{${members.join()}}`;
};
