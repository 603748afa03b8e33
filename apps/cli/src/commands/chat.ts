import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '@gexstream/actors';
import type { ChatAnswer } from '@gexstream/api';
import type { ChatLine } from '../chat-line.ts';
import { httpChatLine } from '../compose/http-chat-line.ts';
import { placeFlags, readSettings } from '../config.ts';
import { readFlags } from '../read-flags.ts';
import type { Command } from './command.ts';

const lookEveryMs = 2_000;

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, { ...placeFlags, json: { type: 'boolean', default: false } });
  const settings = readSettings(values, process.env);
  const line =
    settings.kafka === null
      ? await httpChatLine(settings)
      : await (await import('../compose/kafka-chat-line.ts')).kafkaChatLine(settings);
  try {
    if (positionals.length > 0) show(await line.say(positionals.join(' ')), line, values.json);
    else await converse(line, values.json);
    return 0;
  } finally {
    await line.close();
  }
};

/** Line by line until the end of the input; alerts are shown as they arrive. */
const converse = async (line: ChatLine, asJson: boolean): Promise<void> => {
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: 'gex> ' });
  process.stdout.write('The bot of this machine: help lists what you can ask, Ctrl-D ends.\n');
  const look = async (): Promise<void> => {
    const arrived = await line.say('').catch((): readonly ChatAnswer[] => []);
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
      if (typed.trim() !== '') await line.say(typed).then((answers) => show(answers, line, asJson), complain);
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

const show = (answers: readonly ChatAnswer[], { images }: ChatLine, asJson: boolean): void => {
  if (asJson) {
    const all = answers.map(({ text, image }) => ({
      text,
      image: image && { file_name: image.fileName, alt: image.alt, png_base64: Buffer.from(image.png).toString('base64') },
    }));
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  for (const { text, image } of answers) {
    process.stdout.write(`${text}\n`);
    if (image !== null) process.stdout.write(`${image.alt}: ${keptImage(images, image)}\n`);
  }
};

/** A name is made by the bot; a path in it would be somebody else's. */
const keptImage = (folder: string, { fileName, png }: NonNullable<ChatAnswer['image']>): string => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, fileName.replaceAll(/[^\w.-]/g, '_'));
  writeFileSync(path, png);
  return path;
};

export const chatCommand: Command = {
  usage: 'npx gex chat [COMMAND…] [--json] [--data FOLDER | --kafka LIST [--feed NAME]]',
  options: [
    'COMMAND…        such as gex SPX, alert add SPX spot crosses flip; without one: a conversation, alerts as they arrive',
    '--json          answers as JSON, pictures in base64',
    '--data FOLDER   of the running product (GEX_DATA; default data); pictures are kept in its images',
    '--kafka LIST    of bots in another process (KAFKA_BROKERS): gex run bots, or npm start -- --kafka',
  ].join('\n'),
  run,
};
