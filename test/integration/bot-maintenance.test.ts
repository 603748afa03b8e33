import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEvent, readTopic, topic } from '@gexstream/bus';
import type { AuditEvent } from '@gexstream/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';

const people = { admins: ['telegram:42'], allowed: ['telegram:9'] };
const member = { chat: { platform: 'telegram', id: '9' } } as const;

let folder = '';
let office: BotOffice;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-maintenance-'));
  office = await openBotOffice(folder, people);
});
afterAll(async () => {
  await office.bus.close();
  rmSync(folder, { recursive: true, force: true });
});

test('8.10: maintenance outlives the process, is audited, tells nobody, and ends when an admin says so', async () => {
  const { platform, bots, bus, clock } = office;
  expect(await platform.type('levels SPX', member)).toContain('SPX');
  expect(await platform.type('maintenance on', member)).toContain('maintenance is for admins of this bot');
  expect(await platform.type('maintenance on')).toMatch(
    /^Maintenance is on: only admins are answered\n\nsince .* · by telegram:42/,
  );
  expect(await platform.type('levels SPX', member)).toContain('Maintenance: only admins are answered');
  expect(await platform.type('levels SPX')).toContain('SPX');
  await bots.stop();

  const next = await startOffice(bus, clock, people);
  expect(await next.platform.type('levels SPX', member)).toContain('Maintenance: only admins are answered');
  expect(await next.platform.type('maintenance')).toContain('Maintenance is on');
  await next.platform.type('maintenance off');
  expect(await next.platform.type('levels SPX', member)).toContain('SPX 5,995.12');
  await clock.advance(5_000);
  await next.bots.stop();

  const last = await startOffice(bus, clock, people);
  expect(await last.platform.type('levels SPX', member)).toContain('SPX 5,995.12');
  await last.bots.stop();
  expect([platform, next.platform, last.platform].flatMap(({ sent }) => sent)).toEqual([]);

  const audited: string[] = [];
  await readTopic(bus, topic.audit.name, ({ value }) => {
    const { chat, userId, action, detail } = (decodeEvent(value!) as AuditEvent).body;
    audited.push(`${chat.platform}/${chat.id} ${userId} ${action} ${detail}`);
  });
  expect(audited).toEqual(['telegram/42 42 maintenance on', 'telegram/42 42 maintenance off']);
});
