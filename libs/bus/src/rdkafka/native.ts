import { createRequire } from 'node:module';
import type Rdkafka from 'node-rdkafka';
import { BusError } from '../errors.ts';

export type Native = typeof Rdkafka;

/** The only place that loads the addon: not built, its import throws. `BUS_NATIVE_MISSING` then. */
export const loadNative = (load: (name: string) => unknown = createRequire(import.meta.url)): Native => {
  try {
    return load('node-rdkafka') as Native;
  } catch (error) {
    const message =
      'node-rdkafka is not built for this Node. Run `npm run build:native` (90 s, once); until then kafkajs stands in';
    throw new BusError('BUS_NATIVE_MISSING', message, error);
  }
};
