import { table } from '@gexstream/store';

export const numbers = table({
  name: 'numbers',
  doc: 'One row per number.',
  timestamp: 'at',
  key: ['series'],
  retentionDays: 1,
  columns: {
    at: { type: 'timestamp', unit: 'epoch ms', doc: 'the number' },
    series: { type: 'symbol', unit: 'name', doc: 'always the same' },
    values: { type: 'doubles', unit: '1', doc: 'fifty that follow' },
  },
});
