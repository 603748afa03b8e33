const retryAfterMsMax = 600_000;

/** `Retry-After` in ms, ten minutes at most. Only the form in seconds: a date would need a clock both sides agree on. */
export const retryAfterMs = (headers: Headers): number | null => {
  const header = headers.get('retry-after');
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, retryAfterMsMax) : null;
};
