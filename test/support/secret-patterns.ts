/** What a secret looks like, by whose it is. Each is anchored on a form that nothing else has, so that a hit is worth an alarm. */
export const secretPatterns: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}/,
  'an access token of Schwab': /\bI0\.[A-Za-z0-9_-]{30,}/,
  'an authorisation code of Schwab': /\bC0\.[A-Za-z0-9_-]{20,}/,
  'a key of this API': /\bgex_[A-Za-z0-9_-]{43}\b/,
  "a Telegram bot's token": /\b\d{8,10}:[A-Za-z0-9_-]{35}\b/,
  "a Discord bot's token": /\b[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/,
  'a Discord webhook': /discord(?:app)?\.com\/api\/webhooks\/\d{10,}\/[A-Za-z0-9_-]{30,}/,
  'a Slack token or webhook': /\bxox[abprs]-[A-Za-z0-9-]{20,}|hooks\.slack\.com\/services\/T[A-Z0-9]{8,}/,
  'an AWS key': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a GitHub token': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})/,
  'a signed JWT': /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/,
  'a password in an address': /\b[a-z]+:\/\/[^\s:/@'"`$<]{1,64}:[^\s:/@'"`$<{*]{8,}@[a-z0-9.-]+\.[a-z]{2,}/i,
  'an assigned secret':
    /\b[A-Z0-9_]*(?:APP_KEY|APP_SECRET|API_KEY|TOKEN|PASSWORD|SECRET)\s*[=:]\s*['"]?(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[a-z])(?=[A-Za-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{32,}/,
};

/** `what: place:line` of each secret in a text. */
export const secretsIn = (place: string, text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line, at) =>
      Object.entries(secretPatterns).flatMap(([what, pattern]) => (pattern.test(line) ? [`${what}: ${place}:${at + 1}`] : [])),
    );
