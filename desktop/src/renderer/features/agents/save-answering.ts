import type { Answering } from '@inbetwin/shared/entities/setting.ts';
import type { Workspace } from '../../database/workspace-database.ts';

export const ANSWERING = 'answering';

type Next = (current: Answering) => Answering;

/** Changes how the team's answering is set up; works offline. `next` must be pure: it is tried again on what came meanwhile. */
export const saveAnswering = async ({ collections: { settings } }: Workspace, next: Next): Promise<void> => {
  const stored = await settings.findOne(ANSWERING).exec();
  const now = Date.now();
  if (!stored) {
    await settings.insert({ id: ANSWERING, updatedAt: now, value: { kind: 'answering' }, answering: next({}) });
    return;
  }
  await stored.incrementalModify((current) => ({
    ...current,
    answering: next(current.answering ?? {}),
    updatedAt: Math.max(current.updatedAt + 1, now),
  }));
};
