import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a cluster's folder is: written at the first start, read by every later command. */
export interface ClusterLayout {
  readonly clusterId: string;
  readonly brokers: 1 | 3;
  readonly portBase: number;
}

const file = (dir: string): string => join(dir, 'cluster.json');

/** Null when no cluster was ever started in this folder. */
export const readCluster = (dir: string): ClusterLayout | null => {
  try {
    return JSON.parse(readFileSync(file(dir), 'utf8')) as ClusterLayout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

export const writeCluster = (dir: string, layout: ClusterLayout): void => writeFileSync(file(dir), `${JSON.stringify(layout)}\n`);

/** Where one broker keeps its properties, pid, logs and data. */
export const brokerFolder = (dir: string, id: number): string => join(dir, `node-${id}`);
