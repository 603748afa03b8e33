import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gexWith } from '../support/product.ts';
import { projectRoot } from '../support/project-root.ts';

const run = promisify(execFile);
const zones = ['UTC', 'Asia/Tokyo', 'America/New_York'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-zone-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Half past eight in the evening of Thursday, 4 September 2025, in New York: Friday in UTC and in Tokyo.
const choice = `
  import { easternDate, epochMs, sessionDate, settlesMs, weeklyExpiries, withinHorizon } from '@gexstream/domain';
  const at = epochMs(Date.parse('2025-09-04T20:30:00-04:00'));
  console.log(JSON.stringify({
    localHour: new Date(at).getHours(),
    today: easternDate(at),
    session: sessionDate(at),
    zeroDte: ['2025-09-03', '2025-09-04', '2025-09-05'].filter((expiry) => expiry >= easternDate(at) && withinHorizon('0dte', expiry, at)),
    weekly: weeklyExpiries(easternDate(at), 1),
    settles: settlesMs('2025-09-04', 'pm'),
  }));`;

test('X-03: the server’s time zone changes nothing of what expires today', async () => {
  const chosen = await Promise.all(
    zones.map(async (TZ) => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', choice], {
        cwd: join(projectRoot, 'apps/cli'),
        env: { ...process.env, TZ },
      });
      return JSON.parse(stdout) as { readonly localHour: number };
    }),
  );
  // The three do live in different zones.
  expect(chosen.map(({ localHour }) => localHour)).toEqual([0, 9, 20]);
  for (const { localHour: _, ...each } of chosen)
    expect(each).toEqual({
      today: '2025-09-04',
      session: '2025-09-04',
      zeroDte: ['2025-09-04'],
      weekly: ['2025-09-05'],
      settles: Date.parse('2025-09-04T16:00:00-04:00'),
    });
});

test('X-03: nor of the levels of a chain file', async () => {
  const symbol = (side: string, strike: number): string => `SPXW250905${side}0${strike}000`;
  const option = (side: string, strike: number) => ({
    option: symbol(side, strike),
    bid: 10,
    ask: 11,
    iv: 0.2,
    open_interest: 1_000,
    volume: 10,
    gamma: 0.001,
  });
  const options = [6_000, 6_050].flatMap((strike) => [option('C', strike), option('P', strike)]);
  const file = join(folder, 'chain.json');
  await writeFile(
    file,
    JSON.stringify({
      timestamp: '2025-09-05 14:30:00',
      symbol: '_SPX',
      data: { symbol: '^SPX', current_price: 6_020, close: 6_020, options },
    }),
  );
  const printed = await Promise.all(zones.map((TZ) => gexWith({ TZ }, 'levels', file, '--json')));
  expect(printed.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(JSON.parse(printed[0]!.stdout)).toMatchObject({ as_of: '2025-09-05T14:30:00.000Z' });
  expect(printed[1]!.stdout).toBe(printed[0]!.stdout);
  expect(printed[2]!.stdout).toBe(printed[0]!.stdout);
});
