import {
  approximationText,
  type ExposureModel,
  type ExposuresEvent,
  feedSource,
  isoTime,
  isSimulated,
  type LevelsEvent,
  modelText,
} from '@gexstream/domain';
import type { EpochMs } from '@gexstream/domain/time';
import { modelId } from '@gexstream/store';

/** What depends on the moment of the answer; everything else is fixed by the event. */
export type Moment = 'age_ms' | 'feed_now' | 'status';

/** Where an answer's numbers come from and what they mean. */
export const provenance = (
  { feed, sessionDate, underlying, body }: LevelsEvent | ExposuresEvent,
  { asOf, model }: { readonly asOf: EpochMs; readonly model: ExposureModel },
) => {
  const text = modelText(model);
  return {
    as_of: isoTime(asOf),
    source: feedSource(feed),
    simulated: isSimulated(feed),
    session_date: sessionDate,
    coverage: body.coverage && { streamed: body.coverage.streamed, polled: body.coverage.polled, stale: body.coverage.stale },
    iv_sources: {
      stream: body.ivSources.stream,
      solved: body.ivSources.solved,
      chain: body.ivSources.chain,
      other_side: body.ivSources.otherSide,
    },
    unit: text.unit,
    measure: text.measure,
    convention: text.convention,
    model: modelId(model),
    carry: text.carry,
    zero_gamma_method: text.zeroGammaMethod,
    approximation: approximationText(underlying),
  };
};
