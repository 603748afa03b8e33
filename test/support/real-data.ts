import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

/** Real chains lie beside the project where they may be used, and are never part of it. */
const folder = join(projectRoot, '..', 'shared', 'data');

export const realData = (name: string): string => join(folder, name);

/** Why a test over real data does not run here, or null when it does. In CI they must be there. */
export const realDataMissing = (): string | null => {
  if (existsSync(folder)) return null;
  if (process.env.GEX_REQUIRE_ALL) throw new Error(`${folder} is missing, and GEX_REQUIRE_ALL says that nothing may be skipped`);
  return `real option chains are expected in ${folder}`;
};
