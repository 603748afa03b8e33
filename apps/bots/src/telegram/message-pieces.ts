import type { ChatMessage } from '@gexstream/domain';
import { bold, escapeHtml, htmlOf, oneLine, plain, type Run, runsOf } from './html-text.ts';

/** Longest text and caption, after entity parsing. Counted in UTF-16 units, of which there are never fewer than characters. */
export const textMax = 4_096;
export const captionMax = 1_024;
/** What is longer ends with a word about how much is missing. */
const piecesMax = 5;

export interface Piece {
  readonly html: string;
  /** The same without marks, for a server that cannot parse them. */
  readonly text: string;
}

export interface PieceLimits {
  /** Of the first piece, which may be a caption. */
  readonly first?: number;
  readonly pieces?: number;
}

/** A message as texts that Telegram takes: whole blocks while they fit, else their lines, else parts of a line. At least one. */
export const messagePieces = (message: ChatMessage, limits: PieceLimits = {}): readonly Piece[] => {
  const { first = textMax, pieces = piecesMax } = limits;
  const groups = packed(linesOf(message), first - noteRoom, textMax - noteRoom);
  const shown = groups.slice(0, pieces);
  const missing = groups.slice(pieces).reduce((sum, left) => sum + left.length, 0);
  return shown.map((own, at) => {
    const before = at === 0 ? [] : [note(`(${at + 1}/${shown.length})`, -1)];
    const after =
      at < shown.length - 1 || missing === 0 ? [] : [note(`… ${missing} more ${missing === 1 ? 'line' : 'lines'}`, -2)];
    return pieceOf([...before, ...own, ...after]);
  });
};

interface LaidLine {
  /** Lines of one block are set together. 0: the headline. */
  readonly block: number;
  readonly fixedWidth: boolean;
  readonly runs: readonly Run[];
}

/** For what is added before and behind when a message is split or cut. */
const noteRoom = 48;
const note = (text: string, block: number): LaidLine => ({ block, fixedWidth: false, runs: [{ text, wrap: plain }] });

const linesOf = ({ headline, blocks }: ChatMessage): readonly LaidLine[] => [
  { block: 0, fixedWidth: false, runs: runsOf(headline, bold) },
  ...blocks.flatMap((block, at) =>
    block.kind === 'table'
      ? block.lines.map((line) => ({ block: at + 1, fixedWidth: true, runs: [{ text: oneLine(line), wrap: plain }] }))
      : block.lines.map((line) => ({ block: at + 1, fixedWidth: false, runs: runsOf(line) })),
  ),
];

/** With a line break, and room for an empty line before a block. */
const roomOf = ({ runs }: LaidLine): number => runs.reduce((sum, { text }) => sum + text.length, 0) + 2;
const roomOfAll = (lines: readonly LaidLine[]): number => lines.reduce((sum, line) => sum + roomOf(line), 0);

const packed = (lines: readonly LaidLine[], first: number, later: number): readonly (readonly LaidLine[])[] => {
  const groups: LaidLine[][] = [[]];
  let room = first;
  const put = (together: readonly LaidLine[]): void => {
    if (roomOfAll(together) > room && groups.at(-1)!.length > 0) {
      groups.push([]);
      room = later;
    }
    groups.at(-1)!.push(...together);
    room -= roomOfAll(together);
  };
  const most = Math.min(first, later);
  const fitting = lines.flatMap((line) => cut(line, most));
  const begin = fitting.findIndex((line) => !isBlank([line]));
  for (const block of Map.groupBy(fitting.slice(Math.max(0, begin)), (line) => line.block).values()) {
    if (roomOfAll(block) <= most) put(block);
    else for (const line of block) put([line]);
  }
  const telling = groups.filter((group) => !isBlank(group));
  return telling.length > 0 ? telling : groups.slice(0, 1);
};

const isBlank = (lines: readonly LaidLine[]): boolean => lines.every((line) => lineText(line).trim() === '');

/** A line as lines that each fit into a piece, never within a surrogate pair. */
const cut = (line: LaidLine, room: number): readonly LaidLine[] => {
  if (roomOf(line) <= room) return [line];
  const [most, parts] = [room - 2, [] as Run[][]];
  for (const { text, wrap } of line.runs) {
    for (let from = 0; from < text.length; ) {
      const splits = /[\ud800-\udbff]/.test(text.charAt(from + most - 1));
      const part = text.slice(from, from + (splits ? most - 1 : most));
      from += part.length;
      const last = parts.at(-1);
      const used = last?.reduce((sum, run) => sum + run.text.length, 0) ?? most;
      if (last !== undefined && used + part.length <= most) last.push({ text: part, wrap });
      else parts.push([{ text: part, wrap }]);
    }
  }
  return parts.map((runs) => ({ ...line, runs }));
};

const pieceOf = (lines: readonly LaidLine[]): Piece => {
  const blocks = [...Map.groupBy(lines, ({ block }) => block).entries()];
  const html = blocks.map(([block, of]) => ({ block, text: blockHtml(of) }));
  const text = blocks.map(([block, of]) => ({ block, text: of.map(lineText).join('\n') }));
  // The server refuses what looks empty.
  return isBlank(lines) ? { html: '—', text: '—' } : { html: joined(html), text: joined(text) };
};

const lineText = ({ runs }: LaidLine): string => runs.map(({ text }) => text).join('');

const blockHtml = (lines: readonly LaidLine[]): string =>
  lines[0]!.fixedWidth
    ? `<pre>${escapeHtml(lines.map(lineText).join('\n'))}</pre>`
    : lines.map(({ runs }) => htmlOf(runs)).join('\n');

/** What follows the headline stands right below it; other blocks are apart. */
const joined = (blocks: readonly { readonly block: number; readonly text: string }[]): string =>
  blocks.map(({ text }, at) => (at === 0 ? text : `${blocks[at - 1]!.block <= 0 ? '\n' : '\n\n'}${text}`)).join('');
