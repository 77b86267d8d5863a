import type { TeamSetting } from '@inbetwin/shared/entities/setting.ts';
import { useDocument } from './use-documents.ts';

/** What the server told of the team: undefined until it did. */
export const useTeamSetting = (): TeamSetting | undefined => {
  const value = useDocument('settings', 'team')?.value;
  return value?.kind === 'team' ? value : undefined;
};
