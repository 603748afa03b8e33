import { expect, test } from 'vitest';
import { decodeFrame } from './frame-decoder.ts';

test('several arrays in one frame are all taken', () => {
  const response = {
    service: 'ADMIN',
    command: 'LOGIN',
    requestid: '0',
    SchwabClientCorrelId: 'x',
    timestamp: 1,
    content: { code: 0, msg: 'ok' },
  };
  const frame = decodeFrame(JSON.stringify({ response: [response], notify: [{ heartbeat: '1773673446011' }], data: [] }));
  expect(frame).toEqual({
    responses: [response],
    notices: [{ heartbeat: '1773673446011' }],
    data: [],
    garbage: 0,
    unreadable: false,
  });
});

test('what is no frame counts as one piece of garbage and throws nothing', () => {
  for (const text of ['', 'hello', '[1]', 'null', '{"data":', '{"data":[{"content":[{"key":"SPY","3":NaN}]}]}']) {
    expect(decodeFrame(text)).toEqual({ responses: [], notices: [], data: [], garbage: 1, unreadable: true });
  }
});

test('bad elements are dropped and counted, good ones beside them stay', () => {
  const frame = decodeFrame(
    '{"response":{},"notify":[5],"data":[{"service":"X"},{"service":"Y","timestamp":1,"content":[{"key":"A"},{"3":1},null]}]}',
  );
  expect(frame.data.map(({ service, content }) => [service, content])).toEqual([['Y', [{ key: 'A' }]]]);
  expect(frame.garbage).toBe(5);
  expect(frame.unreadable).toBe(false);
});
