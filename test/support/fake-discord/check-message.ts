import type { APIEmbed } from 'discord.js';
import { type FormErrors, formErrors, type Path } from './form-errors.ts';
import type { UploadedFile } from './read-body.ts';
import { refusal } from './refusal.ts';
import type { FakeButton } from './world.ts';

/** A message as a bot writes it, new or as an edit. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly { readonly type: number; readonly components: readonly FakeButton[] }[] | null;
  readonly attachments?:
    | readonly { readonly id: string | number; readonly filename?: string; readonly description?: string | null }[]
    | null;
  readonly allowed_mentions?: { readonly parse?: readonly string[]; readonly users?: readonly string[] } | null;
  readonly flags?: number | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
}

const fileBytesMax = 10 << 20;
const embedsTogetherMax = 6_000;
const linkStyle = 5;

/** Throws what the server answers to a message beyond the documented limits. Lengths are in UTF-16 units, the strictest count. */
export const checkMessage = (body: MessageBody, files: readonly UploadedFile[]): void => {
  const errors = formErrors();
  errors.atMost(['content'], body.content, 2_000);
  errors.atMost(['nonce'], body.nonce == null ? '' : String(body.nonce), 25);
  checkEmbeds(errors, body.embeds ?? []);
  checkRows(errors, body.components ?? []);
  for (const [at, { description }] of (body.attachments ?? []).entries())
    errors.atMost(['attachments', at, 'description'], description, 1_024);
  errors.atMost(['attachments'], body.attachments ?? files, 10);
  errors.settle();
  if (files.some(({ bytes }) => bytes.length > fileBytesMax)) throw refusal('tooLarge');
};

const checkEmbeds = (errors: FormErrors, embeds: readonly APIEmbed[]): void => {
  errors.atMost(['embeds'], embeds, 10);
  for (const [at, embed] of embeds.entries()) {
    const { title, description, fields = [], footer, author } = embed;
    if (Object.keys(embed).every((name) => ['color', 'url', 'timestamp', 'type'].includes(name)))
      errors.required(['embeds', at, 'description']);
    errors.atMost(['embeds', at, 'title'], title, 256);
    errors.atMost(['embeds', at, 'description'], description, 4_096);
    errors.atMost(['embeds', at, 'footer', 'text'], footer?.text, 2_048);
    errors.atMost(['embeds', at, 'author', 'name'], author?.name, 256);
    errors.atMost(['embeds', at, 'fields'], fields, 25);
    for (const [fieldAt, { name, value }] of fields.entries()) {
      text(errors, ['embeds', at, 'fields', fieldAt, 'name'], name, 256);
      text(errors, ['embeds', at, 'fields', fieldAt, 'value'], value, 1_024);
    }
  }
  if (embeds.reduce((sum, embed) => sum + sizeOf(embed), 0) > embedsTogetherMax)
    errors.say(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${embedsTogetherMax}`);
};

const sizeOf = ({ title, description, fields = [], footer, author }: APIEmbed): number =>
  [title, description, footer?.text, author?.name, ...fields.flatMap(({ name, value }) => [name, value])].join('').length;

const checkRows = (errors: FormErrors, rows: NonNullable<MessageBody['components']>): void => {
  const between = (path: Path, list: readonly unknown[], least: number): void => {
    if (list.length < least || list.length > 5)
      errors.say(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and 5 in length.`);
  };
  between(['components'], rows, 0);
  const seen = new Set<string>();
  for (const [rowAt, { type, components }] of rows.entries()) {
    if (type !== 1 || components.some((one) => one.type !== 2)) throw new Error('only rows of buttons are known');
    between(['components', rowAt, 'components'], components, 1);
    for (const [at, button] of components.entries()) {
      const path = ['components', rowAt, 'components', at];
      errors.atMost([...path, 'label'], button.label, 80);
      if (!button.label && button.emoji === undefined) errors.required([...path, 'label']);
      if (button.style === linkStyle) text(errors, [...path, 'url'], button.url, 512);
      else {
        text(errors, [...path, 'custom_id'], button.custom_id, 100);
        if (seen.has(button.custom_id ?? ''))
          errors.say([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
        seen.add(button.custom_id ?? '');
      }
    }
  }
};

/** One that must have something in it. */
const text = (errors: FormErrors, path: Path, value: string | undefined, most: number): void => {
  if (!value?.trim()) errors.required(path);
  errors.atMost(path, value, most);
};
