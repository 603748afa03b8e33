import type { Block, ChatMessage, Line, Span } from '@gexstream/domain';

/** A message as plain text: buttons become the commands that they send. */
export const terminalText = ({ headline, blocks, buttons }: ChatMessage): string =>
  [lineText(headline), ...blocks.map(blockText), ...(buttons.length === 0 ? [] : [buttonsText(buttons)])].join('\n\n');

const blockText = (block: Block): string =>
  block.kind === 'table' ? block.lines.map((line) => `  ${line}`).join('\n') : block.lines.map(lineText).join('\n');

const lineText = (line: Line): string => line.map(spanText).join('');

const spanText = (span: Span): string => {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('italic' in span) return span.italic;
  if ('code' in span) return span.code;
  if ('link' in span) return `${span.link}: ${span.url}`;
  return span.fallback;
};

const buttonsText = (buttons: ChatMessage['buttons']): string =>
  buttons
    .flat()
    .map(({ command }) => `[${command}]`)
    .join(' ');
