import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { AccessToken, ChannelContext } from '../../channels/channel.ts';

/** One call of the trial platform's API. */
export type TrialClient = (method: string, body: object) => Promise<unknown>;

/** Calls with a token; one that the platform rejects is renewed once. */
export const createTrialClient = (context: TrialSurroundings, tokens: AccessToken): TrialClient => {
  const call = createTrialCall(context);
  return async (method, body) => {
    const token = await tokens();
    const first = await call(method, body, token);
    return readAnswer(first.status === 401 ? await call(method, body, await tokens(token)) : first);
  };
};

type TrialSurroundings = Pick<ChannelContext, 'timing'> & { readonly apiRoot: string };

export const createTrialCall =
  ({ timing, apiRoot }: TrialSurroundings) =>
  async (method: string, body: object, authorization: string): Promise<Response> => {
    try {
      const isForm = body instanceof FormData;
      const headers = { authorization, ...(!isForm && { 'content-type': 'application/json' }) };
      const signal = AbortSignal.timeout(timing.requestMs);
      const content = isForm ? body : JSON.stringify(body);
      return await fetch(`${apiRoot}/${method}`, { method: 'POST', headers, body: content, signal });
    } catch {
      throw new Failure('channel.unreachable', 'The platform does not answer.', 'It is tried again by itself.');
    }
  };

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'channel.token_refused',
  403: 'channel.rejected',
  410: 'channel.blocked',
  413: 'file.too_large',
  422: 'channel.template_unavailable',
  429: 'channel.rate_limited',
};

export const readAnswer = async (response: Response): Promise<unknown> => {
  if (response.ok) return response.json();
  const retryAfter = Number(response.headers.get('retry-after') ?? 1);
  const code = codes[response.status] ?? 'channel.unreachable';
  throw new Failure(code, `The platform answered ${response.status}.`, 'See the platform.', {
    ...(code === 'channel.rate_limited' && { retryAfter }),
  });
};
