import type { ChatMessage } from '@gexstream/domain';
import type { APIEmbed } from 'discord.js';
import { blockLines, isBlank, joinedBlocks, type LaidLine, runsOf } from '../message/laid-line.ts';
import { cutLine, packLines } from '../message/pack-lines.ts';
import { type ButtonRow, buttonRows } from './button-rows.ts';
import { bold, lineMarkdown, markdownMark, markdownOf, previewMark } from './markdown.ts';

const contentMax = 2_000;
const descriptionMax = 4_096;
const bodiesMax = 5;
/** A fence above and below. */
const fences = 8;

/** Edge of the blocks, as the page colours what it says. */
const colourOf: Readonly<Record<ChatMessage['tone'], number>> = {
  positive: 0x2fbf71,
  negative: 0xe5484d,
  neutral: 0x5aa0ff,
  warning: 0xe0a030,
};

/** One Discord message: new, or in place of another. */
export interface MessageBody {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly ButtonRow[];
  readonly allowed_mentions: { readonly parse: [] };
}

/**
 * A message as bodies that Discord takes; at least one. The headline is the content, for a push shows that alone; the blocks are an embed, which has room for twice as
 * much and an edge in the tone's colour.
 */
export const messageBodies = (message: ChatMessage, bodies: number = bodiesMax): readonly MessageBody[] => {
  const headline: LaidLine = { block: 0, fixedWidth: false, runs: runsOf(message.headline, previewMark, bold) };
  const [first, ...overflow] = isBlank([headline]) ? [] : cutLine(headline, contentMax, (line) => lineMarkdown(line).length);
  const lines = [...overflow, ...blockLines(message, markdownMark)];
  const limits = { first: descriptionMax, later: descriptionMax, parts: bodies, sizeOf };
  const parts = packLines(lines, limits).map((part) => (isBlank(part) ? '' : joinedBlocks(part, markdownOf)));
  const content = first === undefined ? '' : lineMarkdown(first);
  return parts.map((description, at) => {
    const said = at === 0 ? content : '';
    return {
      // What looks empty is refused.
      content: said === '' && description === '' ? '—' : said,
      embeds: description === '' ? [] : [{ description, color: colourOf[message.tone] }],
      components: at === parts.length - 1 ? buttonRows(message) : [],
      allowed_mentions: { parse: [] },
    };
  });
};

const sizeOf = (line: LaidLine): number => lineMarkdown(line).length + 2 + (line.fixedWidth ? fences : 0);
