import { PAGE } from './built-files.ts';
import type { KeptBuilds } from './kept-builds.ts';

/** A server that takes longer for its page is treated as one that is away. */
const PATIENCE_MS = 1_500;

export type AnswerParts = {
  readonly builds: KeptBuilds;
  readonly fetch: (request: Request) => Promise<Response>;
  /** The address that the workspace is served at, with a slash at its end. */
  readonly root: string;
};

/** Answers what belongs to the workspace itself; undefined for all else, above all the API, sync and the chat. */
export const answerRequest = (parts: AnswerParts, request: Request): Promise<Response> | undefined => {
  if (request.method !== 'GET') return undefined;
  const { origin, pathname } = new URL(request.url);
  const root = new URL(parts.root);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return undefined;
  const path = pathname.slice(root.pathname.length);
  if (request.mode === 'navigate') return path === '' || path === PAGE ? answerPage(parts, request) : undefined;
  return path.startsWith('assets/') || isFixedFile(path) ? answerFile(parts, request) : undefined;
};

/** Not named by their content, so any build's will do. */
const isFixedFile = (path: string): boolean => path === 'manifest.webmanifest' || path.startsWith('icons/');

/**
 * The server's page, since a new build shows itself there first; without it, or when it takes too long, the newest kept
 * one. Either way the page names the files of its own build alone.
 */
const answerPage = async ({ builds, fetch }: AnswerParts, request: Request): Promise<Response> => {
  const fromServer = fetch(request);
  const answer = await Promise.race([fromServer.catch(() => undefined), after(PATIENCE_MS)]);
  if (answer && !isFailing(answer)) return answer;
  return (await builds.page()) ?? fromServer;
};

const isFailing = ({ status }: Response): boolean => status >= 500;

const answerFile = async ({ builds, fetch }: AnswerParts, request: Request): Promise<Response> =>
  (await builds.file(request)) ?? fetch(request);

const after = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));
