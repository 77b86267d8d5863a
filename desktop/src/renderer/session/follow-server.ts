import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { errorLineSchema, LINES_MEDIA_TYPE, type RouteDefinition } from '@inbetwin/shared/contracts/route.ts';
import { z } from 'zod';
import { readLines } from '../base/read-lines.ts';
import { type Call, requestServer } from './call-server.ts';

type FollowedRoute = RouteDefinition & { readonly progress: z.ZodType };

type Following<R extends FollowedRoute> = {
  readonly signal: AbortSignal;
  readonly onProgress: (told: z.infer<R['progress']>) => void;
};

const lineSchema = z.looseObject({ type: z.string(), result: z.unknown().optional() });

/**
 * Calls a route that reports its progress. Throws as `callServer` does, also if the response breaks off; when `signal` aborts, the server
 * stops its work.
 */
export const followServer = async <R extends FollowedRoute>(
  route: R,
  call: Call,
  { signal, onProgress }: Following<R>,
): Promise<z.infer<R['response']>> => {
  const { response, progress } = route;
  const headers = { accept: `${LINES_MEDIA_TYPE}, application/json;q=0.5` };
  const answer = await requestServer(route, call, { headers, signal });
  const isInLines = answer.headers.get('content-type')?.startsWith(LINES_MEDIA_TYPE) ?? false;
  if (!isInLines || !answer.body) return response.parse(await answer.json()) as z.infer<R['response']>;
  for await (const text of readLines(answer.body)) {
    const line: unknown = JSON.parse(text);
    const { type, result } = lineSchema.parse(line);
    if (type === 'end') return response.parse(result) as z.infer<R['response']>;
    if (type === 'error') throw failureIn(line);
    const told = progress.safeParse(line);
    // A newer server may report lines that this version does not know.
    if (told.success) onProgress(told.data as z.infer<R['progress']>);
  }
  throw new TypeError('The answer broke off.');
};

const failureIn = (line: unknown): Failure => {
  const told = errorLineSchema.safeParse(line).data?.problem;
  if (told) return new Failure(told.code, told.detail, told.hint);
  return new Failure('server.error', 'The server gave up in the middle.', 'Try again in a moment.');
};
