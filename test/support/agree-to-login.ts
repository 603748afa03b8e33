/** What a person does in the browser: agrees on the page, and is sent to the callback. */
export const agree = async (authorizationUrl: string): Promise<string> => {
  const page = await (await fetch(authorizationUrl)).text();
  const fields = [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!] as const);
  const answer = await fetch(new URL('/v1/oauth/authorize', authorizationUrl), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(Object.fromEntries(fields)),
  });
  return answer.headers.get('location')!;
};
