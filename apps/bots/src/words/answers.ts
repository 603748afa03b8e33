import type { Block, ChatMessage, Line } from '@gexstream/domain';

export const disclaimer = 'Educational purposes only; not a recommendation.';

/** A message of a headline, and paragraphs where there are any. */
export const answer = (headline: string, ...blocks: readonly Block[]): ChatMessage => ({
  headline: [headline],
  tone: 'neutral',
  blocks,
  buttons: [],
});

/** What went wrong, why, and what to do next. */
export const complaint = (headline: string, ...next: readonly string[]): ChatMessage => ({
  headline: [headline],
  tone: 'warning',
  blocks: next.length === 0 ? [] : [text(...next)],
  buttons: [],
});

export const text = (...lines: readonly (string | Line)[]): Block => ({
  kind: 'text',
  lines: lines.map((line) => (typeof line === 'string' ? [line] : line)),
});

/** Rows set in columns, the last of them right: at most 34 characters wide. */
export const table = (rows: readonly (readonly string[])[], { right = [] as readonly number[] } = {}): Block => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return {
    kind: 'table',
    lines: rows.map((row) =>
      row
        .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join(' ')
        .trimEnd(),
    ),
  };
};
