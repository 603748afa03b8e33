import { describe, expect, test } from 'vitest';
import { emptyLine, joined, type RestAsk, type RestLine, type RestPayer, taken } from './rest-line.ts';

/** So many asks of each payer at once; their ids tell whose they are. */
const lineOf = (asks: Partial<Record<RestPayer, number>>, from: RestLine = emptyLine): RestLine =>
  Object.entries(asks).reduce(
    (line, [payer, count]) =>
      Array.from({ length: count }, (_, id): RestAsk => ({ id, payer: payer as RestPayer, rank: 0 })).reduce(
        (longer, ask) => joined(longer, ask)!,
        line,
      ),
    from,
  );

const counts = (asks: readonly RestAsk[]): Partial<Record<RestPayer, number>> => {
  const count = (payer: RestPayer): number => asks.filter((ask) => ask.payer === payer).length;
  return Object.fromEntries([...new Set(asks.map(({ payer }) => payer))].map((payer) => [payer, count(payer)]));
};

describe('the line before the REST budget', () => {
  test('while all want more than there is, chains get 50 %, the scanner 35 %, demands 15 %', () => {
    const { asks } = taken(lineOf({ chains: 500, scanner: 500, onDemand: 500 }), 100);
    expect(counts(asks)).toEqual({ chains: 50, scanner: 35, onDemand: 15 });
  });

  test('at any length nobody is more than a call behind or ahead of his share', () => {
    const line = lineOf({ chains: 500, scanner: 500, onDemand: 500 });
    for (let count = 1; count <= 200; count += 1) {
      const { chains = 0, scanner = 0, onDemand = 0 } = counts(taken(line, count).asks);
      expect(Math.abs(chains - count * 0.5)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(scanner - count * 0.35)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(onDemand - count * 0.15)).toBeLessThanOrEqual(1.5);
    }
  });

  test('what one leaves unused is lent to the others, by their shares', () => {
    expect(counts(taken(lineOf({ scanner: 300 }), 110).asks)).toEqual({ scanner: 110 });
    const two = counts(taken(lineOf({ chains: 300, onDemand: 300 }), 130).asks);
    expect(two).toEqual({ chains: 100, onDemand: 30 });
  });

  test('what is lent is not owed: who comes back has his share of what follows, and no more', () => {
    const alone = taken(lineOf({ chains: 400 }), 200).line;
    const { asks } = taken(lineOf({ scanner: 200 }, alone), 85);
    // Within a call: where the shares meet depends on whose turn it was.
    expect(Math.abs(counts(asks).scanner! - 35)).toBeLessThanOrEqual(1);
  });

  test('the stream goes before all, and within a payer the nearest windows before the far ones', () => {
    const asks: readonly RestAsk[] = [
      { id: 1, payer: 'chains', rank: 3 },
      { id: 2, payer: 'chains', rank: 0 },
      { id: 3, payer: 'chains', rank: 0 },
      { id: 4, payer: 'chains', rank: -1 },
      { id: 5, payer: 'stream', rank: 0 },
    ];
    const line = asks.reduce((longer, ask) => joined(longer, ask)!, emptyLine);
    expect(taken(line, 9).asks.map(({ id }) => id)).toEqual([5, 4, 2, 3, 1]);
    expect(taken(line, 2).line.waiting.chains.map(({ id }) => id)).toEqual([2, 3, 1]);
  });
});
