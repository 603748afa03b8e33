export { acquireLease, holderText, type Lease, type LeaseHolder, type LeaseOptions, readLease } from './data-lease.ts';
export { type LmdbBus, type LmdbBusOptions, openLmdbBus } from './open-lmdb-bus.ts';
