import { pointsText } from '../number-text.ts';
import type { Sights } from '../sight/market-view.ts';
import { missing, nothingToSay, type Read, type Reference } from './reading.ts';

type Level = keyof Sights['session']['levels'];
const names: Readonly<Record<Level, string>> = { callWall: 'call wall', putWall: 'put wall', king: 'king' };
const chosen: Readonly<Record<'call-wall' | 'put-wall' | 'king' | 'any', readonly Level[]>> = {
  'call-wall': ['callWall'],
  'put-wall': ['putWall'],
  king: ['king'],
  any: ['callWall', 'putWall', 'king'],
};

export const readLevelMove: Read<'level-moved'> = ({ level, strikes: least }, { newest }, past, underlying) => {
  const session = newest.session?.seen;
  if (session === undefined) return missing;
  const { levels, strikes } = session;
  const known = chosen[level].filter((each) => levels[each] !== null);
  // A level that is gone for a while stays where it was: it is compared when it is back.
  const reference: Reference = { ...past.reference, ...Object.fromEntries(known.map((each) => [each, levels[each]!])) };
  const moves = known.flatMap((each) => {
    const from = past.reference?.[each];
    const to = levels[each]!;
    return from === undefined ? [] : [{ each, from, to, count: strikesBetween(strikes, from, to) }];
  });
  const farthest = moves.sort((a, b) => b.count - a.count)[0];
  if (farthest === undefined) return { zone: 'out', value: null, threshold: least, text: nothingToSay, reference };
  const said = (): string =>
    moves
      .filter(({ count }) => count >= least)
      .map(({ each, from, to }) => `${names[each]} ${pointsText(from)} → ${pointsText(to)}`)
      .join(', ');
  return {
    zone: farthest.count >= least ? 'in' : 'out',
    value: farthest.count,
    threshold: least,
    text: () => `${underlying} ${said()}`,
    reference,
  };
};

/** How many strikes of the chain lie from one to the other; a strike that is no longer listed counts as one step more. */
const strikesBetween = (strikes: ArrayLike<number>, from: number, to: number): number => {
  if (from === to) return 0;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const between = Array.from(strikes).filter((strike) => strike > low && strike < high).length;
  return between + 1;
};

/** Each minute's surges are news of their own. */
export const readVolumeSurge: Read<'volume-surge'> = (_, { newest }, past, underlying) => {
  const surges = newest.session?.seen.surges;
  if (surges === undefined) return missing;
  if (surges === null) return { zone: 'out', value: null, threshold: null, text: nothingToSay, reference: { asOf: 0 } };
  const largest = surges.strikes[0];
  const isNew = past.reference !== null && surges.asOf > past.reference.asOf!;
  return {
    zone: isNew && largest !== undefined ? 'in' : 'out',
    value: largest?.now ?? null,
    threshold: largest?.before ?? null,
    text: () =>
      largest === undefined
        ? ''
        : `${underlying} volume surge at ${pointsText(largest.strike)}: ${pointsText(largest.before)} → ${pointsText(largest.now)} contracts`,
    reference: { asOf: surges.asOf },
  };
};
