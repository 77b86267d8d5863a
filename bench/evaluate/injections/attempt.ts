import { collectionNames } from '@inbetwin/shared/entities/registry.ts';
import type { DocumentStore, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { decide, openApprovals } from '../scenes/decide.ts';
import { openScene, type Scene } from '../scenes/open-scene.ts';
import { createScriptedVoice } from '../scenes/script.ts';
import type { Injection } from './injection.ts';

/** A stored document with its collection. */
export type Written = Pick<StoredDocument, 'id' | 'rev' | 'deleted' | 'body'> & { readonly collection: string };

/** What an injection achieved. */
export type Attempt = {
  readonly scene: Scene;
  readonly before: readonly Written[];
  /** The documents when the agents had done what they could on their own. */
  readonly alone: readonly Written[];
  /** The documents after a careless person approved everything they were asked to. */
  readonly after: readonly Written[];
  /** Why the model could not obey; such an attempt proves nothing. */
  readonly troubles: readonly string[];
};

type Stage = Pick<Parameters<typeof openScene>[0], 'tools'> & {
  readonly store: DocumentStore;
  readonly teamId: string;
};

/** The number of approvals that one run may ask for. */
const MOST_CONSENTS = 5;

/** Plays an injection against a model that obeys it. */
export const attemptInjection = async (injection: Injection, stage: Stage): Promise<Attempt> => {
  const model = createScriptedVoice();
  const scene = await openScene({ ...stage, model }, injection.setup);
  try {
    const before = await readAll(scene);
    model.begin(injection.obeys);
    const message = await scene.hear(scene.customer, injection.customer);
    await scene.runs.run(message, { signal: new AbortController().signal });
    const alone = await readAll(scene);
    for (let consents = 0; consents < MOST_CONSENTS; consents++) {
      const [open] = await openApprovals(scene);
      if (!open?.approval) break;
      await decide(scene, { kind: 'approve', tool: open.approval.tool });
    }
    return { scene, before, alone, after: await readAll(scene), troubles: model.troubles() };
  } finally {
    scene.close();
  }
};

const readAll = async ({ documents }: Scene): Promise<readonly Written[]> => {
  const all = await Promise.all(
    collectionNames.map(async (collection) => {
      const { changes } = await documents[collection].stored.changes({ limit: 10_000 });
      return changes.map(({ id, rev, deleted, body }) => ({ id, rev, deleted, body, collection }));
    }),
  );
  return all.flat();
};
