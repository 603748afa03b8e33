import { formatPoints, formatUsd } from '@gexstream/charts';
import { type Alert, type ChatMessage, type ChatSettings, type Line, regimeHeadline, regimeOf } from '@gexstream/domain';
import type { Present } from '../present/present.ts';
import { newYorkTime, provenanceLine } from '../words/age-words.ts';
import { disclaimer, text } from '../words/answers.ts';
import { levelsHeadline } from '../words/levels-words.ts';

/** In full: with more of them the message would be read by nobody. */
const inFullMax = 8;
const heldMax = 10;

/**
 * Before the open: how each watched symbol, else each of the first that there are, stood last, what has moved since its session began, what
 * expires today, and what the night held back. Those behind the first eight have a line each.
 */
export const digestMessage = (settings: ChatSettings, present: Present, held: readonly Alert[], date: string): ChatMessage => {
  const wanted = settings.watchlist.length === 0 ? present.symbols().slice(0, 4) : settings.watchlist;
  const symbols = wanted.filter((symbol) => present.levels(symbol) !== null).slice(0, inFullMax);
  const others = wanted.filter((symbol) => !symbols.includes(symbol));
  const first = present.levels(symbols[0] ?? '');
  return {
    headline: [`☀ ${date}${first === null ? '' : ` · ${levelsHeadline(first)}`}`],
    tone: 'neutral',
    blocks: [
      ...symbols.map((symbol) => text(...symbolLines(symbol, present, date))),
      ...(others.length === 0 ? [] : [text(...others.map((symbol) => shortLine(symbol, present)))]),
      ...(wanted.length === 0 ? [text('No symbol has levels yet; watch some: watch SPX')] : []),
      text(
        [{ bold: `Held for you: ${held.length}` }],
        ...held.slice(-heldMax).map((alert): Line => [`${newYorkTime(alert.firedMs)} ${alert.text}`]),
      ),
      text([{ italic: disclaimer }]),
    ],
    buttons: symbols.length === 0 ? [] : [symbols.slice(0, 4).map((symbol) => ({ label: symbol, command: `gex ${symbol}` }))],
  };
};

const shortLine = (symbol: string, present: Present): string => {
  const levels = present.levels(symbol);
  return levels === null ? `${symbol} –` : levelsHeadline(levels);
};

const symbolLines = (symbol: string, present: Present, date: string): readonly (string | Line)[] => {
  const levels = present.levels(symbol)!;
  const { body } = levels;
  const cells = present.cells(symbol);
  const card = regimeOf(body, cells === null ? null : cells.body);
  const { low, high } = card.range;
  const today = body.expiries.filter(({ expiry }) => expiry === date);
  return [
    [{ bold: levelsHeadline(levels) }],
    `net GEX ${formatUsd(body.total.net)} per 1 % · ${regimeHeadline(card).text}`,
    ...(low === null || high === null ? [] : [`expected ${formatPoints(low)}–${formatPoints(high)}`]),
    ...movesLine(symbol, present),
    today.length === 0
      ? 'nothing expires today'
      : `today expires ${formatUsd(
          today.reduce((sum, { total }) => sum + total.gross, 0),
          { plus: false },
        )} of gross GEX`,
    provenanceLine(body.asOf, present.age(body.newestMs, body.stream), present.feed),
  ];
};

const names = { king: 'king', callWall: 'call wall', putWall: 'put wall', zeroGamma: 'flip' } as const;

/** From where each level went to where in its last session. */
const movesLine = (symbol: string, present: Present): readonly string[] => {
  const session = present.session(symbol)?.body;
  if (session === undefined) return [];
  const moved = (Object.keys(names) as (keyof typeof names)[]).flatMap((level) => {
    const to = session.moves.findLast((move) => move.level === level)?.to;
    const from = session.baseline[level];
    return to === undefined || to === null || from === null || to === from
      ? []
      : [`${names[level]} ${formatPoints(from)} → ${formatPoints(to)}`];
  });
  return moved.length === 0 ? [] : [`moved on ${session.sessionDate}: ${moved.join(', ')}`];
};
