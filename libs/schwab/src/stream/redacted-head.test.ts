import { expect, test } from 'vitest';
import { redactedHead } from './redacted-head.ts';

test('tokens, keys and ids are left out, plain, URL-encoded and in base64; the rest can be read', () => {
  const token = 'I0.b2F1dGgyLmJkYy5zY2h3YWIuY29t.Xy-9_abc@';
  const customer = '5150000000000000000000000000000000000000000000000000000000000051';
  const frame = `{"response":[{"service":"ADMIN","SchwabClientCorrelId":"51515151-0000-4000-8000-000000000001","a":"${token}","b":"${encodeURIComponent(token)}","c":"${btoa(token)}","d":"${customer}","key":"SPXW  261120C06000000"`;
  const head = redactedHead(frame);
  for (const secret of [token, encodeURIComponent(token), btoa(token), customer, '51515151-0000'])
    expect(head).not.toContain(secret);
  expect(head).toContain('"service":"ADMIN"');
  expect(head).toContain('SPXW  261120C06000000');
});

test('of a long frame only the head is kept, and no cut token at its end', () => {
  const head = redactedHead(`${'{"k":1} '.repeat(511)}I0.${'secret-token-'.repeat(3)}`);
  expect(head.length).toBeLessThanOrEqual(4_096);
  expect(head).not.toContain('I0');
});
