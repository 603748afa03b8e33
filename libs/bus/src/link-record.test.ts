import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { decodeEvent } from './codec/index.ts';
import { linkCodeRecord, linkCodeRemoval, linkCodeSha256, linkEndRecord, linkEndRemoval, newLinkCode } from './link-record.ts';

const now = epochMs(Date.UTC(2026, 10, 20, 15, 30));
const stamp = { feed: 'sim', run: 'r1', now } as const;

test('a code is ten letters of 32 that nobody mixes up, another each time, and the same however it is typed', () => {
  const codes = Array.from({ length: 1_000 }, newLinkCode);
  expect(new Set(codes).size).toBe(1_000);
  for (const code of codes) expect(code).toMatch(/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/);
  // sha256sum of K7QPA2MXVD.
  const sha256 = linkCodeSha256('K7QPA-2MXVD');
  expect(sha256).toBe('f8608297849428c6830e8a5fd9d55a3174c783688d04600bd9d2839bd02f2298');
  for (const typed of ['k7qpa2mxvd', ' K7QPA 2MXVD ', 'K7QPA–2MXVD']) expect(linkCodeSha256(typed)).toBe(sha256);
  expect(linkCodeSha256('K7QPA-2MXVE')).not.toBe(sha256);
});

test('a user has one code, a chat one end; each goes under its own key, and is removed by it', () => {
  const code = { user: 'ann', sha256: linkCodeSha256('K7QPA-2MXVD'), untilMs: epochMs(now + 600_000) };
  const end = { user: 'ann', chat: { platform: 'telegram', id: '-7' } } as const;
  const [coded, ended] = [linkCodeRecord(code, stamp), linkEndRecord(end, stamp)];
  expect([coded.key, ended.key]).toEqual(['code/ann', 'end/telegram/-7']);
  expect(decodeEvent(coded.value!)).toMatchObject({ kind: 'link-code', version: 1, feed: 'sim', body: code });
  expect(decodeEvent(ended.value!)).toMatchObject({ kind: 'link-end', version: 1, body: end });
  expect(linkCodeRemoval('ann', now)).toEqual({ ...coded, value: null });
  expect(linkEndRemoval(end.chat, now)).toEqual({ ...ended, value: null });
});
