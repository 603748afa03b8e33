import {
  curveJson,
  type DealerModel,
  dealerModelNames,
  dealerModels,
  type ExpiryPicture,
  type ExposuresEvent,
  expiryPictureJson,
  exposuresJson,
  exposureUnits,
  forwardBasisJson,
  type HorizonName,
  horizonJson,
  isoTime,
  type Measure,
  type PublishedPicture,
  slotKey,
  type TakenForward,
  underDealerModel,
  withinHorizon,
} from '@gexstream/domain';
import type { ExposuresBody } from '../contract/exposures.ts';
import { type Moment, provenance } from './provenance.ts';

export interface ExposureChoice {
  readonly model: DealerModel;
  readonly measure: Measure;
  readonly horizon: HorizonName;
}

/** Everything of the answer that the event and the choice decide. */
export const exposuresBody = (
  event: ExposuresEvent,
  { model, measure, horizon }: ExposureChoice,
): Omit<ExposuresBody, Moment> => {
  const naive = event.body.pictures.find(({ levels }) => levels.model.measure === measure)!;
  const picture = underDealerModel(naive, model);
  const { levels } = picture;
  const { name: _, expiries: __, ...slice } = horizonJson(horizonOf(picture, horizon));
  return {
    symbol: event.underlying,
    spot: levels.spot,
    ...provenance(event, levels),
    dealer_model: model,
    exposure_units: exposureUnits as ExposuresBody['exposure_units'],
    horizon,
    ...slice,
    horizons: picture.horizons.map(horizonJson),
    expiries: exposureExpiries(event, picture).filter(({ expiry }) => withinHorizon(horizon, expiry, levels.asOf)),
    models: Object.fromEntries(
      dealerModelNames.map((name) => [name, modelSide(underDealerModel(naive, name), name, horizon)]),
    ) as ExposuresBody['models'],
    curve: curveJson(picture.curve),
  };
};

/** Every expiry of a picture, as the event's forwards have it. */
export const exposureExpiries = (event: ExposuresEvent, { levels, expiries }: PublishedPicture): ExposuresBody['expiries'] => {
  const forwards = new Map(event.body.forwards?.map((forward) => [slotKey(forward), forward]));
  return levels.expiries.map((expiry, i) => ({
    ...expiryPictureJson(expiry, expiries[i]!),
    forward: expiries[i]!.forward,
    carry: carryOf(expiries[i]!, forwards.get(slotKey(expiry)) ?? null),
  }));
};

const carryOf = (picture: ExpiryPicture, forward: TakenForward | null): ExposuresBody['expiries'][number]['carry'] => ({
  ...forwardBasisJson(picture, forward),
  taken_at: forward && isoTime(forward.takenMs),
});

const horizonOf = ({ horizons }: PublishedPicture, name: HorizonName) => horizons.find((each) => each.name === name)!;

const modelSide = (picture: PublishedPicture, model: DealerModel, horizon: HorizonName): ExposuresBody['models'][DealerModel] => {
  const { exposures, levels } = horizonOf(picture, horizon);
  const { convention, meaning } = dealerModels[model];
  return {
    convention,
    meaning,
    exposures: exposuresJson(exposures),
    zero_gamma: levels.zeroGamma,
    max_net_strike: levels.maxNetStrike,
  };
};
