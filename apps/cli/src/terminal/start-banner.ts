import { type Carry, carryText } from '@gexstream/domain';

/** What runs where, and what to do next. */
export const startBanner = (facts: {
  readonly url: string;
  readonly backbone: string;
  readonly feed: readonly string[];
  readonly carry: Carry;
  readonly hints: readonly string[];
}): string =>
  [
    '',
    'gexstream runs',
    ...facts.feed.map((line) => `  ${line}`),
    `  page         ${facts.url}`,
    `  API          ${facts.url}/api/gex   (described at ${facts.url}/docs)`,
    `  data         ${facts.backbone}`,
    `  inside       feed → ingest → market → gex, scanner → levels, cells, flow → history, api, bots   (one process; carry ${carryText(facts.carry)})`,
    '',
    'next',
    '  look inside  npx gex status   npx gex tail levels   npx gex book SPX',
    '  ask the bot  npx gex chat   (Telegram, Discord: see docs/bots.md)',
    ...facts.hints.map((hint) => `  ${hint}`),
    '  stop         Ctrl-C; the next start goes on from here',
    '',
    'Educational purposes only; not a recommendation.',
    '',
  ].join('\n');
