/** Behind what a running API answered to a command: what it wants, where it wants a key. */
export const keyHint = (status: number): string => (status === 401 ? ' (GEX_API_KEYS must hold one of its keys)' : '');
