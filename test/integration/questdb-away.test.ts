import { systemClock } from '@gexstream/actors';
import { gexLevels } from '@gexstream/store';
import { openQuestDbStore } from '@gexstream/store/questdb';
import { expect, test } from 'vitest';

// Nobody listens there.
const away = { host: '127.0.0.1', httpPort: 1, pgPort: 1, user: 'u', password: 'p', feed: 'sim', clock: systemClock() } as const;

test('a QuestDB that is away rejects the opening; where it may be away, the first call', async () => {
  await expect(openQuestDbStore(away)).rejects.toMatchObject({ code: 'STORE_FAILED' });
  const store = await openQuestDbStore({ ...away, mayBeAway: true });
  await expect(store.declareTables([gexLevels])).rejects.toMatchObject({ code: 'STORE_FAILED' });
  await store.close();
});
