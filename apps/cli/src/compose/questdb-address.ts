import { join } from 'node:path';
import { isLoopback } from '@gexstream/api/config';
import type { QuestDbAddress } from '@gexstream/store/questdb';
import type { Settings } from '../config.ts';
import { readSecretFile } from '../read-secret-file.ts';
import { UsageError } from '../usage-error.ts';

/** How the settings reach QuestDB. Throws a `UsageError` for what is missing. */
export const questDbAddress = (settings: Settings): QuestDbAddress => {
  if (settings.questdb === null)
    throw new UsageError('--questdb (QUESTDB_HOST) is missing: the host of QuestDB, such as 127.0.0.1');
  const [host, httpPort] = settings.questdb.split(':');
  const given = password(settings);
  if (given === publishedPassword && !isLoopback(host!))
    throw new UsageError(
      `QuestDB at ${host} has the password that it is published with: set another there, and QUESTDB_PASSWORD_FILE here`,
    );
  return {
    host: host!,
    httpPort: Number(httpPort ?? 9000),
    pgPort: settings.questdbPgPort,
    user: settings.questdbUser,
    password: given,
  };
};

/** QuestDB's own default, which everyone knows. */
const publishedPassword = 'quest';

/** Where the launcher of this machine keeps its servers. */
export const infraFolder = (): string => process.env.GEX_INFRA || 'data/infra';

/** The one that was given; on this machine also the one that the launcher made. */
const password = ({ questdb, questdbPassword, questdbPasswordFile }: Settings): string => {
  if (questdbPassword !== null) return questdbPassword;
  const local = /^(127\.|localhost)/.test(questdb!);
  const file = questdbPasswordFile ?? (local ? join(infraFolder(), 'questdb', 'password') : null);
  if (file === null) throw new UsageError('QuestDB wants a password: set QUESTDB_PASSWORD_FILE (or QUESTDB_PASSWORD)');
  return readSecretFile(file, 'QuestDB wants a password', 'set QUESTDB_PASSWORD_FILE or QUESTDB_PASSWORD');
};
