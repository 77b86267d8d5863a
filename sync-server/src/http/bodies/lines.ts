import { LINES_MEDIA_TYPE } from '@inbetwin/shared/contracts/route.ts';
import type { Request, Response } from 'express';
import { failureOf } from '../machinery/foreign-errors.ts';
import { problemOf } from '../machinery/problem.ts';

/** Adds `told` to the lines that wait for a slow reader; it may merge lines or drop obsolete ones. */
export type Queue<Told> = (waiting: readonly Told[], told: Told) => readonly Told[];

type Exchange = { readonly request: Request; readonly response: Response };

/** Whether the client prefers progress lines over a single JSON response. */
export const wantsLines = (request: Request): boolean =>
  request.accepts(['application/json', LINES_MEDIA_TYPE]) === LINES_MEDIA_TYPE;

/**
 * Streams each progress report of `work` as one line of JSON, and its result as the last line. A failure before the first line is thrown
 * and answered like any other; after that, the failure is the last line.
 */
export const answerInLines = async <Told>(
  { request, response }: Exchange,
  queue: Queue<Told>,
  work: (tell: (told: Told) => void) => Promise<unknown>,
): Promise<void> => {
  const lines = createLines(response, queue);
  try {
    const result = await work(lines.tell);
    lines.end({ type: 'end', result });
  } catch (error) {
    if (!response.headersSent) throw error;
    const problem = problemOf(failureOf(error), String(request.id));
    if (problem.status >= 500) response.err = error instanceof Error ? error : failureOf(error);
    lines.end({ type: 'error', problem });
  }
};

/** Applies backpressure: lines that the client has not read yet wait in `queue`, not in the connection's buffer. */
const createLines = <Told>(response: Response, queue: Queue<Told>) => {
  let waiting: readonly Told[] = [];
  let isOver = false;

  const write = (line: unknown): void => {
    if (!response.headersSent) response.status(200).set(headers);
    response.write(`${JSON.stringify(line)}\n`);
  };
  const flush = (): void => {
    while (waiting.length > 0 && !response.writableNeedDrain) {
      const [first, ...rest] = waiting;
      waiting = rest;
      write(first);
    }
  };
  response.on('drain', () => isOver || flush());

  return {
    tell: (told: Told): void => {
      if (isOver || response.destroyed) return;
      waiting = queue(waiting, told);
      flush();
    },
    end: (last: unknown): void => {
      isOver = true;
      if (response.destroyed) return;
      for (const line of [...waiting, last]) write(line);
      response.end();
    },
  };
};

const headers = {
  'Content-Type': `${LINES_MEDIA_TYPE}; charset=utf-8`,
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};
