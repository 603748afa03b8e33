import type { ChatMessage, Line, Span } from '@gexstream/domain';

/** A run of text with its mark; `wrap` takes it escaped, and as it is for marks in which nothing is escaped. */
export interface Run {
  readonly text: string;
  readonly wrap: (escaped: string, text: string) => string;
}

/** A line of a message, laid out for a platform. */
export interface LaidLine {
  /** Lines of one block are set together. 0: the headline; less: what was added to a part. */
  readonly block: number;
  readonly fixedWidth: boolean;
  readonly runs: readonly Run[];
}

/** How a platform marks text that is no plain one. */
export type MarkSpan = (span: Exclude<Span, string>) => Run;

export const plain: Run['wrap'] = (escaped) => escaped;

/** Half a surrogate pair is no text: a server refuses the whole message. Line breaks and other controls inside a line become spaces, as on the server. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is controls that are taken out.
export const oneLine = (text: string): string => text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');

/** `strings`: how what has no mark of its own is set. */
export const runsOf = (line: Line, mark: MarkSpan, strings: Run['wrap'] = plain): readonly Run[] =>
  line
    .map((span) => (typeof span === 'string' ? { text: span, wrap: strings } : mark(span)))
    .map(({ text, wrap }) => ({ text: oneLine(text), wrap }))
    .filter(({ text }) => text !== '');

/** The blocks below the headline. */
export const blockLines = ({ blocks }: Pick<ChatMessage, 'blocks'>, mark: MarkSpan): readonly LaidLine[] =>
  blocks.flatMap((block, at): readonly LaidLine[] =>
    block.kind === 'table'
      ? block.lines.map((line) => ({ block: at + 1, fixedWidth: true, runs: [{ text: oneLine(line), wrap: plain }] }))
      : block.lines.map((line) => ({ block: at + 1, fixedWidth: false, runs: runsOf(line, mark) })),
  );

export const lineText = ({ runs }: LaidLine): string => runs.map(({ text }) => text).join('');

export const isBlank = (lines: readonly LaidLine[]): boolean => lines.every((line) => lineText(line).trim() === '');

/** `blockText` sets the lines of one block. What follows the headline stands right below it; other blocks are apart. */
export const joinedBlocks = (lines: readonly LaidLine[], blockText: (lines: readonly LaidLine[]) => string): string => {
  const blocks = [...Map.groupBy(lines, ({ block }) => block).entries()];
  return blocks
    .map(([, of], at) => (at === 0 ? blockText(of) : `${blocks[at - 1]![0] <= 0 ? '\n' : '\n\n'}${blockText(of)}`))
    .join('');
};
