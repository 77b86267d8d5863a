import type { Actor, Collection } from '@inbetwin/shared/ports/collection.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';

const PAGE = 100;

type Assigned = { readonly id: string; readonly assigneeId?: string | undefined };

/** Gives the conversations, tasks, and other work that a person is responsible for to another, or to nobody. Repeating it is harmless. */
export const reassign = async ({ documents }: Actor, from: string, to: string | undefined): Promise<void> => {
  await reassignIn(documents.conversations, from, to);
  await reassignIn(documents.work, from, to);
};

const reassignIn = async <T extends Assigned>(
  collection: Collection<T>,
  from: string,
  to: string | undefined,
): Promise<void> => {
  const query = { index: ['assigneeId'], equals: [from], limit: PAGE };
  for await (const page of eachPage(collection, query)) {
    for (const shown of page) {
      await collection.edit({
        shown,
        next: (document) => {
          if (document.assigneeId !== from) return document;
          const { assigneeId: _, ...free } = document;
          return { ...free, ...(to !== undefined && { assigneeId: to }) } as T;
        },
      });
    }
  }
};
