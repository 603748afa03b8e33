import { canonicalSymbol } from '../contract/symbol.ts';
import { ProblemError } from '../server/problem.ts';
import type { LiveView } from './live-view.ts';
import type { SerialisedAnswers } from './serialised-answers.ts';

/** The answers about a symbol as a person wrote it; else a problem that says what is known. */
export const knownSymbol = (view: LiveView, text: string): SerialisedAnswers => {
  const symbol = canonicalSymbol(text);
  const answers = view.answers(symbol);
  if (answers === undefined) throw unknownSymbol(view, symbol);
  return answers;
};

export const unknownSymbol = (view: LiveView, symbol: string): ProblemError => {
  const followed = view.feedStatus()?.body.symbols.some(({ underlying }) => underlying === symbol) ?? false;
  const known = view.symbols().join(', ') || 'none so far';
  const detail = followed
    ? `${symbol} is followed but has no levels yet; ask again shortly. Known: ${known}`
    : `${symbol} is not followed here. Known: ${known}`;
  return new ProblemError('unknown-symbol', detail, [{ field: 'symbol', message: detail }]);
};
