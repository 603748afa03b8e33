import { canonicalSymbol } from '../contract/symbol.ts';
import { ProblemError } from '../server/problem.ts';
import type { LiveView } from './live-view.ts';
import type { ExposuresPart, SerialisedAnswers } from './serialised-answers.ts';

/** The answers about a symbol as a person wrote it; else a problem that says what is known, and whether to ask again. */
export const knownSymbol = (view: LiveView, text: string): SerialisedAnswers => {
  const symbol = canonicalSymbol(text);
  const answers = view.lookUp(symbol);
  if (answers === undefined) throw unknownSymbol(view, symbol);
  return answers;
};

/** The exposures of a symbol as a person wrote it; they come more seldom than its levels. */
export const knownExposures = (view: LiveView, text: string): ExposuresPart => {
  const symbol = knownSymbol(view, text).levels.underlying;
  const exposures = view.exposures(symbol);
  if (exposures === null)
    throw new ProblemError('not-yet', `${symbol} has levels but no exposures yet; they come at the next full minute`);
  return exposures;
};

export const unknownSymbol = (view: LiveView, symbol: string): ProblemError => {
  const followed = view.feedStatus()?.body.symbols.some(({ underlying }) => underlying === symbol) ?? false;
  // Before ingest has said anything, nobody knows what will be followed.
  if (view.feedStatus() === null && view.symbols().length === 0) return notYet('Nothing has been heard from ingest so far');
  if (followed) return notYet(`${symbol} is followed but has no levels yet`);
  const detail = notFollowed(symbol, view.symbols());
  return new ProblemError('unknown-symbol', detail, [{ field: 'symbol', message: detail }]);
};

/** Also says how it would be. */
export const notFollowed = (symbol: string, known: readonly string[]): string =>
  `${symbol} is not followed here. Known: ${known.join(', ') || 'none so far'}; npx gex follow ${symbol}, or PUT /api/v1/demand/${symbol}, follows it for a while`;

/** What will be there in a moment. */
export const notYet = (what: string): ProblemError => new ProblemError('not-yet', `${what}; ask again shortly`);
