import type { WireContent, WireData, WireFrame } from '@gexstream/schwab/wire';
import { expect, test } from 'vitest';
import { faultDesk } from '../faults/fault-desk.ts';
import { parseFault } from '../faults/fault-kinds.ts';
import { sfc32 } from '../market/random.ts';
import { spoiledFrames } from './spoiled-frames.ts';

const content: WireContent = { key: 'SPXW  261120C06000000', '2': 4.1, '3': 4.3, '8': 120, '10': 18.4, '38': 1_795_188_600_000 };
const data: readonly WireData[] = [
  { service: 'LEVELONE_OPTIONS', timestamp: 1_795_188_600_100, command: 'SUBS', content: [content] },
];

const spoiled = (label: string, ...faults: readonly string[]) => {
  const desk = faultDesk();
  for (const fault of faults) desk.inject(parseFault(fault));
  return spoiledFrames(data, desk, sfc32(label));
};

const contentsOf = (text: string): readonly WireContent[] => (JSON.parse(text) as WireFrame).data![0]!.content;

test('without a fault a frame is itself, at once', () => {
  const [frame, ...more] = spoiled('a');
  expect(more).toEqual([]);
  expect(frame!.afterMs).toBe(0);
  expect(contentsOf(frame!.text)).toEqual([content]);
});

test('duplicates come twice, reordered ones late by five seconds at most, and a seed repeats it all', () => {
  const frames = spoiled('a', 'duplicate', 'reorder');
  expect(frames).toHaveLength(2);
  expect(frames[0]!.text).toBe(frames[1]!.text);
  for (const { afterMs } of frames) expect(afterMs).toBeLessThanOrEqual(5_000);
  expect(spoiled('a', 'duplicate', 'reorder')).toEqual(frames);
  expect(spoiled('b', 'duplicate', 'reorder')).not.toEqual(frames);
});

test('of a partial frame each field is in one of two, its time in both, and nothing is lost', () => {
  const [one, two] = spoiled('a', 'partial').map(({ text }) => contentsOf(text)[0]!);
  expect({ ...one, ...two }).toEqual(content);
  expect(Object.keys(one!).length + Object.keys(two!).length).toBe(Object.keys(content).length + 2);
  expect([one!['38'], two!['38']]).toEqual([1_795_188_600_000, 1_795_188_600_000]);
});

test('garbage follows a frame and takes nothing from it; a calm has no data', () => {
  const [frame, garbage] = spoiled('a', 'garbage:100');
  expect(contentsOf(frame!.text)).toEqual([content]);
  expect(garbage!.text).not.toBe(frame!.text);
  expect(spoiled('a', 'calm')).toEqual([]);
});
