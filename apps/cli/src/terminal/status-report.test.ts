import { expect, test } from 'vitest';
import { statusReport } from './status-report.ts';

const report = {
  ...{ feed: 'live', folder: 'data/live', pid: 7, host: 'vm', command: 'gex start' },
  ...{ url: 'http://localhost:8080', status: null, refusal: null },
};

test('a process that wants a key is not called stuck', () => {
  expect(statusReport(report)).toContain('does not answer at http://localhost:8080');
  const refused = statusReport({ ...report, refusal: 401 });
  expect(refused).toContain('answers 401 at http://localhost:8080 (GEX_API_KEYS must hold one of its keys)');
  expect(refused).not.toContain('stuck');
  expect(statusReport({ ...report, refusal: 503 })).not.toContain('GEX_API_KEYS');
});
