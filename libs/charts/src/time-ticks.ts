const minuteMs = 60_000;
const stepsMs = [1, 5, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080].map((minutes) => minutes * minuteMs);

/** Round moments (whole multiples of the step since 1970 UTC) within `fromMs`…`toMs`, at most `most` of them. */
export const timeTicks = (fromMs: number, toMs: number, most: number): readonly number[] => {
  const stepMs = stepsMs.find((step) => Math.floor(toMs / step) - Math.ceil(fromMs / step) + 1 <= most);
  if (stepMs === undefined) return [];
  const first = Math.ceil(fromMs / stepMs);
  return Array.from({ length: Math.floor(toMs / stepMs) - first + 1 }, (_, at) => (first + at) * stepMs);
};
