import { PAGE } from './built-files.ts';
import type { KeptBuilds } from './kept-builds.ts';

/** A server that takes longer to deliver its page is treated as unreachable. */
const PAGE_TIMEOUT_MS = 1_500;

/** What answering requests depends on. */
export type AnswerParts = {
  readonly builds: KeptBuilds;
  readonly fetch: (request: Request) => Promise<Response>;
  /** The address of the workspace, with a trailing slash. */
  readonly root: string;
};

/** Answers requests for the workspace itself; undefined for all others, such as the API, sync, and the chat. */
export const answerRequest = (parts: AnswerParts, request: Request): Promise<Response> | undefined => {
  if (request.method !== 'GET') return undefined;
  const { origin, pathname } = new URL(request.url);
  const root = new URL(parts.root);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return undefined;
  const path = pathname.slice(root.pathname.length);
  if (request.mode === 'navigate') return path === '' || path === PAGE ? answerPage(parts, request) : undefined;
  return path.startsWith('assets/') || isFixedFile(path) ? answerFile(parts, request) : undefined;
};

/** These files have no content hash in their names, so those of any build will do. */
const isFixedFile = (path: string): boolean => path === 'manifest.webmanifest' || path.startsWith('icons/');

/**
 * Prefers the server's page, because a new build appears there first; if it is unavailable or slow, the newest cached one is used. In both
 * cases the page refers only to files of its own build.
 */
const answerPage = async ({ builds, fetch }: AnswerParts, request: Request): Promise<Response> => {
  const fromServer = fetch(request);
  const answer = await Promise.race([fromServer.catch(() => undefined), after(PAGE_TIMEOUT_MS)]);
  if (answer && !isFailing(answer)) return answer;
  return (await builds.page()) ?? fromServer;
};

const isFailing = ({ status }: Response): boolean => status >= 500;

const answerFile = async ({ builds, fetch }: AnswerParts, request: Request): Promise<Response> =>
  (await builds.file(request)) ?? fetch(request);

const after = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));
