import { expect, test } from 'vitest';
import { loginNotice } from './login-notice.ts';

const feed = (login_expires: string | null, state: 'live' | 'auth-required' = 'live') => ({
  state,
  login_expires,
  feed_now: '2026-11-25T15:00:00.000Z',
});

test.each([
  [null, null],
  [feed(null), null],
  [feed('2026-11-27T15:00:00.000Z'), null],
  [feed('2026-11-27T14:59:00.000Z'), /^The login at Schwab ends in 47 h \(2026-11-27T14:59:00.000Z\): npx gex login/],
  [feed('2026-11-25T17:30:00.000Z'), /ends in 2 h/],
  [feed('2026-11-25T15:20:00.000Z'), /ends within the hour/],
  [feed('2026-11-24T15:00:00.000Z', 'auth-required'), /^Schwab wants a new login: npx gex login/],
])('C-02: of %j the page says %s', (said, expected) => {
  const text = loginNotice(said);
  if (expected === null) expect(text).toBeNull();
  else expect(text).toMatch(expected);
});
