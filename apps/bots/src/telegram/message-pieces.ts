import type { ChatMessage } from '@gexstream/domain';
import { blockLines, isBlank, joinedBlocks, type LaidLine, lineText, runsOf } from '../message/laid-line.ts';
import { packLines } from '../message/pack-lines.ts';
import { bold, htmlMark, htmlOf } from './html-text.ts';

/** Longest text and caption, after entity parsing. Counted in UTF-16 units, of which there are never fewer than characters. */
export const textMax = 4_096;
export const captionMax = 1_024;
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

/** A message as texts that Telegram takes. At least one. */
export const messagePieces = (message: ChatMessage, limits: PieceLimits = {}): readonly Piece[] => {
  const { first = textMax, pieces = piecesMax } = limits;
  const headline: LaidLine = { block: 0, fixedWidth: false, runs: runsOf(message.headline, htmlMark, bold) };
  const lines = [headline, ...blockLines(message, htmlMark)];
  return packLines(lines, { first, later: textMax, parts: pieces, sizeOf }).map(pieceOf);
};

/** Marks add nothing. */
const sizeOf = (line: LaidLine): number => lineText(line).length + 2;

const pieceOf = (lines: readonly LaidLine[]): Piece =>
  // The server refuses what looks empty.
  isBlank(lines)
    ? { html: '—', text: '—' }
    : { html: joinedBlocks(lines, htmlOf), text: joinedBlocks(lines, (of) => of.map(lineText).join('\n')) };
