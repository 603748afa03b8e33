import {
  type CellsEvent,
  type ExposuresEvent,
  type Freshness,
  isoTime,
  type LevelsEvent,
  type SessionBaselineEvent,
} from '@gexstream/domain';
import type { EpochMs } from '@gexstream/domain/time';
import { cellsBody, noCells } from './cells-body.ts';
import { type ExposureChoice, exposuresBody } from './exposures-body.ts';
import { gexCalculation } from './gex-calculation.ts';
import { latinMembersOf, type Members, membersOf } from './json-members.ts';
import { levelsBody } from './levels-body.ts';
import type { KeptText, PartCache } from './part-cache.ts';
import { regimeBody } from './regime-body.ts';
import { sessionListsBody } from './session-lists-body.ts';
import { strikeExposuresBody } from './strike-exposures-body.ts';
import { strikeRows } from './strike-rows.ts';

/** What an answer says about the moment it is given; the rest is fixed by the events behind it. */
export interface AnswerHead {
  readonly ageMs: number;
  readonly feedNow: EpochMs;
  readonly status: Freshness;
}

/** The answers about one underlying between two changes: the heavy part is made into JSON once, when first asked for. */
export interface SerialisedAnswers {
  readonly levels: LevelsEvent;
  readonly cells: CellsEvent | null;
  /** The parts of a `GexSymbol` that do not depend on the moment: as long as each is the same text, so is what it says. */
  symbolParts(): readonly string[];
  /** A `GexSymbol` without its `strikes`. */
  levelsJson(head: AnswerHead): string;
  /** A `GexSymbol`. */
  symbolJson(head: AnswerHead): string;
  /** A `GexDetail`. */
  detailJson(head: AnswerHead): string;
  /** A `GexCalculation`. */
  calculationJson(head: AnswerHead): string;
  /** Letters of JSON that are kept now, one byte each. */
  heldLength(): number;
}

/** The parts that one event decides; kept over changes of the other event. */
export interface LevelsPart {
  readonly event: LevelsEvent;
  readonly members: KeptText;
}

export interface CellsPart {
  readonly event: CellsEvent;
  readonly strikes: KeptText;
  readonly cells: KeptText;
}

/** What the session has brought. */
export interface SessionPart {
  readonly event: SessionBaselineEvent;
  readonly members: KeptText;
}

export const levelsPart = (event: LevelsEvent, cache: PartCache): LevelsPart => ({
  event,
  members: cache.once('levels', () => latinMembersOf(levelsBody(event))),
});

export const cellsPart = (event: CellsEvent, cache: PartCache): CellsPart => ({
  event,
  strikes: cache.once('strikes', () => membersOf({ strikes: strikeRows(event.body) })),
  cells: cache.once('cells', () => membersOf({ cells: cellsBody(event) })),
});

export const sessionPart = (event: SessionBaselineEvent, cache: PartCache): SessionPart => ({
  event,
  members: cache.once('session', () => membersOf(sessionListsBody(event))),
});

/** The answers about the exposures of one event; each choice's is made when first asked for, and there are 65 at most. */
export interface ExposuresPart {
  readonly event: ExposuresEvent;
  /** An `ExposuresAnswer`; null where the event has nothing of the model. */
  json(choice: ExposureChoice, head: AnswerHead): string | null;
  /** A `StrikeExposuresAnswer`; its horizon is no matter. */
  strikesJson(choice: ExposureChoice, head: AnswerHead): string | null;
}

export const exposuresPart = (event: ExposuresEvent, cache: PartCache): ExposuresPart => {
  /** Empty where the event has nothing of the choice. */
  const byChoice = new Map<string, () => Members>();
  const answer = (key: string, body: () => object | null, head: AnswerHead): string | null => {
    const kept =
      byChoice.get(key) ??
      cache.once('exposures', () => {
        const made = body();
        return made === null ? '' : latinMembersOf(made);
      });
    byChoice.set(key, kept);
    const own = kept();
    return own === '' ? null : `{${headMembers(head)},${own}}`;
  };
  return {
    event,
    json: (choice, head) =>
      answer(`${choice.model} ${choice.measure} ${choice.horizon}`, () => exposuresBody(event, choice), head),
    strikesJson: (choice, head) =>
      answer(`${choice.model} ${choice.measure} by strike`, () => strikeExposuresBody(event, choice), head),
  };
};

const headMembers = ({ ageMs, feedNow, status }: AnswerHead): Members =>
  `"age_ms":${ageMs},"feed_now":"${isoTime(feedNow)}","status":"${status}"`;

const noSession = membersOf(sessionListsBody(null));

export const serialisedAnswers = (
  levels: LevelsPart,
  cells: CellsPart | null,
  session: SessionPart | null,
): SerialisedAnswers => {
  const strikes = cells?.strikes ?? (() => '"strikes":[]');
  const cellMembers =
    cells?.cells ?? (() => membersOf({ cells: noCells(isoTime(levels.event.body.asOf), levels.event.body.spot) }));
  const lists = session?.members ?? (() => noSession);
  // Of both events, so made anew with either.
  let regime: Members | undefined;
  const recommendation = (): Members => {
    regime ??= latinMembersOf({ recommendation: regimeBody(levels.event, cells?.event ?? null) });
    return regime;
  };
  const whole = (): Members => `${levels.members()},${recommendation()}`;
  let calculation: ((head: AnswerHead) => string) | undefined;
  return {
    levels: levels.event,
    cells: cells?.event ?? null,
    symbolParts: () => [levels.members(), strikes(), lists()],
    levelsJson: (head) => `{${headMembers(head)},${whole()}}`,
    symbolJson: (head) => `{${headMembers(head)},${whole()},${strikes()},${lists()}}`,
    detailJson: (head) => `{${headMembers(head)},${whole()},${strikes()},${lists()},${cellMembers()}}`,
    calculationJson: (head) => {
      calculation ??= gexCalculation(levels.event, cells?.event ?? null, recommendation());
      return calculation(head);
    },
    heldLength: () =>
      levels.members.heldLength() +
      (regime?.length ?? 0) +
      (session?.members.heldLength() ?? 0) +
      (cells === null ? 0 : cells.strikes.heldLength() + cells.cells.heldLength()),
  };
};
