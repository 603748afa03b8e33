import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { parseContractLine } from '../greeks/contract-line.ts';
import { priceContract } from '../greeks/priced-contract.ts';
import { readFlags } from '../read-flags.ts';
import { greeksJson, greeksRow, greeksTitle } from '../terminal/greeks-lines.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, { json: { type: 'boolean', default: false } });
  const [file = '-', ...more] = positionals;
  if (more.length > 0) throw new UsageError('gex greeks takes one FILE, or - for standard input');
  const input = file === '-' ? process.stdin : await openFile(file);
  const name = file === '-' ? 'standard input' : file;
  const bad = await answerLines(input, name, values.json, process.stdout, process.stderr);
  return bad > 0 ? 2 : 0;
};

const openFile = async (file: string): Promise<Readable> => {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${file}: ${error.code === 'ENOENT' ? 'no such file' : (error.code ?? error.message)}`);
  });
  if (!(await handle.stat()).isDirectory()) return handle.createReadStream();
  await handle.close();
  throw new UsageError(`cannot read ${file}: it is a folder; name a file`);
};

/**
 * Answers each line that holds a contract, in order, as it comes; a bad one is named on `errors` and costs no other. With `json` it has its
 * own answer too, so that answers and contracts stay side by side. Resolves to how many were bad.
 */
export const answerLines = async (
  input: Readable,
  name: string,
  json: boolean,
  output: Writable,
  errors: Writable,
): Promise<number> => {
  const print = async (line: string): Promise<void> => {
    if (!output.write(`${line}\n`)) await once(output, 'drain');
  };
  let number = 0;
  let bad = 0;
  let titled = json;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    // A byte order mark goes with the blanks.
    const line = text.trim();
    if (line === '') continue;
    const contract = parseContractLine(line);
    if ('problem' in contract) {
      const { field, problem } = contract;
      const where = field === null ? `line ${number}` : `line ${number}, field "${field}"`;
      errors.write(`gex: ${name}: ${where}: ${problem}\n`);
      bad++;
      if (json) await print(JSON.stringify({ line: number, error: { field, problem } }));
      continue;
    }
    if (!titled) await print(greeksTitle());
    titled = true;
    const priced = priceContract(contract);
    await print(json ? JSON.stringify(greeksJson(number, priced)) : greeksRow(number, priced));
  }
  return bad;
};

export const greeksCommand: Command = {
  usage: 'npx gex greeks [FILE|-] [--json]',
  options: [
    'FILE            contracts as NDJSON, one object a line; - or nothing reads standard input:',
    '                {"side":"call","spot":6500,"strike":6550,"expiry_years":0.02,"rate":0.043,"dividend_yield":0.0125,"iv":0.12}',
    '                in place of "iv" a "price", or "bid" and "ask" (the mid is solved, and how firm the quote is said)',
    '--json          one object a line at full precision, in native units; else a table as traders read it',
    '',
    'Black–Scholes–Merton, European, rate and yield continuous a year. --json: price in points, iv a fraction a year; delta in shares; gamma',
    'shares per point; vega per 1.00 of volatility; theta, charm (∂delta/∂t) and color (∂gamma/∂t) as the clock advances, per year and per',
    'calendar day (1/365); rho per 1.00 of rate; vanna (∂delta/∂vol) and zomma (∂gamma/∂vol) per 1.00, vomma per 1.00²; speed per point².',
    'The table: vega, vanna and zomma per volatility point (0.01), vomma per point², rho per 1 %, time greeks per day.',
    'A price without a volatility (at or outside its bounds) has iv and greeks null. Without time or volatility greeks are those of the',
    'discounted intrinsic value, null where it bends. A bad line is named with its field, costs no other line, and makes the exit status 2.',
  ].join('\n'),
  run,
};
