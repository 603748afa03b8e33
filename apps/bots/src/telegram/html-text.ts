import type { Line, Span } from '@gexstream/domain';

/** A run of text with its mark. What a reader sees is `text`; the mark adds nothing to a message's length. */
export interface Run {
  readonly text: string;
  readonly wrap: (escaped: string) => string;
}

/** `& < > "` are all that HTML mode reads as anything but themselves. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const plain: Run['wrap'] = (escaped) => escaped;
export const bold: Run['wrap'] = (escaped) => `<b>${escaped}</b>`;

/** `strings`: how what has no mark of its own is set. Line breaks and other controls inside a line become spaces, as on the server. */
export const runsOf = (line: Line, strings: Run['wrap'] = plain): readonly Run[] =>
  line
    .map((span) => runOf(span, strings))
    .map(({ text, wrap }) => ({ text: oneLine(text), wrap }))
    .filter(({ text }) => text !== '');

export const htmlOf = (runs: readonly Run[]): string => runs.map(({ text, wrap }) => wrap(escapeHtml(text))).join('');

/** Half a surrogate pair is no text: the server refuses the whole message. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is controls that are taken out.
export const oneLine = (text: string): string => text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');

const timeFormat = { time: 't', date: 'd', 'date-time': 'dt', relative: 'r' } as const;

const runOf = (span: Span, strings: Run['wrap']): Run => {
  if (typeof span === 'string') return { text: span, wrap: strings };
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
