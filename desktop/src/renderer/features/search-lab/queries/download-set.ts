import type { Workspace } from '../../../database/workspace-database.ts';
import { readTeamSet } from './evaluation.ts';

/** Downloads the team's set in the format that `npm run evaluate -- search --in set.json` reads. */
export const downloadSet = async (workspace: Workspace): Promise<void> => {
  const { set } = await readTeamSet(workspace);
  const url = URL.createObjectURL(new Blob([JSON.stringify(set, null, 1)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'set.json';
  link.click();
  URL.revokeObjectURL(url);
};
