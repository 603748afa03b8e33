import { isBlank, type LaidLine, plain, type Run } from './laid-line.ts';

export interface PackLimits {
  /** Room of the first part and of those after it. */
  readonly first: number;
  readonly later: number;
  /** What is longer ends with a word about how much is missing. */
  readonly parts: number;
  /** What a line takes of the room: with its line break, and an empty line before its block. */
  readonly sizeOf: (line: LaidLine) => number;
}

/** For what is added before and behind when a message is split or cut. */
const noteRoom = 48;

/** Lines as parts that a platform takes: whole blocks while they fit, else their lines, else pieces of a line. At least one part. */
export const packLines = (lines: readonly LaidLine[], limits: PackLimits): readonly (readonly LaidLine[])[] => {
  const groups = grouped(lines, limits);
  const shown = groups.slice(0, limits.parts);
  const missing = groups.slice(limits.parts).reduce((sum, left) => sum + left.length, 0);
  return shown.map((own, at) => {
    const before = at === 0 ? [] : [note(`(${at + 1}/${shown.length})`, -1)];
    const after =
      at < shown.length - 1 || missing === 0 ? [] : [note(`… ${missing} more ${missing === 1 ? 'line' : 'lines'}`, -2)];
    return [...before, ...own, ...after];
  });
};

const note = (text: string, block: number): LaidLine => ({ block, fixedWidth: false, runs: [{ text, wrap: plain }] });

const grouped = (lines: readonly LaidLine[], { sizeOf, ...limits }: PackLimits): readonly (readonly LaidLine[])[] => {
  const [first, later] = [limits.first - noteRoom, limits.later - noteRoom];
  const sizeOfAll = (of: readonly LaidLine[]): number => of.reduce((sum, line) => sum + sizeOf(line), 0);
  const groups: LaidLine[][] = [[]];
  let room = first;
  const put = (together: readonly LaidLine[]): void => {
    if (sizeOfAll(together) > room && groups.at(-1)!.length > 0) {
      groups.push([]);
      room = later;
    }
    groups.at(-1)!.push(...together);
    room -= sizeOfAll(together);
  };
  const most = Math.min(first, later);
  const fitting = lines.flatMap((line) => cutLine(line, most, sizeOf));
  const begin = fitting.findIndex((line) => !isBlank([line]));
  for (const block of Map.groupBy(fitting.slice(Math.max(0, begin)), (line) => line.block).values()) {
    if (sizeOfAll(block) <= most) put(block);
    else for (const line of block) put([line]);
  }
  const telling = groups.filter((group) => !isBlank(group));
  return telling.length > 0 ? telling : groups.slice(0, 1);
};

/** A line as lines that each fit into the room. */
export const cutLine = (line: LaidLine, room: number, sizeOf: PackLimits['sizeOf']): readonly LaidLine[] => {
  if (sizeOf(line) <= room) return [line];
  const parts: Run[][] = [[]];
  for (const { text, wrap } of line.runs) {
    for (let rest = text; rest !== ''; ) {
      const open = parts.at(-1)!;
      const part = longest(rest, (begin) => sizeOf({ ...line, runs: [...open, { text: begin, wrap }] }) <= room);
      if (part === '') parts.push([]);
      else open.push({ text: part, wrap });
      rest = rest.slice(part.length);
    }
  }
  return parts.filter((runs) => runs.length > 0).map((runs) => ({ ...line, runs }));
};

/** The longest beginning that fits, never ending within a surrogate pair. Longer ones must not be smaller. */
const longest = (text: string, fits: (begin: string) => boolean): string => {
  let [least, most] = [0, text.length];
  while (least < most) {
    const middle = (least + most + 1) >> 1;
    if (fits(text.slice(0, middle))) least = middle;
    else most = middle - 1;
  }
  const splits = least < text.length && /[\ud800-\udbff]/.test(text.charAt(least - 1));
  return text.slice(0, splits ? least - 1 : least);
};
