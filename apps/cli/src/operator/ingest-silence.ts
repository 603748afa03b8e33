/** Ingest says what it does once a second; after so long without a word, by the wall clock, it does not run. */
export const ingestSilentMsMax = 15_000;
