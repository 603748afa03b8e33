import { gzipSync } from 'node:zlib';
import { isoTime } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { bytes, problemOf } from './chain-file.fixture.ts';
import { ChainFileError } from './chain-file-error.ts';
import { readChainFile } from './read-chain-file.ts';

const header =
  'Expiration Date,Calls,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest,Strike,Puts,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest';
const row =
  'Fri Jan 19 2024,SPX240119C04700000,50.5,1,50,51,12,0.11,0.5,0.002,300,4700.00,SPX240119P04700000,0,0,0,0,7,0,-0.5,0.002,400';
const weekly = row.replaceAll('SPX240119', 'SPXW240119');
const csv = (rows: readonly string[]): string =>
  [
    '',
    'S&P 500 INDEX,Last: 4697.2402,Change:  8.5602',
    '"Date: January 7, 2024 at 10:52 AM EST",Bid: 4645.23,Ask: 4753.8999',
    header,
    ...rows,
    '',
  ].join('\n');

describe('a Cboe quotedata CSV', () => {
  test('gives its underlying, spot, moment and both contracts of a row; zeros that mean "none" are null', () => {
    const chain = readChainFile(bytes(csv([row, weekly])), 'spx.csv');
    expect([chain.underlying, chain.spot, isoTime(chain.asOf), chain.source]).toEqual([
      'SPX',
      4697.2402,
      '2024-01-07T15:52:00.000Z',
      'cboe-csv',
    ]);
    expect(chain.contracts).toHaveLength(4);
    expect(chain.contracts[0]).toEqual({
      symbol: 'SPX   240119C04700000',
      root: 'SPX',
      expiry: '2024-01-19',
      side: 'call',
      strike: 4700,
      settlement: 'am',
      multiplier: 100,
      bid: 50,
      ask: 51,
      last: 50.5,
      volume: 12,
      openInterest: 300,
      iv: 0.11,
      quoteMs: null,
    });
    expect(chain.contracts[1]).toMatchObject({
      side: 'put',
      bid: 0,
      ask: null,
      last: null,
      iv: null,
      volume: 7,
      openInterest: 400,
    });
    expect(chain.contracts[2]).toMatchObject({ root: 'SPXW', settlement: 'pm' });
  });

  test('is read the same with Windows line ends, and gzipped', () => {
    const plain = readChainFile(bytes(csv([row])), 'a');
    expect(readChainFile(bytes(csv([row]).replaceAll('\n', '\r\n')), 'a')).toEqual(plain);
    expect(readChainFile(gzipSync(csv([row])), 'a')).toEqual(plain);
  });

  test('an adjusted series is left out and counted', () => {
    const adjusted = row.replaceAll('SPX240119', 'SPX1240119');
    const chain = readChainFile(bytes(csv([row, adjusted])), 'a');
    expect([chain.contracts.length, chain.skipped]).toEqual([2, { adjusted: 2 }]);
  });

  test.each([
    ['a word for a strike', csv([row.replace('4700.00', 'abc')]), 5, 'Strike', '"abc" is not a number'],
    ['an empty open interest', csv([row.replace(/,400$/, ',')]), 5, 'Puts Open Interest', '"" is not a number'],
    ['an exponent in a row', csv([row.replace('4700.00', '1e308')]), 5, 'Strike', 'written with an exponent'],
    ['a small exponent in a row', csv([row.replace(/,400$/, ',1e9')]), 5, 'Puts Open Interest', 'written with an exponent'],
    ['an infinity in a row', csv([row.replace(/,400$/, ',Infinity')]), 5, 'Puts Open Interest', '"Infinity" is too large'],
    ['more digits than a number holds', csv([row.replace(/,400$/, `,${'9'.repeat(20)}`)]), 5, 'Puts Open Interest', 'too large'],
    [
      'more decimals than a number holds',
      csv([row.replace(',50,51,', `,0.${'1'.repeat(18)},51,`)]),
      5,
      'Calls Bid',
      'too many digits',
    ],
    ['an exponent as the price', csv([row]).replace('4697.2402', '1e308'), 2, 'Last', 'written with an exponent'],
    ['an infinite price', csv([row]).replace('4697.2402', 'Infinity'), 2, 'Last', 'too large'],
    ['a price of too many digits', csv([row]).replace('4697.2402', '9'.repeat(20)), 2, 'Last', 'too large'],
    ['a price of zero', csv([row]).replace('4697.2402', '0'), 2, 'Last', 'not a price'],
    ['an offset that no clock has', csv([row]).replace('AM EST', 'AM GMT+99'), 3, 'Date', 'GMT-12 to GMT+14'],
    ['a negative volume', csv([row, weekly.replace(',12,', ',-12,')]), 6, 'Calls Volume', 'negative'],
    ['too few fields', csv([row, weekly.split(',').slice(0, 9).join(','), row]), 6, null, 'has 9 fields where the header has 22'],
    ['a file cut inside a row', csv([row, weekly]).slice(0, -40), 6, null, 'the file is cut off'],
    ['a file cut inside its last number', csv([row]).slice(0, -2), 5, null, 'without a line end'],
    ['a strike unlike its symbol', csv([row.replace('4700.00', '4705.00')]), 5, 'Strike', 'differs'],
    ['a date unlike its symbol', csv([row.replace('Jan 19', 'Jan 18')]), 5, 'Expiration Date', 'not the date'],
    ['a put among the calls', csv([row.replace('240119C', '240119P')]), 5, 'Calls', 'is not a call'],
    ['a contract twice', csv([row, weekly, row]), 7, 'Calls', 'listed twice'],
    ['two underlyings', csv([row, row.replaceAll('SPX240119', 'SPY240119')]), 6, 'Calls', 'is of SPY'],
    ['no header', 'a,b,c\n1,2,3\n', 1, null, 'Expiration Date'],
    ['a missing column', csv([row]).replace('Gamma,Open Interest\n', 'Gamma,Oi\n'), 4, 'Open Interest', 'no such column'],
    ['no price', csv([row]).replace('Last: 4697.2402', 'Last: n/a'), 2, 'Last', 'not a number'],
    ['no readable moment', csv([row]).replace('January', 'Janvember').replace('2024 at', '20 at'), 3, 'Date', 'not a date'],
    ['no rows', csv([]), null, null, 'no option contracts'],
    ['nothing', '', 1, null, 'empty'],
  ])('%s is an error that names its place', (_what, text, line, field, problem) => {
    const error = problemOf(text);
    expect([error.line, error.field]).toEqual([line, field]);
    expect(error.message).toContain(problem);
  });

  test('the message reads as one line with file, line and field', () => {
    expect(problemOf(csv([row.replace('4700.00', 'abc')])).message).toBe('chain: line 5, field "Strike": "abc" is not a number');
  });

  test('no cut of a file is read as a whole one', () => {
    const whole = csv([row, weekly]);
    const from = whole.indexOf(row) + row.length + 2;
    for (let length = from; length < whole.length; length += 1)
      expect(() => readChainFile(bytes(whole.slice(0, length)), 'a')).toThrow(ChainFileError);
  });
});

test('bytes that are no text, and a broken gzip, are refused', () => {
  expect(() => readChainFile(Uint8Array.of(0xff, 0xfe, 0x00), 'a')).toThrow(/not UTF-8/);
  expect(() => readChainFile(gzipSync(csv([row])).subarray(0, 40), 'a')).toThrow(/does not unpack/);
});
