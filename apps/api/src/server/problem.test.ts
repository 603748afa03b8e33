import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import { Problem, ProblemError, problemBody, wrongField } from './problem.ts';

test('one body serves RFC 9457 and the older contract', () => {
  const body = problemBody(wrongField('from', 'must be a time'), openMs, 'req-1');
  expect(body).toEqual({
    type: 'urn:gexstream:problem:bad-input',
    title: 'Bad input',
    status: 400,
    detail: 'from: must be a time',
    errors: [{ field: 'from', message: 'must be a time' }],
    error: 'bad-input',
    message: 'from: must be a time',
    timestamp: '2026-11-20T15:30:00.000Z',
    request_id: 'req-1',
  });
  expect(Value.Check(Problem, body)).toBe(true);
});

test('a cause never shows in the body', () => {
  const body = problemBody(new ProblemError('internal', 'It failed', [], new Error('/srv/secret')), openMs);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(body).not.toHaveProperty('request_id');
});
