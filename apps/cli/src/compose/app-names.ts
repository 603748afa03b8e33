export const appNames = ['ingest', 'gex', 'scanner', 'history', 'api', 'bots'] as const;
export type AppName = (typeof appNames)[number];
