import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import { type Credentials, isFilled, openSignedIn, reaches, replicate } from './signed-in.ts';

const LIMIT_MS = 120_000;
const AT_ONCE = 250;

/**
 * A filled device changes the stage of `count` leads with the screens' own action while it is offline, then goes
 * online: from the start of replication until it reports that the server has accepted everything.
 */
export const pushChanges = async (credentials: Credentials, count: number): Promise<number> => {
  const workspace = await openSignedIn(credentials);
  const first = replicate(workspace);
  await reaches(first, isFilled, LIMIT_MS);
  await first.stop();

  const leads = await workspace.collections.leads.find({ limit: count }).exec();
  if (leads.length !== count) throw new Error(`There are ${leads.length} leads to change in place of ${count}.`);
  for (let from = 0; from < count; from += AT_ONCE) {
    const batch = leads.slice(from, from + AT_ONCE);
    await Promise.all(
      batch.map((lead) => setLeadStage(workspace, lead.toMutableJSON(), lead.stage === 'won' ? 'lost' : 'won')),
    );
  }

  const started = performance.now();
  const second = replicate(workspace);
  await reaches(second, ({ pending }) => pending > 0, LIMIT_MS);
  await reaches(second, ({ status, pending }) => status === 'online' && pending === 0, LIMIT_MS);
  const took = performance.now() - started;

  const { refused } = second.state();
  if (refused.length > 0) throw new Error(`${refused.length} changes were refused: ${JSON.stringify(refused[0])}`);
  await second.stop();
  await workspace.close();
  return took;
};
