import { isBlank, type LaidLine, lineText, type MarkSpan, oneLine, type Run } from '../message/laid-line.ts';

/** What Discord reads as a mark anywhere in a line; `<` and `:` only where a tag or an emoji would begin: a push preview shows the backslashes. */
const marks = /[\\*_~`|[]|<(?=[@#:/a-z])|:(?=[\w+-]+:)/gi;
/** What it reads as one where a line begins: quotes, headings, small print, lists. */
const lineStart = /^(\s*)(?:([>#-])|(\d+)(?=\.\s))/;

/** Every text comes out as itself, whatever is in it. */
export const escapeMarkdown = (text: string): string => text.replace(marks, '\\$&');

const escapeStart = (line: string): string =>
  line.replace(lineStart, (_, space: string, mark?: string, digits?: string) =>
    mark === undefined ? `${space}${digits}\\` : `${space}\\${mark}`,
  );

export const bold: Run['wrap'] = (escaped) => around(escaped, '**');

/** A mark must touch what it marks. */
const around = (escaped: string, mark: string): string => {
  const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(escaped)!;
  return inner === '' ? escaped : `${before}${mark}${inner}${mark}${after}`;
};

const timeFormat = { time: 't', date: 'd', 'date-time': 'f', relative: 'R' } as const;
/** A longer address is not made a link of. */
const urlMax = 512;

export const markdownMark: MarkSpan = (span) => {
  if ('bold' in span) return { text: span.bold, wrap: bold };
  if ('italic' in span) return { text: span.italic, wrap: (escaped) => around(escaped, '*') };
  // Nothing can be escaped in code, so what would end it is no code.
  if ('code' in span) return { text: span.code, wrap: (escaped, text) => (/`|^\s*$/.test(text) ? escaped : `\`${text}\``) };
  if ('link' in span) return { text: span.link, wrap: linkTo(span.url) };
  const tag = `<t:${Math.floor(span.timeMs / 1_000)}:${timeFormat[span.style]}>`;
  const whole = oneLine(span.fallback);
  // Cut off in the middle it is no time any more.
  return { text: span.fallback, wrap: (escaped, text) => (text === whole ? tag : escaped) };
};

/** As `markdownMark`, but times in words: a push preview shows a tag as it is. */
export const previewMark: MarkSpan = (span) =>
  'timeMs' in span ? { text: span.fallback, wrap: (escaped) => escaped } : markdownMark(span);

const linkTo = (url: string): Run['wrap'] => {
  const href = URL.canParse(url) ? new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29') : '';
  const works = /^https?:/.test(href) && href.length <= urlMax;
  // Words that look like an address must not lead to another one: Discord shows the marks then.
  return (escaped, text) => (works && !/https?:|^\s*$/i.test(text) ? `[${escaped.replaceAll(']', '\\]')}](${href})` : escaped);
};

/** Lines of one block. Fences with nothing between them would fence what follows. */
export const markdownOf = (lines: readonly LaidLine[]): string =>
  lines[0]!.fixedWidth && !isBlank(lines)
    ? `\`\`\`\n${lines.map((line) => fixed(lineText(line))).join('\n')}\n\`\`\``
    : lines.map(lineMarkdown).join('\n');

/** Two marks side by side would be read as one. */
const between = '\u200b';

export const lineMarkdown = ({ runs }: LaidLine): string =>
  escapeStart(
    runs
      .map(({ text, wrap }) => wrap(escapeMarkdown(text), text))
      .reduce((line, run) => (/[*`]$/.test(line) && /^[*`]/.test(run) ? `${line}${between}${run}` : `${line}${run}`), ''),
  );

/** Three backticks in a row would end the block. */
const fixed = (text: string): string => text.replace(/`(?=`)/g, `\`${between}`);
