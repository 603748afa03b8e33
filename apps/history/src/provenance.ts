import type { Envelope } from '@gexstream/domain';

/** What every row keeps of the record it was made from. */
export const provenanceOf = ({ seq, sessionDate, feed, run }: Envelope<string, unknown>) => ({
  input_seq: seq,
  session_date: sessionDate,
  feed,
  run,
});
