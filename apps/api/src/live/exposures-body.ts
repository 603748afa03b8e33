import {
  curveJson,
  type EpochMs,
  type ExpiryPicture,
  type ExposuresEvent,
  expiryPictureJson,
  exposuresJson,
  exposureUnits,
  forwardBasisJson,
  type HorizonLevels,
  type HorizonName,
  horizonJson,
  isoTime,
  type OfferedMeasure,
  type PublishedPicture,
  type ServedModel,
  servedModels,
  slotKey,
  type TakenForward,
  underDealerModel,
  withinHorizon,
} from '@gexstream/domain';
import type { ExposuresBody, ModelSideBody } from '../contract/exposures.ts';
import { type Moment, provenance } from './provenance.ts';
import { withPremiumRatio } from './with-premium-ratio.ts';

const servedModelNames = Object.keys(servedModels) as readonly ServedModel[];

export interface ExposureChoice {
  readonly model: ServedModel;
  /** Of `volume_signed` there is one, whatever this says. */
  readonly measure: OfferedMeasure;
  readonly horizon: HorizonName;
}

/** Null where the event has no picture of the model: those from before trades were classified. */
export const pictureUnder = ({ body }: ExposuresEvent, model: ServedModel, measure: OfferedMeasure): PublishedPicture | null =>
  model === 'volume_signed'
    ? (body.inventory?.picture ?? null)
    : underDealerModel(body.pictures.find(({ levels }) => levels.model.measure === measure)!, model);

/** Everything of the answer that the event and the choice decide; null where the event has nothing of the model. */
export const exposuresBody = (
  event: ExposuresEvent,
  { model, measure, horizon }: ExposureChoice,
): Omit<ExposuresBody, Moment> | null => {
  const picture = pictureUnder(event, model, measure);
  if (picture === null) return null;
  const { levels } = picture;
  const horizons = picture.horizons.map((each) => pricedHorizon(event, each, levels.asOf));
  const { name: _, expiries: __, ...slice } = horizons.find(({ name }) => name === horizon)!;
  return {
    symbol: event.underlying,
    spot: levels.spot,
    ...provenance(event, levels),
    dealer_model: model,
    exposure_units: exposureUnits as ExposuresBody['exposure_units'],
    horizon,
    ...slice,
    horizons,
    expiries: exposureExpiries(event, picture).filter(({ expiry }) => withinHorizon(horizon, expiry, levels.asOf)),
    models: Object.fromEntries(
      servedModelNames.map((name) => [name, modelSide(pictureUnder(event, name, measure), name, horizon)]),
    ) as ExposuresBody['models'],
    classified_trades: classifiedJson(event),
    curve: curveJson(picture.curve),
  };
};

/** Every expiry of a picture, as the event's forwards have it. */
export const exposureExpiries = (event: ExposuresEvent, { levels, expiries }: PublishedPicture): ExposuresBody['expiries'] => {
  const forwards = new Map(event.body.forwards?.map((forward) => [slotKey(forward), forward]));
  return levels.expiries.map((expiry, i) => ({
    ...withPremiumRatio(expiryPictureJson(expiry, expiries[i]!), event, (own) => slotKey(own) === slotKey(expiry)),
    forward: expiries[i]!.forward,
    carry: carryOf(expiries[i]!, forwards.get(slotKey(expiry)) ?? null),
  }));
};

const pricedHorizon = (event: ExposuresEvent, horizon: HorizonLevels, asOf: EpochMs) =>
  withPremiumRatio(horizonJson(horizon), event, ({ expiry }) => withinHorizon(horizon.name, expiry, asOf));

const carryOf = (picture: ExpiryPicture, forward: TakenForward | null): ExposuresBody['expiries'][number]['carry'] => ({
  ...forwardBasisJson(picture, forward),
  taken_at: forward && isoTime(forward.takenMs),
});

const horizonOf = ({ horizons }: PublishedPicture, name: HorizonName) => horizons.find((each) => each.name === name)!;

const classifiedJson = ({ body: { inventory } }: ExposuresEvent): ExposuresBody['classified_trades'] => {
  if (inventory === undefined) return null;
  const { volume, bought, sold, share } = inventory.classified;
  return { volume, bought, sold, share };
};

const modelSide = (picture: PublishedPicture | null, model: ServedModel, horizon: HorizonName): ModelSideBody | null => {
  if (picture === null) return null;
  const { exposures, levels } = horizonOf(picture, horizon);
  const { convention, meaning } = servedModels[model];
  return {
    convention,
    meaning,
    exposures: exposuresJson(exposures),
    zero_gamma: levels.zeroGamma,
    max_net_strike: levels.maxNetStrike,
  };
};
