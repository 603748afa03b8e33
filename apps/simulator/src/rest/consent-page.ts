const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulated login</title></head><body>${body}</body></html>`;

/** What a wrong app key or callback address shows. */
export const deniedPage = page('<h1>Access Denied</h1>');

/** Where the person agrees. Schwab asks for a password and accounts first; here a button stands for all of it. */
export const consentPage = (query: Readonly<Record<string, string | undefined>>): string =>
  page(
    [
      '<h1>SIMULATED Schwab login</h1>',
      '<p>There is no account behind this page. Allow the app to read simulated market data?</p>',
      '<form method="post" action="/v1/oauth/authorize">',
      ...Object.entries(query).map(
        ([name, value = '']) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
      ),
      '<button type="submit">Allow</button></form>',
    ].join('\n'),
  );

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
