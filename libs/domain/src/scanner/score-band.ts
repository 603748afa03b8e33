/** Bands of the composite, strongest first, with the least score of each. */
export const scoreBands = [
  ['extreme', 80],
  ['strong', 60],
  ['moderate', 40],
  ['low', 0],
] as const;

export type ScoreBand = (typeof scoreBands)[number][0];

export const scoreBand = (score: number): ScoreBand => scoreBands.find(([, from]) => score >= from)?.[0] ?? 'low';

/** 0 low … 3 extreme: to tell a rise from a fall. */
export const bandRank = (band: ScoreBand): number => scoreBands.length - 1 - scoreBands.findIndex(([name]) => name === band);
