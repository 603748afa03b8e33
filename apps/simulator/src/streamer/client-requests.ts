/** One request of a client's frame, as far as it could be read. */
export interface ClientRequest {
  readonly service: string;
  readonly command: string;
  /** Echoed as a string whatever came. */
  readonly requestId: string;
  readonly customerId: string;
  readonly correlId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const readRequest = (value: unknown): ClientRequest | null => {
  if (!isRecord(value)) return null;
  const { service, command, requestid } = value;
  if (typeof service !== 'string' || typeof command !== 'string') return null;
  if (typeof requestid !== 'string' && typeof requestid !== 'number') return null;
  return {
    service: service.toUpperCase(),
    command: command.toUpperCase(),
    requestId: String(requestid),
    customerId: text(value.SchwabClientCustomerId),
    correlId: text(value.SchwabClientCorrelId),
    parameters: isRecord(value.parameters) ? value.parameters : {},
  };
};

/** The requests of a frame; null stands for one that cannot be understood. A bare request object counts as a list of one. */
export const readClientFrame = (frame: string): readonly (ClientRequest | null)[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return [null];
  }
  if (isRecord(parsed) && Array.isArray(parsed.requests))
    return parsed.requests.length === 0 ? [null] : parsed.requests.map(readRequest);
  return [readRequest(parsed)];
};

/** Keys as sent: upper case, padding kept. */
export const keysOf = ({ parameters }: ClientRequest): readonly string[] => [
  ...new Set(
    text(parameters.keys)
      .split(',')
      .filter((key) => key !== ''),
  ),
];

/** Field numbers without 0, which the key stands for; null when the parameter is missing or holds something else. */
export const fieldsOf = ({ parameters }: ClientRequest): readonly number[] | null => {
  const list = text(parameters.fields);
  if (list === '') return null;
  const fields = list.split(',').map((field) => (/^\d{1,2}$/.test(field.trim()) ? Number(field) : Number.NaN));
  if (fields.some(Number.isNaN)) return null;
  return [...new Set(fields)].filter((field) => field !== 0).sort((a, b) => a - b);
};
