import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { frameToDomain } from '../to-domain/index.ts';
import { decodeFrame } from './frame-decoder.ts';
import { redactedHead } from './redacted-head.ts';

/** A million take a quarter of a minute; more make a night of it. */
const frames = Number(process.env.FUZZ_FRAMES ?? 1_000_000);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_125);

/** A small seeded generator (mulberry32). */
const generator = (start: number): ((below: number) => number) => {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapRoomBytes = 4 * 2 ** 20;

const heapAfterCollection = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const good: readonly string[] = [
  '{"notify":[{"heartbeat":"1773673446011"}]}',
  '{"notify":[{"service":"ADMIN","timestamp":1718000000000,"content":{"code":30,"msg":"Stop streaming"}}]}',
  '{"response":[{"service":"ADMIN","command":"LOGIN","requestid":"0","SchwabClientCorrelId":"x","timestamp":1,"content":{"code":0,"msg":"ok"}}]}',
  '{"data":[{"service":"LEVELONE_OPTIONS","timestamp":1773673447018,"command":"SUBS","content":[{"key":"SPXW  260320C06000000","2":4.1,"3":4.3,"8":12,"9":300,"10":18.4,"38":1773673446900}]}]}',
  '{"data":[{"service":"LEVELONE_EQUITIES","timestamp":1773673447018,"command":"SUBS","content":[{"key":"$SPX","3":6012.51,"35":1773673446900}]}]}',
  '{"data":[{"service":"CHART_EQUITY","timestamp":1773673447018,"command":"SUBS","content":[{"key":"SPY","seq":1,"2":601,"3":602,"4":600,"5":601.5,"6":10,"7":1773673440000}]}]}',
];
const values: readonly string[] = [
  'null',
  '-1',
  '1e999',
  '"NaN"',
  'NaN',
  '-999',
  '""',
  '[]',
  '{}',
  'true',
  '[[[[]]]]',
  '9007199254740993',
  '"\\u0000"',
  '"__proto__"',
  '1773673447018',
];

/** One of: cut, a value replaced, characters changed, pieces repeated, a key that no object should have. */
const mutated = (text: string, next: (below: number) => number): string => {
  switch (next(6)) {
    case 0:
      return text.slice(0, next(text.length));
    case 1: {
      const target = next(8);
      let at = 0;
      return text.replaceAll(/:("[^"]*"|-?[\d.]+|\[|\{)/g, (match) =>
        at++ === target ? `:${values[next(values.length)]}` : match,
      );
    }
    case 2: {
      const at = next(text.length);
      return text.slice(0, at) + String.fromCharCode(next(0x1_0000)) + text.slice(at + 1);
    }
    case 3: {
      const at = next(text.length);
      return text.slice(0, at) + text.slice(next(text.length));
    }
    case 4:
      return text.replace('"key"', ['"__proto__"', '"constructor"', '"KEY"', '""'][next(4)]!);
    default:
      return text.replace(/"(LEVELONE_[A-Z]+|CHART_EQUITY)"/, ['"TIMESALE"', '7', 'null', '"LEVELONE_OPTIONS"'][next(4)]!);
  }
};

test(`S6: ${frames} spoiled frames are dropped or read, none of them throws, and the heap stays flat`, () => {
  const next = generator(seed);
  const context = { receivedMs: epochMs(1_773_673_447_100), tradingDay: true };
  let garbage = 0;
  let updates = 0;
  let rejected = 0;
  const heap: number[] = [];
  for (let number = 0; number < frames; number += 1) {
    if (number % Math.ceil(frames / 10) === 0) heap.push(heapAfterCollection());
    let text = good[next(good.length)]!;
    for (let times = 1 + next(3); times > 0 && text.length > 0; times -= 1) text = mutated(text, next);
    const frame = decodeFrame(text);
    const domain = frameToDomain(frame.data, context);
    if (frame.garbage > 0) redactedHead(text);
    garbage += frame.garbage > 0 ? 1 : 0;
    updates += domain.updates.length;
    rejected += domain.rejected.length;
    for (const update of domain.updates) {
      if (update.kind !== 'option-updates') continue;
      // What passes is a number that can be one: the book's rules begin here.
      for (const column of Object.values(update.body.columns))
        expect(column.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    }
  }
  expect({}).not.toHaveProperty('heartbeat');
  // Nothing of a frame is kept: after the third tenth the heap grows no more. It may shrink: V8 lets code go that no longer runs.
  expect(heap.at(-1)! - Math.min(...heap.slice(2))).toBeLessThan(heapRoomBytes);
  // The corpus hits all three ways out, or it tests nothing.
  expect(Math.min(garbage, updates, rejected)).toBeGreaterThan(frames / 100);
}, 240_000);
