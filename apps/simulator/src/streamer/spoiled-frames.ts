import { equityField, streamOptionField, type WireContent, type WireData } from '@gexstream/schwab/wire';
import type { FaultDesk } from '../faults/fault-desk.ts';
import type { Generator } from '../market/random.ts';
import { garbageFrame } from './garbage-frame.ts';
import { dataFrame } from './server-frames.ts';

export interface SpoiledFrame {
  readonly text: string;
  /** From now. */
  readonly afterMs: number;
}

/** The frames that a data frame becomes while faults hold: the frame itself when none does. */
export const spoiledFrames = (data: readonly WireData[], faults: FaultDesk, next: Generator): readonly SpoiledFrame[] => {
  if (faults.holds('calm')) return [];
  const lateMs = faults.argumentOf('reorder');
  const late = (): number => (lateMs === null ? 0 : Math.floor(next() * (lateMs + 1)));
  const happens = (name: 'duplicate' | 'garbage'): boolean => next() * 100 < (faults.argumentOf(name) ?? 0);
  return (faults.holds('partial') ? halves(data, next) : [data]).flatMap((part) => {
    const text = dataFrame(part);
    const frames: SpoiledFrame[] = [{ text, afterMs: late() }];
    if (happens('duplicate')) frames.push({ text, afterMs: late() });
    if (happens('garbage')) frames.push({ text: garbageFrame(text, next), afterMs: late() });
    return frames;
  });
};

/** The same changes in two frames: each field of a key is in one of them, its times in both, for without them a value has no age. */
const halves = (data: readonly WireData[], next: Generator): readonly (readonly WireData[])[] => {
  const split = data.map((part) => ({ part, contents: part.content.map((content) => splitContent(content, next)) }));
  return [0, 1].map((half) => split.map(({ part, contents }) => ({ ...part, content: contents.map((two) => two[half]!) })));
};

const timeFields: ReadonlySet<string> = new Set([
  streamOptionField.quoteTime,
  streamOptionField.tradeTime,
  equityField.quoteTime,
  equityField.tradeTime,
]);

/** A bar is whole or nothing. */
const splitContent = (content: WireContent, next: Generator): readonly [WireContent, WireContent] => {
  if (content.seq !== undefined) return [content, content];
  const { key, ...fields } = content;
  const first: Record<string, unknown> = {};
  const second: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    const inFirst = next() < 0.5;
    if (inFirst || timeFields.has(field)) first[field] = value;
    if (!inFirst || timeFields.has(field)) second[field] = value;
  }
  return [
    { ...first, key },
    { ...second, key },
  ];
};
