import { plainText } from '../number-text.ts';
import { missing, nothingToSay, type Read, zoneOf } from './reading.ts';

export const readComposite: Read<'composite'> = ({ operator, enter, exit }, { newest }, _, underlying) => {
  const seen = newest.opportunities?.seen;
  if (seen === undefined) return missing;
  const { top, whole } = seen;
  const score = top?.score ?? 0;
  const zone = zoneOf(score, operator, enter, exit);
  return {
    // What has risen since a start says nothing of the others.
    zone: whole || zone === 'in' ? zone : 'between',
    value: score,
    threshold: enter,
    text: () =>
      `${underlying} composite ${plainText(score)} ${operator} ${plainText(enter)}${top === null ? '' : `: ${top.contract}`}`,
    contract: top?.contract,
    reference: null,
  };
};

export const readScoreSign: Read<'score-sign'> = ({ least }, { newest }, { reference }, underlying) => {
  const seen = newest.opportunities?.seen;
  if (seen === undefined) return missing;
  const { top, whole } = seen;
  // What has risen since a start may not be the best.
  if (!whole || top === null || top.score < least)
    return { zone: 'between', value: top?.score ?? null, threshold: least, text: nothingToSay, reference: null };
  const side = top.side === 'call' ? 1 : -1;
  return {
    zone: reference === null || reference.side === side ? 'out' : 'in',
    value: top.score,
    threshold: least,
    text: () => `${underlying} best score now of ${top.side}s: ${plainText(top.score)}, ${top.contract}`,
    contract: top.contract,
    reference: { side },
  };
};

export const readSkew: Read<'skew-extreme'> = ({ above, below, exit }, { newest }, _, underlying) => {
  const skew = newest.skew?.seen ?? null;
  if (skew === null) return missing;
  const { skew25d, expiry } = skew;
  const high = skew25d >= (above + below) / 2;
  return {
    zone: high ? zoneOf(skew25d, '>', above, above - exit) : zoneOf(skew25d, '<', below, below + exit),
    value: skew25d,
    threshold: high ? above : below,
    text: () =>
      `${underlying} 25Δ skew ${plainText(skew25d)} vol points ${high ? `> ${plainText(above)}` : `< ${plainText(below)}`} (${expiry})`,
    reference: null,
  };
};
