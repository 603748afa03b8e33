import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '@gexstream/actors';
import { placeFlags, readSettings } from '../config.ts';
import { locateFeeds } from '../locate-feed.ts';
import { readFlags } from '../read-flags.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const answerMsMax = 15_000;
const lookEveryMs = 2_000;

interface Answered {
  readonly text: string;
  readonly image: { readonly file_name: string; readonly alt: string; readonly png_base64: string } | null;
}

interface Line {
  /** Where the running product answers. */
  readonly url: string;
  readonly key: string | undefined;
  /** Where images are kept. */
  readonly images: string;
}

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, { ...placeFlags, json: { type: 'boolean', default: false } });
  const settings = readSettings(values, process.env);
  const running = (await locateFeeds(settings.data)).find(({ holder }) => holder?.url != null);
  if (running === undefined)
    throw new UsageError(`nothing runs on the data in ${settings.data}, so there is no bot to talk to. Start it: npm start`);
  const line: Line = { url: running.holder!.url!, key: settings.apiKeys[0]?.text, images: join(running.folder.path, 'images') };
  if (positionals.length > 0) {
    show(await say(line, positionals.join(' ')), line, values.json);
    return 0;
  }
  await converse(line, values.json);
  return 0;
};

/** Line by line until the end of the input; alerts are shown as they arrive. */
const converse = async (line: Line, asJson: boolean): Promise<void> => {
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: 'gex> ' });
  process.stdout.write('The bot of this machine: help lists what you can ask, Ctrl-D ends.\n');
  const look = async (): Promise<void> => {
    const arrived = await say(line, '').catch((): readonly Answered[] => []);
    if (arrived.length === 0) return;
    process.stdout.write('\n');
    show(arrived, line, asJson);
    input.prompt(true);
  };
  const stopLooking = systemClock().every(lookEveryMs, () => void look());
  try {
    input.prompt();
    for await (const typed of input) {
      if (['exit', 'quit'].includes(typed.trim())) break;
      if (typed.trim() !== '') await say(line, typed).then((answers) => show(answers, line, asJson), complain);
      input.prompt();
    }
  } finally {
    stopLooking();
    input.close();
  }
};

const complain = (error: unknown): void => {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
};

const say = async ({ url, key }: Line, text: string): Promise<readonly Answered[]> => {
  const answer = await fetch(new URL('/api/v1/chat', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ text: text.slice(0, 500) }),
    signal: AbortSignal.timeout(answerMsMax),
  }).catch((cause: unknown) => {
    throw new UsageError(`the product at ${url} does not answer (${String(cause)}); npx gex status tells more`);
  });
  const body = (await answer.json()) as { readonly answers?: readonly Answered[]; readonly detail?: string };
  if (!answer.ok) throw new UsageError(`the product refuses: ${body.detail ?? answer.status}`);
  return body.answers ?? [];
};

const show = (answers: readonly Answered[], { images }: Line, asJson: boolean): void => {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(answers)}\n`);
    return;
  }
  for (const { text, image } of answers) {
    process.stdout.write(`${text}\n`);
    if (image !== null) process.stdout.write(`${image.alt}: ${keptImage(images, image)}\n`);
  }
};

/** A name is made by the bot; a path in it would be somebody else's. */
const keptImage = (folder: string, { file_name: name, png_base64: png }: NonNullable<Answered['image']>): string => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name.replaceAll(/[^\w.-]/g, '_'));
  writeFileSync(path, Buffer.from(png, 'base64'));
  return path;
};

export const chatCommand: Command = {
  usage: 'npx gex chat [COMMAND…] [--json] [--data FOLDER]',
  options: [
    'COMMAND…        such as gex SPX, alert add SPX spot crosses flip; without one: a conversation, alerts as they arrive',
    '--json          answers as JSON, pictures in base64',
    '--data FOLDER   of the running product (GEX_DATA; default data); pictures are kept in its images',
  ].join('\n'),
  run,
};
