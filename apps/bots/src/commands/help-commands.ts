import { feedSource, isSimulated } from '@gexstream/domain';
import { ageWords } from '../words/age-words.ts';
import { answer, complaint, disclaimer, table, text } from '../words/answers.ts';
import { type Command, CommandError } from './command.ts';
import type { CommandSpec } from './command-spec.ts';
import { linkCommand } from './link-commands.ts';

const sections: readonly CommandSpec['section'][] = ['Levels', 'Flow', 'Alerts', 'This chat', 'You', 'Administration'];

const startCommand: Command = {
  spec: {
    name: 'start',
    summary: 'Who this is, and whether you may use it',
    options: [{ name: 'payload', summary: 'of a link', required: false, kind: 'rest' }],
    audience: 'anyone',
    section: 'You',
    onlyToAsker: true,
    examples: ['start'],
  },
  run: (call) => {
    const { args, settings, isBotAdmin, office } = call;
    const { present } = office;
    const welcome = isBotAdmin || office.welcomes(settings);
    // https://t.me/THE_BOT?start=link_CODE saves typing the code.
    const code = /^link_(\S{1,40})$/.exec(args[0] ?? '')?.[1];
    if (code !== undefined && welcome) return linkCommand.run({ ...call, args: [code] });
    const first = present.symbols()[0] ?? 'SPX';
    return {
      message: {
        ...answer(
          'gexstream: live dealer gamma',
          text(
            'Levels, flow and alerts of index and stock options.',
            welcome ? `Try: gex ${first}` : 'Ask an admin for access; your request has been passed on.',
            [{ italic: disclaimer }],
          ),
        ),
        buttons: [
          [
            { label: 'Levels', command: `levels ${first}` },
            { label: 'Watch', command: `watch ${first}` },
            { label: 'Settings', command: 'settings' },
            { label: 'Help', command: 'help' },
          ],
        ],
      },
    };
  },
};

const helpCommand: Command = {
  spec: {
    name: 'help',
    summary: 'All commands, or one with examples',
    options: [{ name: 'command', summary: 'such as alert', required: false, kind: 'suggested' }],
    audience: 'anyone',
    section: 'You',
    onlyToAsker: true,
    examples: ['help', 'help alert'],
  },
  run: ({ args, isBotAdmin, office: { commands } }) => {
    const asked = args[0]?.replace(/^\//, '').toLowerCase();
    if (asked !== undefined) {
      const command = commands.find(({ spec, aliases = [] }) => spec.name === asked || aliases.includes(asked));
      if (command === undefined) throw new CommandError(`There is no command "${asked.slice(0, 30)}".`, 'All of them: help');
      const { spec } = command;
      return {
        message: answer(
          `${usage(spec)}: ${spec.summary}`,
          text(
            ...spec.options.map((option) => `${option.name}: ${option.summary}`),
            ...spec.examples.map((example) => [{ code: example }]),
          ),
        ),
      };
    }
    const shown = commands.filter(({ spec }) => spec.audience !== 'admin' || isBotAdmin);
    const blocks = sections.flatMap((section) => {
      const lines = shown
        .filter(({ spec }) => spec.section === section)
        .map(({ spec }) => [{ code: usage(spec) }, `: ${spec.summary}`]);
      return lines.length === 0 ? [] : [text([{ bold: section }], ...lines)];
    });
    return { message: answer('What you can ask', ...blocks, text([{ italic: disclaimer }])) };
  },
};

const usage = ({ name, options }: CommandSpec): string =>
  [name, ...options.map((option) => (option.required ? option.name.toUpperCase() : `[${option.name}]`))].join(' ');

const statusCommand: Command = {
  spec: {
    name: 'status',
    summary: 'How fresh every number is, and what the feed is connected to',
    options: [],
    audience: 'member',
    section: 'You',
    onlyToAsker: false,
    examples: ['status'],
  },
  run: ({ office: { present } }) => {
    const status = present.feedStatus();
    if (status === null)
      return { message: complaint('Nothing has been heard from ingest so far.', 'Is it running? npx gex status tells more.') };
    const source = `${feedSource(present.feed)}${isSimulated(present.feed) ? ' · SIMULATED' : ''}`;
    const rows = present.symbols().map((symbol) => {
      const levels = present.levels(symbol);
      const age = levels === null ? null : present.age(levels.body.newestMs, levels.body.stream);
      return [symbol, age?.status ?? '–', age === null ? '–' : ageWords(age.ms)];
    });
    const { lastGap, loginExpiresMs } = status.body;
    const gap =
      lastGap === null
        ? 'no gap so far'
        : [`last gap ${lastGap.underlying}: ${ageWords(lastGap.toMs - lastGap.fromMs)}, ${lastGap.reason}`].join('');
    return {
      message: {
        ...answer(
          `Feed ${status.body.state} · ${source}`,
          table([['symbol', 'status', 'age'], ...rows.slice(0, 25)], { right: [2] }),
          text(
            status.body.detail || 'no detail',
            gap,
            ...(loginExpiresMs === null
              ? []
              : [
                  [
                    'login ends ',
                    { timeMs: loginExpiresMs, style: 'relative' as const, fallback: new Date(loginExpiresMs).toISOString() },
                  ],
                ]),
          ),
        ),
        buttons: [[{ label: 'Refresh', command: 'status' }]],
      },
      replace: true,
    };
  },
};

export const helpCommands: readonly Command[] = [startCommand, helpCommand, statusCommand];
