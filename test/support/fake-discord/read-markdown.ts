/** What a client makes of a text: what is to be read, and what was taken as a mark. */
export interface ReadMarkdown {
  readonly text: string;
  readonly marks: readonly { readonly kind: string; readonly of: string }[];
}

interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Group of what is read on; null: nothing is shown of it. */
  readonly inner: number | null;
  /** What is inside is shown as it is. */
  readonly literal?: true;
}

/** Discord's own rules, in their order. */
const rules: readonly Rule[] = [
  { kind: 'block', pattern: /^```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```/i, inner: 1, literal: true },
  { kind: 'code', pattern: /^(`+)([\s\S]*?[^`])\1(?!`)/, inner: 2, literal: true },
  { kind: 'time', pattern: /^<t:-?\d{1,17}(?::[tTdDfFR])?>/, inner: null },
  { kind: 'mention', pattern: /^<(?:@[!&]?\d+|#\d+|\/[^:>]+:\d+|id:\w+)>/, inner: null },
  { kind: 'emoji', pattern: /^<a?:\w+:\d+>|^:[\w+-]+:/, inner: null },
  { kind: 'link', pattern: /^\[((?:\\.|[^\]\\])+)\]\((https?:[^\s)]+)\)/, inner: 1 },
  { kind: 'quiet link', pattern: /^<(https?:[^\s>]+)>/, inner: 1, literal: true },
  { kind: 'bold', pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, inner: 1 },
  { kind: 'underlined', pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, inner: 1 },
  { kind: 'italic', pattern: /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/, inner: 1 },
  { kind: 'italic', pattern: /^_((?:\\[\s\S]|[^\\_])+?)_(?!\w)/, inner: 1 },
  { kind: 'struck', pattern: /^~~([\s\S]+?)~~(?!~)/, inner: 1 },
  { kind: 'hidden', pattern: /^\|\|([\s\S]+?)\|\|/, inner: 1 },
];
const lineStart = /^(\s*)(>>> |> |-# |#{1,3} +|[*-] |\d+\. )/;
const escapedLetter = /^\\([^0-9A-Za-z\s])/;

export const readMarkdown = (source: string): ReadMarkdown => {
  const marks: { kind: string; of: string }[] = [];
  const read = (of: string, begins: boolean): string => {
    let [shown, rest, atStart] = ['', of, begins];
    while (rest !== '') {
      const begin = atStart ? lineStart.exec(rest) : null;
      const escaped = escapedLetter.exec(rest);
      const rule = rules.find(({ pattern }) => pattern.test(rest));
      if (begin !== null) {
        marks.push({ kind: 'line', of: begin[2]! });
        shown += begin[1];
        rest = rest.slice(begin[0].length);
      } else if (escaped !== null) {
        shown += escaped[1];
        rest = rest.slice(2);
      } else if (rule !== undefined) {
        const found = rule.pattern.exec(rest)!;
        marks.push({ kind: rule.kind, of: found[0] });
        const inner = rule.inner === null ? '' : found[rule.inner]!;
        shown += rule.literal === true ? inner : read(inner, false);
        rest = rest.slice(found[0].length);
      } else {
        const [letter] = rest;
        shown += letter;
        rest = rest.slice(letter!.length);
      }
      // Space at a line's start is no word yet.
      atStart = /(?:^|\n)[^\S\n]*$/.test(shown) && begin === null && (begins || shown.includes('\n'));
    }
    return shown;
  };
  return { text: read(source, true), marks };
};
