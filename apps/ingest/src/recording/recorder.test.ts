import { epochMs } from '@gexstream/domain';
import { decodeFrame } from '@gexstream/schwab';
import { expect, test } from 'vitest';
import { linkDrafts } from '../draft.ts';
import { recorder } from './recorder.ts';
import type { RecordingEntry } from './recording-format.ts';

const at = epochMs(1_795_000_000_000);
const data = { service: 'LEVELONE_EQUITIES', timestamp: 1, command: 'SUBS', content: [{ key: 'SPY', '1': 1.5 }] };
const reply = {
  service: 'ADMIN',
  command: 'LOGIN',
  requestid: '0',
  SchwabClientCorrelId: 'CANARY-correl-id',
  timestamp: 1,
  content: { code: 0, msg: 'CANARY' },
};

const tap = () => {
  const entries: RecordingEntry[] = [];
  const { frame, answer, said } = recorder({ append: (entry) => void entries.push(entry) });
  const hear = (text: string): void => frame(at, text, decodeFrame(text));
  return { entries, hear, answer, said };
};

test('a frame of data is kept to the letter', () => {
  const { entries, hear } = tap();
  const text = ` {"data": [${JSON.stringify(data)}], "new": 1}`;
  hear(text);
  expect(entries).toEqual([{ kind: 'frame', receivedMs: at, request: '', body: text }]);
});

test('what the server says of the connection, and what nobody can read, is not kept; the data beside it is', () => {
  const { entries, hear } = tap();
  hear(JSON.stringify({ response: [reply] }));
  hear(JSON.stringify({ notify: [{ heartbeat: '1' }] }));
  hear('CANARY');
  expect(entries).toEqual([]);
  hear(JSON.stringify({ response: [reply], data: [data] }));
  hear(JSON.stringify({ data: [data, 'CANARY'] }));
  expect(entries.map(({ body }) => JSON.parse(body))).toEqual([{ data: [data] }, { data: [data] }]);
});

test('answers of the market are kept with their request, those of the account are not', () => {
  const { entries, answer } = tap();
  answer(at, '/trader/v1/userPreference', 'CANARY');
  answer(at, '/marketdata/v1/chains?symbol=SPY', '{}');
  expect(entries).toEqual([{ kind: 'answer', receivedMs: at, request: '/marketdata/v1/chains?symbol=SPY', body: '{}' }]);
});

test('of what ingest hands on, its own words and the time marks are kept', () => {
  const { entries, said } = tap();
  const links = linkDrafts(['SPY'], at, { stream: 'up', reason: 'connected' });
  const quote = { kind: 'underlying-quote', underlying: 'SPY', sourceMs: at, body: { origin: 'stream', last: 1 } } as const;
  said({ type: 'publish', drafts: [quote], receivedMs: at });
  said({ type: 'publish', drafts: links, receivedMs: at });
  said({ type: 'mark', at });
  expect(entries).toEqual([
    { kind: 'said', receivedMs: at, request: '', body: JSON.stringify(links) },
    { kind: 'mark', receivedMs: at, request: '', body: '' },
  ]);
});
