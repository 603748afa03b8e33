import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playDay, recordedScannerDay } from '../support/played-day.ts';
import { kafkaServer, questDbServer, serversMissing } from '../support/servers.ts';

const missing = serversMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)('a recorded day of the scanner through the product', () => {
  let folder = '';
  let kafka: Awaited<ReturnType<typeof kafkaServer>>;
  let questDb: Awaited<ReturnType<typeof questDbServer>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gexstream-scanner-day-'));
    [kafka, questDb] = await Promise.all([kafkaServer(), questDbServer()]);
    writeFileSync(join(folder, 'password'), questDb.password, { mode: 0o600 });
  });
  afterAll(async () => {
    await Promise.all([kafka?.stop(), questDb?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('S-11, X-03: on Kafka and QuestDB it leaves the rows that it leaves embedded, and the API says the same', async () => {
    const file = await recordedScannerDay(folder);
    const embedded = await playDay({}, join(folder, 'embedded'), file);
    const distributed = await playDay(
      {
        KAFKA_BROKERS: kafka.bootstrap,
        KAFKA_CLIENT: 'kafkajs',
        QUESTDB_HOST: `${questDb.host}:${questDb.httpPort}`,
        QUESTDB_PG_PORT: String(questDb.pgPort),
        QUESTDB_USER: questDb.user,
        QUESTDB_PASSWORD_FILE: join(folder, 'password'),
      },
      join(folder, 'distributed'),
      file,
    );
    for (const [table, rows] of Object.entries(embedded.tables)) {
      expect(rows.length, table).toBeGreaterThan(0);
      expect(distributed.tables[table], table).toEqual(rows);
    }
    expect(distributed.api).toEqual(embedded.api);
  });
});
