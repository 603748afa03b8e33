import { storeReadingContract } from './store-reading.contract.ts';
import type { StoreUnderTest } from './store-readings.ts';
import { storeSamplingContract } from './store-sampling.contract.ts';
import { storeTablesContract } from './store-tables.contract.ts';
import { storeWritingContract } from './store-writing.contract.ts';

/** What every adapter of the port keeps. */
export const storeContract = (name: string, under: StoreUnderTest): void => {
  storeWritingContract(name, under);
  storeReadingContract(name, under);
  storeSamplingContract(name, under);
  storeTablesContract(name, under);
};
