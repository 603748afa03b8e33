import { simulatedClock } from '@gexstream/actors';
import { terminalText } from '@gexstream/bots';
import { easternTime, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { startOffice } from '../support/bot-office.ts';
import { playAlerts, recordedDay } from '../support/play-alert-day.ts';

test('five minutes after the close a chat hears what each alert of the recorded day was followed by, from the scanner’s outcomes', async () => {
  const day = await recordedDay();
  await playAlerts(day.bus, [[]], { feed: 'sim' });
  const clock = simulatedClock(epochMs(easternTime('2026-11-20', 16, 4)));
  const { bots, platform } = await startOffice(day.bus, clock, { allowed: ['telegram:7'] });
  const chat = { platform: 'telegram', id: '7' } as const;
  expect(await platform.type('digest recap on', { chat })).toContain('a recap after the close');
  // Behind the day's own messages, which nobody had sent yet, a second apart.
  const recap = () => platform.sent.find(({ message }) => String(message.headline[0]).startsWith('🌙'))?.message;
  const later = async () => {
    await clock.advance(5_000);
    return recap();
  };
  await expect.poll(later, { timeout: 20_000 }).toBeDefined();
  // By hand: from 96 to 104 is +8.33 %; a quarter of an hour and an hour later spot still stands at 96.
  await expect(`${terminalText(recap()!)}\n`).toMatchFileSnapshot('../golden/transcripts/recap-of-alert-day.txt');
  await bots.stop();
  await day.close();
});
