import { isoTime } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { parseHeaderTime } from './header-time.ts';

test.each([
  ['January 7, 2024 at 10:52 AM EST', '2024-01-07T15:52:00.000Z'],
  ['September 4, 2025 at 2:30 PM EDT', '2025-09-04T18:30:00.000Z'],
  ['4 de setembro de 2025 às 14:30 GMT-4', '2025-09-04T18:30:00.000Z'],
  ['4 de septiembre de 2025, 14:30 GMT-4', '2025-09-04T18:30:00.000Z'],
  ['7 de enero de 2024 a las 10:52 GMT-5', '2024-01-07T15:52:00.000Z'],
  ['4. September 2025 um 20:30 GMT+2', '2025-09-04T18:30:00.000Z'],
  ['7. März 2024 um 16:52 Uhr', '2024-03-07T21:52:00.000Z'],
  ['4 septembre 2025 à 14:30 UTC−4', '2025-09-04T18:30:00.000Z'],
  ['15 août 2025 à 14h30 GMT-4', '2025-08-15T18:30:00.000Z'],
  ['1 juin 2025 à 09:00 UTC', '2025-06-01T09:00:00.000Z'],
  ['1 juillet 2025 à 09:00 UTC', '2025-07-01T09:00:00.000Z'],
  ['5 de dezembro de 2025 às 09:05 UTC', '2025-12-05T09:05:00.000Z'],
  ['1 juillet 2025 à 09:00 UTC+05:45', '2025-07-01T03:15:00.000Z'],
  ['1 juillet 2025 à 09:00 GMT+14', '2025-06-30T19:00:00.000Z'],
  ['1 juillet 2025 à 09:00 GMT-12', '2025-07-01T21:00:00.000Z'],
  ['January 1, 2024 at 12:05 AM ET', '2024-01-01T05:05:00.000Z'],
  ['July 1, 2024 at 12:05 PM', '2024-07-01T16:05:00.000Z'],
])('%s is %s', (text, expected) => {
  const at = parseHeaderTime(text);
  expect(at === null ? null : isoTime(at)).toBe(expected);
});

test.each([
  '',
  'yesterday',
  'January 7, 2024',
  'Foo 7, 2024 at 10:52 AM EST',
  'February 30, 2024 at 10:52 AM EST',
  'January 7, 2024 at 25:52',
  '7. März 2024 um 16:52 MEZ',
  'January 7, 2024 at 13:52 PM EST',
  'January 7, 2024 at 10:52 AM GMT+99',
  'January 7, 2024 at 10:52 AM GMT+15',
  'January 7, 2024 at 10:52 AM GMT+14:01',
  'January 7, 2024 at 10:52 AM GMT-13',
  'January 7, 2024 at 10:52 AM GMT+1:75',
  'January 7, 2024 at 10:52 AM GMT+099',
  'January 7, 2024 at 10:52 AM GMT+123456',
])('no moment is read from "%s"', (text) => {
  expect(parseHeaderTime(text)).toBeNull();
});
