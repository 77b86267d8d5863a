import { peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addPeopleTexts } from '../../../i18n/add-people-texts.ts';
import { useSession } from '../../../session/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';
import { InvitationList } from './invitation-list.tsx';
import { InvitePanel } from './invite-panel.tsx';
import { MemberRow } from './member-row.tsx';
import { useServerList } from './use-server-list.ts';

addPeopleTexts();

/** The people of the team and who is invited; administrators change them. */
export const PeopleSection = () => {
  const { team, user } = useSession();
  return team && user ? <TeamPeople role={team.role} userId={user.id} /> : null;
};

const TeamPeople = ({ role, userId }: { readonly role: Role; readonly userId: string }) => {
  const { t } = useTranslation();
  const { status } = useSyncState('status');
  const isOnline = status === 'online';
  const members = useServerList(peopleRoutes.listMembers, isOnline);
  const [isInviting, setIsInviting] = useState(false);
  const [invited, setInvited] = useState(0);
  const isAdmin = mayAdminister(role);
  const action = isAdmin && (
    <Button disabled={!isOnline} onClick={() => setIsInviting(true)}>
      <UserPlus size={16} aria-hidden />
      {t('people.invite.action')}
    </Button>
  );
  return (
    <div id="people">
      <Section title={t('people.title')} action={action}>
        <p className="text-muted">{t('people.hint')}</p>
        {!members.items && !isOnline && <p className="text-muted">{t('people.offline')}</p>}
        {members.failure !== undefined && isOnline && (
          <Notice tone="danger" title={t('people.failed')}>
            <Button onClick={members.reload}>{t('action.retry')}</Button>
          </Notice>
        )}
        <ul>
          {members.items?.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              others={(members.items ?? []).filter(({ id, state }) => id !== member.id && state === 'active')}
              actor={{ role, isSelf: member.id === userId }}
              isOnline={isOnline}
              onChanged={members.reload}
            />
          ))}
        </ul>
        {isAdmin && <InvitationList key={invited} isOnline={isOnline} />}
      </Section>
      <InvitePanel
        open={isInviting}
        role={role}
        onOpenChange={setIsInviting}
        onInvited={() => setInvited((before) => before + 1)}
      />
    </div>
  );
};
