import { newSetting } from '@inbetwin/shared/entities/setting.ts';
import { TEAM_SETTING_ID, type TeamSetting } from '@inbetwin/shared/entities/setting-kinds/team.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

/** What a team's desktops need to know about the server. */
export type TeamDescription = Pick<TeamSetting, 'name' | 'slug' | 'model' | 'otherModels'>;

/** Stores what the server offers, for the team's desktops; the flag for sample data is preserved. */
export const describeTeam = async (
  { settings }: TeamDocuments,
  description: TeamDescription,
  now: number,
): Promise<void> => {
  await settings.upsert(TEAM_SETTING_ID, (current) => {
    const demo = current?.value.kind === 'team' && current.value.demo;
    const value: TeamSetting = { kind: 'team', ...description, demo };
    const isSame = JSON.stringify(current?.value) === JSON.stringify(value);
    return current && isSame ? current : { ...newSetting(value), updatedAt: now };
  });
};
