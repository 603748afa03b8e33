/** What stands in a chat for one message of ours: a text or a photo, and the texts that follow where it was too long for one. */
export interface ShownMessage {
  readonly photo: boolean;
  /** Of the first one, then of those that follow. */
  readonly ids: readonly [number, ...number[]];
}

/** As the outbox keeps it: `12`, `photo:12`, `12+13`. */
export const shownText = ({ photo, ids }: ShownMessage): string => `${photo ? 'photo:' : ''}${ids.join('+')}`;

/** Null: not of ours. */
export const readShown = (text: string): ShownMessage | null => {
  const [, photo, ids] = /^(photo:)?(\d+(?:\+\d+)*)$/.exec(text) ?? [];
  const [first, ...others] = (ids ?? '').split('+').map(Number);
  return ids === undefined || first === undefined ? null : { photo: photo !== undefined, ids: [first, ...others] };
};
