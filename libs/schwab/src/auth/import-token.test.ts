import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { importToken } from './import-token.ts';
import { parseTokenFile, tokenFileText } from './token-file.ts';
import { memoryTokenStore } from './token-store.ts';

const login = (refreshToken: string, loginMs: number | null) => ({
  refreshToken,
  access: null,
  loginMs: loginMs === null ? null : epochMs(loginMs),
});

test('C-03: a newer login is taken over, the same or an older one never', async () => {
  const store = memoryTokenStore(login('refreshed since', 5_000));
  expect(await importToken(store, login('older', 4_000))).toBe(false);
  expect(await importToken(store, login('copy of before the refresh', 5_000))).toBe(false);
  expect(await importToken(store, login('of unknown age', null))).toBe(false);
  expect((await store.read())?.refreshToken).toBe('refreshed since');
  expect(await importToken(store, login('newer', 6_000))).toBe(true);
  expect((await store.read())?.refreshToken).toBe('newer');
});

test('a token file of schwab-py is read: its own fields are passed over, its seconds may have a fraction', () => {
  const text = JSON.stringify({
    creation_timestamp: 1773651000,
    token: {
      expires_in: 1800,
      token_type: 'Bearer',
      scope: 'api',
      refresh_token: 'EXAMPLE-REFRESH@',
      access_token: 'I0.EXAMPLE-ACCESS@',
      id_token: 'EXAMPLE.JWT.TOKEN',
      expires_at: 1773652800.25,
    },
  });
  const token = parseTokenFile(text, 'a file');
  expect(token).toEqual({
    refreshToken: 'EXAMPLE-REFRESH@',
    access: { token: 'I0.EXAMPLE-ACCESS@', expiresMs: 1_773_652_800_250 },
    loginMs: 1_773_651_000_000,
  });
  expect(parseTokenFile(tokenFileText(token), 'ours')).toMatchObject({
    refreshToken: 'EXAMPLE-REFRESH@',
    loginMs: 1_773_651_000_000,
  });
});
