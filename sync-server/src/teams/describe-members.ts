import { newSetting } from '@inbetwin/shared/entities/setting.ts';
import { memberSettingId } from '@inbetwin/shared/entities/setting-kinds/member.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { PastMember } from '../accounts/members.ts';

/** Tells the team's devices who is in the team, and the names of those who were. Repeating it changes nothing. */
export const describeMembers = async (
  { settings }: Pick<TeamDocuments, 'settings'>,
  members: readonly PastMember[],
  now: number,
): Promise<void> => {
  for (const { id: userId, name, role, state } of members) {
    const value = { kind: 'member' as const, userId, name, role, state };
    await settings.upsert(memberSettingId(userId), (current) =>
      current && isSameValue(current.value, value) ? current : { ...newSetting(value), updatedAt: now },
    );
  }
};
