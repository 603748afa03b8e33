import { type EpochMs, type Outcome, type OutcomeEvent, outcomeHorizons } from '@gexstream/domain';
import { contractText } from '../alerting/contract-text.ts';
import type { ToldAlert } from '../alerting/read-alerts.ts';
import { ageWords, newYorkTime } from '../words/age-words.ts';
import { changeWords } from '../words/percent-words.ts';

/** What is known at the close. */
export interface SessionEnd {
  readonly openMs: EpochMs;
  readonly closeMs: EpochMs;
  /** Of the session. */
  readonly outcomes: readonly OutcomeEvent[];
  /** The last price of a symbol, and of when; null: none is known. */
  last(underlying: string): { readonly spot: number; readonly asOf: EpochMs } | null;
}

/** A price that is older than this at the close is not the close. */
const closingMsMax = 60_000;

/** What an alert was followed by, a line each: of a contract its outcomes, of anything else the move of the underlying. */
export const aftermath = (told: ToldAlert, end: SessionEnd): readonly string[] => {
  const { alert, underlying, overMs } = told;
  const over = overMs === null ? [] : [`over after ${ageWords(overMs - alert.firedMs)}`];
  if (alert.family === 'system') return overMs === null ? ['not over'] : over;
  const outcomes = alert.contract === undefined ? [] : outcomesOf(told, alert.contract, end);
  const followed = outcomes.map((outcome) => outcomeWords(outcome, underlying));
  const missing = alert.contract !== undefined && outcomes.length === 0 ? [`${alert.contract}: no outcome was measured`] : [];
  return [...over, ...missing, ...(followed.length === 0 ? [moveWords(told, end)] : followed)];
};

/** Of the entry that stood when the alert fired: the newest of that contract up to then. */
const outcomesOf = ({ alert, underlying }: ToldAlert, contract: string, { openMs, outcomes }: SessionEnd): readonly Outcome[] => {
  const own = outcomes.flatMap(({ underlying: of, body }) => {
    const stood = body.enteredMs >= openMs && body.enteredMs <= alert.firedMs;
    return of === underlying && stood && contractText(body) === contract ? [body] : [];
  });
  const entered = Math.max(...own.map(({ enteredMs }) => enteredMs));
  return outcomeHorizons.flatMap((horizon) => own.find((each) => each.enteredMs === entered && each.horizon === horizon) ?? []);
};

const outcomeWords = ({ horizon, contractReturn, underlyingReturn, detail }: Outcome, underlying: string): string => {
  const change = (fraction: number | null): string => (fraction === null ? '–' : changeWords(fraction));
  const why = contractReturn === null && detail !== '' ? ` (${detail})` : '';
  return `${horizon}: contract ${change(contractReturn)} · ${underlying} ${change(underlyingReturn)}${why}`;
};

const moveWords = ({ alert, underlying }: ToldAlert, { last, closeMs }: SessionEnd): string => {
  const price = last(underlying);
  if (alert.spot === null || price === null || price.asOf <= alert.firedMs) return 'no price to compare';
  const until = price.asOf >= closeMs - closingMsMax ? 'to the close' : `to ${newYorkTime(price.asOf)}, the last price seen`;
  return `${underlying} ${changeWords(price.spot / alert.spot - 1)} ${until}`;
};
