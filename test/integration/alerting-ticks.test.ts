import { simulatedClock } from '@gexstream/actors';
import type { Bus } from '@gexstream/bus';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settingsOf } from '../../libs/alerts/src/engine/alerts.fixture.ts';
import { eleven, levels, status } from '../support/alert-inputs.ts';
import { chatsInMemory } from '../support/chats-in-memory.ts';
import { openAlerting } from '../support/open-alerting.ts';
import { until } from '../support/until.ts';

let stage: Awaited<ReturnType<typeof openAlerting>>;
beforeEach(async () => {
  stage = await openAlerting();
});
afterEach(() => stage.close());

test('an ingest that falls silent is noticed by time alone', async () => {
  const clock = simulatedClock(eleven + 1_000);
  await stage.start({ clock, chats: chatsInMemory(settingsOf(['SPX feed stale for 0s'])) });
  await stage.bus.publish([levels(0, 5650), status(1, 0)]);
  await stage.caughtUp();
  await clock.advance(70_000);
  await until('it is told', async () => (await stage.ofChat('telegram/7')).length > 0);
  const [alert] = await stage.ofChat('telegram/7');
  expect(alert).toMatchObject({ text: 'SPX feed stale for 1 m: nothing is heard from ingest', suppressed: null });
});

test('while the bus is away one tick waits, not one for each second', async () => {
  const clock = simulatedClock(eleven + 2_000);
  const settings = settingsOf(['SPX feed stale for 0s']);
  let looks = 0;
  const watched = {
    ...settings,
    get rules() {
      looks += 1;
      return settings.rules;
    },
  };
  const away = { since: Promise.withResolvers<void>(), until: Promise.withResolvers<void>(), is: false };
  const holding: Bus = {
    ...stage.bus,
    publish: async (records) => {
      if (away.is) {
        away.since.resolve();
        await away.until.promise;
      }
      await stage.bus.publish(records);
    },
  };
  const alerting = await stage.start({ on: holding, clock, chats: chatsInMemory(watched) });
  await stage.bus.publish([levels(0, 5650), status(1, 0)]);
  await stage.caughtUp();
  away.is = true;
  await stage.bus.publish([levels(70, 5650)]);
  await away.since.promise;
  await clock.advance(100_000);
  looks = 0;
  away.until.resolve();
  await alerting.told();
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(20);
});
