import { type LaidLine, lineText, type MarkSpan, oneLine, type Run } from '../message/laid-line.ts';

/** `& < > "` are all that HTML mode reads as anything but themselves. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const bold: Run['wrap'] = (escaped) => `<b>${escaped}</b>`;

const timeFormat = { time: 't', date: 'd', 'date-time': 'dt', relative: 'r' } as const;

export const htmlMark: MarkSpan = (span) => {
  if ('bold' in span) return { text: span.bold, wrap: bold };
  if ('italic' in span) return { text: span.italic, wrap: (escaped) => `<i>${escaped}</i>` };
  if ('code' in span) return { text: span.code, wrap: (escaped) => `<code>${escaped}</code>` };
  if ('link' in span) {
    const href = escapeHtml(oneLine(span.url));
    return { text: span.link, wrap: (escaped) => `<a href="${href}">${escaped}</a>` };
  }
  const seconds = Math.floor(span.timeMs / 1_000);
  const format = timeFormat[span.style];
  return { text: span.fallback, wrap: (escaped) => `<tg-time unix="${seconds}" format="${format}">${escaped}</tg-time>` };
};

export const htmlOf = (lines: readonly LaidLine[]): string =>
  lines[0]!.fixedWidth
    ? `<pre>${escapeHtml(lines.map(lineText).join('\n'))}</pre>`
    : lines.map(({ runs }) => runs.map(({ text, wrap }) => wrap(escapeHtml(text), text)).join('')).join('\n');
