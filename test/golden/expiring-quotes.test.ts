import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectBook, newestCells } from '@gexstream/gex';
import { expect, onTestFinished, test } from 'vitest';
import { openLog, processed } from '../support/gex-log.ts';
import { marketLog } from '../support/market-log.ts';

test('G-19: cells carry the quotes of what expires today, with the IVs of the book behind them; a series that has settled has none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gexstream-quotes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bus = await openLog(folder);
  await bus.publish(marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds: 5 }));
  await processed(bus);
  // The a.m. series of a third Friday.
  expect((await newestCells(bus, 'SPX'))!.body.expiringQuotes!.strikes).toHaveLength(0);
  const cells = (await newestCells(bus, 'SPY'))!;
  const book = (await inspectBook(bus, 'SPY', cells.eventMs, cells.body.model.carry))!;
  const { strikes, ...sides } = cells.body.expiringQuotes!;
  for (const side of ['call', 'put'] as const) {
    const listed = book.contracts.filter((each) => each.expiry === cells.sessionDate && each.side === side);
    const { bid, ask, iv, delta } = sides[side];
    expect(listed.length).toBeGreaterThan(10);
    expect(Array.from(strikes, (strike, i) => [strike, iv[i]])).toEqual(
      listed.map((each) => [each.strike, each.iv]).sort(([a], [b]) => a! - b!),
    );
    expect(strikes.every((_, i) => bid[i]! > 0 && ask[i]! > bid[i]! && Math.abs(delta[i]!) <= 1)).toBe(true);
  }
  await bus.close();
});
