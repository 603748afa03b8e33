import { plainText, pointsText, shareText, usdText } from '../number-text.ts';
import { durationText } from '../rules/quantity-text.ts';
import { netChange } from '../sight/net-changes.ts';
import { missing, type Read, sideZone, zoneOf } from './reading.ts';

export const readFlipCross: Read<'spot-crosses-flip'> = ({ exit }, { newest }, past, underlying) => {
  const levels = newest.levels?.seen;
  if (levels === undefined || levels.zeroGamma === null) return missing;
  const { spot, zeroGamma } = levels;
  const side = spot >= zeroGamma ? 1 : -1;
  const [word, sign] = side === 1 ? ['above', '≥'] : ['below', '<'];
  return {
    zone: sideZone(side, Math.abs(spot - zeroGamma) / spot >= exit, past),
    value: spot,
    threshold: zeroGamma,
    text: () => `${underlying} ${word} its flip: ${pointsText(spot)} ${sign} ${pointsText(zeroGamma)}`,
    reference: { side },
  };
};

export const readNetSign: Read<'net-gex-sign'> = ({ exitUsd }, { newest }, past, underlying) => {
  const levels = newest.levels?.seen;
  if (levels === undefined) return missing;
  const { netGex } = levels;
  const side = netGex >= 0 ? 1 : -1;
  return {
    zone: sideZone(side, Math.abs(netGex) >= exitUsd, past),
    value: netGex,
    threshold: 0,
    text: () => `${underlying} net GEX ${side === 1 ? 'positive' : 'negative'}: ${usdText(netGex)} per 1 %`,
    reference: { side },
  };
};

export const readNearWall: Read<'near-wall'> = ({ wall, enter, exit }, { newest }, _, underlying) => {
  const levels = newest.levels?.seen;
  if (levels === undefined) return missing;
  const walls = [
    ...(wall !== 'put' && levels.callWall !== null ? [{ name: 'call wall', at: levels.callWall }] : []),
    ...(wall !== 'call' && levels.putWall !== null ? [{ name: 'put wall', at: levels.putWall }] : []),
  ].map((each) => ({ ...each, distance: Math.abs(levels.spot - each.at) / levels.spot }));
  const nearest = walls.sort((a, b) => a.distance - b.distance)[0];
  if (nearest === undefined) return missing;
  return {
    // Nearer is more: entry and exit as those of a value that falls.
    zone: nearest.distance <= enter ? 'in' : zoneOf(nearest.distance, '<', enter, exit),
    value: nearest.distance,
    threshold: enter,
    text: () =>
      `${underlying} ${shareText(nearest.distance)} from its ${nearest.name} ${pointsText(nearest.at)} (≤\u00a0${shareText(enter)})`,
    reference: null,
  };
};

export const readGexChange: Read<'gex-change'> = ({ windowMs, enter, exit }, { samples }, _, underlying) => {
  const change = samples === null ? null : netChange(samples, windowMs);
  if (change === null) return missing;
  const sigma = Math.abs(change.sigma);
  return {
    zone: zoneOf(sigma, '>', enter, exit),
    value: sigma,
    threshold: enter,
    text: () =>
      `${underlying} net GEX ${usdText(change.change)} per 1 % in ${durationText(windowMs)}: ${plainText(sigma)} σ > ${enter}`,
    reference: null,
  };
};
