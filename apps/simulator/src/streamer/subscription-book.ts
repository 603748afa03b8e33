/** What a connection wants of one service. Fields belong to the service, not to the key. */
export interface ServiceSubscription {
  fields: readonly number[];
  /** Insertion order is kept. */
  readonly keys: Map<string, KeyState>;
}

/** What was last sent of a key. */
export interface KeyState {
  /** 0 … 3: the quarter of the second in which the key is looked at. */
  readonly slot: number;
  /** Values as last sent, aligned with the service's fields; empty before the first message. */
  sent: readonly unknown[];
  /** Version of the market state that was sent; what has not moved is not computed again. */
  version: string;
  /** The first message, which says what kind of thing the key is, has gone out. */
  introduced: boolean;
}

export interface KeyChange {
  readonly added: readonly string[];
  readonly discarded: number;
}

const freshKey = (slot: number): KeyState => ({ slot, sent: [], version: '', introduced: false });

export const emptySubscription = (): ServiceSubscription => ({ fields: [], keys: new Map() });

/**
 * Adds keys up to `keysMax`; what does not fit is discarded, or with `allOrNothing` nothing is added. A key that is there already
 * begins again with a snapshot.
 */
export const addKeys = (
  subscription: ServiceSubscription,
  keys: readonly string[],
  slotOf: (key: string) => number,
  keysMax: number,
  allOrNothing: boolean,
): KeyChange => {
  const fresh = keys.filter((key) => !subscription.keys.has(key));
  const room = Math.max(0, keysMax - subscription.keys.size);
  const discarded = Math.max(0, fresh.length - room);
  if (discarded > 0 && allOrNothing) return { added: [], discarded: fresh.length };
  const refused = new Set(fresh.slice(room));
  const added = keys.filter((key) => !refused.has(key));
  for (const key of added) subscription.keys.set(key, freshKey(slotOf(key)));
  return { added, discarded };
};

export const removeKeys = (subscription: ServiceSubscription, keys: readonly string[]): void => {
  for (const key of keys) subscription.keys.delete(key);
};

/** New fields: every key shows all of them again with its next message. */
export const setFields = (subscription: ServiceSubscription, fields: readonly number[]): void => {
  subscription.fields = fields;
  for (const state of subscription.keys.values()) {
    state.sent = [];
    state.version = '';
  }
};
