import { newSetting } from '@inbetwin/shared/entities/setting.ts';
import { TEAM_SETTING_ID, type TeamSetting } from '@inbetwin/shared/entities/setting-kinds/team.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

export type TeamDescription = Pick<TeamSetting, 'name' | 'slug' | 'model' | 'otherModels'>;

/** Tells the team's desktops what the server can do for them; whether samples are in the team stays as it is. */
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
