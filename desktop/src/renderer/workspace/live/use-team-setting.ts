import { TEAM_SETTING_ID, type TeamSetting } from '@inbetwin/shared/entities/setting-kinds/team.ts';
import { useDocument } from './use-documents.ts';

/** What the server stated about the team; undefined before that. */
export const useTeamSetting = (): TeamSetting | undefined => {
  const value = useDocument('settings', TEAM_SETTING_ID)?.value;
  return value?.kind === 'team' ? value : undefined;
};
