import { StoreError } from '@gexstream/store';
import { ProblemError } from '../server/problem.ts';

/** What is read from the store; a store that fails is a problem that says so. */
export const readHistory = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    throw new ProblemError('store-unavailable', 'The history cannot be read now; the present is served on', [], cause);
  }
};
