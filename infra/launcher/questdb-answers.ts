import type { QuestDbPorts } from './questdb-environment.ts';

const answerMsMax = 5_000;

/** True when the health port says so and a query, with this password, comes back. */
export const questDbAnswers = async (ports: QuestDbPorts, user: string, password: string): Promise<boolean> => {
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return (
    (await isOk(`http://127.0.0.1:${ports.health}/`, {})) &&
    (await isOk(`http://127.0.0.1:${ports.http}/exec?query=${encodeURIComponent('select 1')}`, {
      authorization: `Basic ${basic}`,
    }))
  );
};

const isOk = async (url: string, headers: Record<string, string>): Promise<boolean> => {
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(answerMsMax) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
};
