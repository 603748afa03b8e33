import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const infraSources = fileURLToPath(new URL('..', import.meta.url));
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

type Environment = Readonly<Record<string, string | undefined>>;

/** The one folder of everything the servers keep: `GEX_INFRA`, else `data/infra` in the project (which git ignores). */
export const infraFolder = (environment: Environment = process.env): string =>
  resolve(environment.GEX_INFRA || join(projectRoot, 'data/infra'));

/** Downloaded jars belong to the versions in the poms, not to a cluster: every cluster shares them. */
export const jarsFolder = (environment: Environment = process.env): string => join(infraFolder(environment), 'jars');
