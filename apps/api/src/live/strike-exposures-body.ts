import {
  type ExposuresEvent,
  exposuresByStrike,
  exposuresJson,
  exposuresUnderDealerModel,
  exposureUnits,
  type StrikeColumns,
} from '@gexstream/domain';
import type { StrikeExposuresBody } from '../contract/strike-exposures.ts';
import { type ExposureChoice, pictureUnder } from './exposures-body.ts';
import { type Moment, provenance } from './provenance.ts';

type StrikeChoice = Pick<ExposureChoice, 'model' | 'measure'>;

/** Everything of the answer that the event and the choice decide; null where the event has nothing of it by strike. */
export const strikeExposuresBody = (event: ExposuresEvent, choice: StrikeChoice): Omit<StrikeExposuresBody, Moment> | null => {
  const { model, measure } = choice;
  const [picture, columns] = [pictureUnder(event, model, measure), columnsOf(event, choice)];
  if (picture === null || columns === null) return null;
  return {
    symbol: event.underlying,
    spot: picture.levels.spot,
    ...provenance(event, picture.levels),
    dealer_model: model,
    exposure_units: exposureUnits as StrikeExposuresBody['exposure_units'],
    strikes: exposuresByStrike(columns).map(({ strike, exposures }) => ({
      strike,
      exposures: exposuresJson(model === 'volume_signed' ? exposures : exposuresUnderDealerModel(exposures, model)),
    })),
  };
};

const columnsOf = ({ body }: ExposuresEvent, { model, measure }: StrikeChoice): StrikeColumns | null =>
  model === 'volume_signed'
    ? (body.inventory?.strikes ?? null)
    : (body.strikes?.[body.pictures.findIndex(({ levels }) => levels.model.measure === measure)] ?? null);
