import { type OutboxBacklog, outboxBacklog } from '@gexstream/bots';
import type { BusAdmin } from '@gexstream/bus';
import { discordToken, telegramToken } from '../compose/bot-tokens.ts';
import type { Settings } from '../config.ts';
import { discordFindings, telegramFindings } from './bot-platforms.ts';
import { examined, type Finding, ok, warning } from './finding.ts';

const lateMs = 10 * 60_000;

/** Tokens, who may approve people, whether the platforms know the bots, and what waits to be told. Prints no token. */
export const examineBots = async (
  settings: Settings,
  bus: Pick<BusAdmin, 'read' | 'offsets'> | null,
  now: number,
): Promise<readonly Finding[]> => {
  const where = 'docs/bots.md tells where a token comes from';
  const platforms = [
    ...(await examined('telegram', where, async () => telegramFindings(telegramToken(settings), settings))),
    ...(await examined('discord', where, async () => discordFindings(discordToken(settings), settings))),
  ];
  const backlog =
    bus === null ? [] : await examined('outbox', 'npx gex topics', async () => backlogFindings(await outboxBacklog(bus), now));
  if (platforms.length === 0) return [ok('bots', 'no token is set: npx gex chat is the bot in the terminal'), ...backlog];
  return [...adminFindings(settings), ...platforms, ...backlog];
};

const adminFindings = ({ botAdmins }: Settings): readonly Finding[] =>
  botAdmins.size > 0
    ? [ok('bots', `${botAdmins.size} ${botAdmins.size === 1 ? 'admin' : 'admins'} may approve people`)]
    : [
        warning(
          'bots',
          'has no admin: nobody is told of strangers who ask for access',
          'BOT_ADMINS=telegram:ID,discord:ID; the first /start answers with an id',
        ),
      ];

export const backlogFindings = ({ waiting, oldestMs, platforms }: OutboxBacklog, now: number): readonly Finding[] => {
  if (oldestMs === null) return [ok('outbox', 'nothing waits to be told')];
  const minutes = Math.floor((now - oldestMs) / 60_000);
  const says = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} (${platforms.map(([name, count]) => `${name} ${count}`).join(', ')}), the oldest for ${minutes} min`;
  return now - oldestMs < lateMs
    ? [ok('outbox', says)]
    : [
        warning(
          'outbox',
          says,
          'start the bots with the tokens of these platforms; where they run, their log says why messages are not taken',
        ),
      ];
};
