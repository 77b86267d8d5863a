import { openWorkspace, type Workspace } from '../../../desktop/src/renderer/database/workspace-database.ts';
import { screenPages } from './screen-pages.ts';

/** The times and results of each page, by name. */
export type PageTimes = Readonly<Record<string, { readonly times: readonly number[]; readonly found: number }>>;

/**
 * Reads each page `rounds` times, or fewer once `limitMs` has passed, but at least three times. The workspace is
 * reopened for each round, so that RxDB answers nothing from memory, and each round begins with another page. The very
 * first read of a new connection is slower; it belongs to the cold start, which reads each collection before anybody
 * turns a page.
 */
export const timePages = async (rounds: number, limitMs: number): Promise<PageTimes> => {
  const pages = Object.entries(screenPages);
  const found = Object.fromEntries(pages.map(([name]) => [name, { times: [] as number[], found: 0 }]));
  const began = performance.now();
  for (let round = 0; round < rounds && (round < 3 || performance.now() - began < limitMs); round++) {
    const workspace = await openWorkspace({ name: 'big', multiInstance: false });
    await lookOnce(workspace);
    for (const [at] of pages.entries()) {
      const [name, read] = pages[(at + round) % pages.length] ?? [];
      const page = name === undefined ? undefined : found[name];
      if (!page || !read) continue;
      const started = performance.now();
      page.found = await read(workspace.collections);
      page.times.push(performance.now() - started);
    }
    await workspace.close();
  }
  return found;
};

const lookOnce = ({ collections: { leads, contacts, conversations } }: Workspace) =>
  Promise.all([leads.findOne().exec(), contacts.findOne().exec(), conversations.findOne().exec()]);
