export * from './book/index.ts';
export * from './calendar/index.ts';
export * from './events/index.ts';
export * from './exposure/index.ts';
export * from './instrument/index.ts';
export * from './pricing/index.ts';
export * from './time/index.ts';
export * from './units/index.ts';
