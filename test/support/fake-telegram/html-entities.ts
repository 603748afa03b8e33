/** A text as the server keeps it: without marks, and where the marks were, in UTF-16 units. */
export interface ParsedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
}

const entityType: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  s: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
  'tg-time': 'date_time',
};

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  readonly tag: string;
  readonly offset: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** HTML mode as the server reads it; throws what the server answers. `tags`: which it knows, all when not said. */
export const parseHtml = (html: string, tags: readonly string[] = Object.keys(entityType)): ParsedText => {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  const bytesTo = (at: number): number => Buffer.byteLength(html.slice(0, at));

  for (let at = 0; at < html.length; ) {
    if (html[at] === '&') {
      const [whole, name, decimal, hex] =
        /^&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([\da-f]{1,6}));/i.exec(html.slice(at, at + 12)) ?? [];
      if (whole === undefined) text += '&';
      else text += name ? named[name.toLowerCase()] : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex!, 16));
      at += whole?.length ?? 1;
    } else if (html[at] === '<') {
      const end = html.indexOf('>', at);
      if (end < 0) throw new Error(`Unclosed start tag at byte offset ${bytesTo(at)}`);
      const inside = html.slice(at + 1, end);
      if (inside.startsWith('/')) close(open, entities, inside.slice(1).trim().toLowerCase(), text, bytesTo(at));
      else {
        const tag = (/^[^\s]*/.exec(inside)?.[0] ?? '').toLowerCase();
        if (!(tag in entityType && tags.includes(tag)))
          throw new Error(`Unsupported start tag "${tag}" at byte offset ${bytesTo(at)}`);
        const attributes = Object.fromEntries(
          [...inside.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, parseHtml(value!).text]),
        );
        open.push({ tag, offset: text.length, attributes });
      }
      at = end + 1;
    } else text += html[at++];
  }
  const left = open.at(-1);
  if (left !== undefined) throw new Error(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return trimmed({ text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) });
};

const close = (open: OpenTag[], entities: Entity[], tag: string, text: string, byte: number): void => {
  const last = open.pop();
  if (last === undefined) throw new Error(`Unexpected end tag at byte offset ${byte}`);
  if (tag !== '' && tag !== last.tag)
    throw new Error(`Unmatched end tag at byte offset ${byte}, expected "</${last.tag}>", found "</${tag}>"`);
  const length = text.length - last.offset;
  if (length === 0) return;
  const { href, unix, format } = last.attributes;
  entities.push({
    type: entityType[last.tag]!,
    offset: last.offset,
    length,
    ...(last.tag === 'a' ? { url: href ?? '' } : {}),
    ...(last.tag === 'tg-time' ? { unix_time: Number(unix), ...(format === undefined ? {} : { date_time_format: format }) } : {}),
  });
};

/** The server takes white space from the end. */
const trimmed = ({ text, entities }: ParsedText): ParsedText => {
  const kept = text.trimEnd();
  const within = entities
    .filter(({ offset }) => offset < kept.length)
    .map((entity) => ({ ...entity, length: Math.min(entity.length, kept.length - entity.offset) }));
  return { text: kept, entities: within };
};
