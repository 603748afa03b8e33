import type { SimulatorBehaviour } from './settings.ts';

/** Every choice there is, the usual one first. */
export const behaviours: { readonly [Name in keyof SimulatorBehaviour]: readonly SimulatorBehaviour[Name][] } = {
  rotateRefreshToken: [false, true],
  refreshError: ['invalid_grant', 'unsupported_token_type', 'invalid_client', 'edge-html', 'error-page'],
  takeoverNotice: ['response', 'notify', 'none'],
  overLimitKeys: ['fill', 'none'],
  retryAfter: [false, true],
  throttleBody: ['json', 'html'],
  streamAfterToken: ['continues', 'ends'],
  absentGreek: [-999, 'NaN', null],
  tooBigStatus: [502, 400, 413, 504],
};

/** Reads `NAME=VALUE`. Throws a `RangeError` that says what would do. */
export const parseBehaviour = (text: string): Partial<SimulatorBehaviour> => {
  const [name = '', value = '', ...rest] = text.split('=');
  if (!Object.hasOwn(behaviours, name) || rest.length > 0)
    throw new RangeError(`there is no behaviour "${text.slice(0, 80)}"; there is ${Object.keys(behaviours).join(', ')}`);
  const choices: readonly unknown[] = behaviours[name as keyof SimulatorBehaviour];
  const found = choices.filter((choice) => String(choice) === value);
  if (found.length === 0) throw new RangeError(`the behaviour ${name} is one of ${choices.join(', ')}`);
  return { [name]: found[0] };
};
