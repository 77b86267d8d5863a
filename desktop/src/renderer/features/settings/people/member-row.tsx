import { type Member, peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { mayChangeMember } from '@inbetwin/shared/contracts/rights.ts';
import { type Role, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import { Ellipsis, UserCheck, UserMinus, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { callServer } from '../../../session/call-server.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { RemoveMember } from './remove-member.tsx';

type MemberRowProps = {
  readonly member: Member;
  /** To whom what the member is responsible for can go. */
  readonly others: readonly Member[];
  readonly actor: { readonly role: Role; readonly isSelf: boolean };
  readonly isOnline: boolean;
  readonly onChanged: () => void;
};

/** A member with their role; whoever may, changes it here. */
export const MemberRow = ({ member, others, actor, isOnline, onChanged }: MemberRowProps) => {
  const { t } = useTranslation();
  const [isWorking, setIsWorking] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const { id, name, email, role, state } = member;
  const mayChange = mayChangeMember(actor.role, { from: role });
  const isActive = state === 'active';

  const change = async (body: object, done: string): Promise<void> => {
    setIsWorking(true);
    try {
      await callServer(peopleRoutes.changeMember, { params: { id }, body });
      toast(done);
    } catch (error) {
      reportFailure(error);
    } finally {
      setIsWorking(false);
      onChanged();
    }
  };

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 last:border-0">
      <Avatar name={name} />
      <div className={classNames('min-w-40 flex-1', !isActive && 'text-muted')}>
        <p className="[overflow-wrap:anywhere]">
          {name} {actor.isSelf && <span className="text-muted">· {t('people.you')}</span>}
        </p>
        <p className="text-12 text-muted [overflow-wrap:anywhere]">
          {email}
          {!isActive && <span className="text-caution"> · {t('people.deactivated')}</span>}
        </p>
      </div>
      {mayChange ? (
        <select
          aria-label={t('people.roleOf', { name })}
          value={role}
          disabled={isWorking || !isOnline}
          onChange={({ target }) => {
            const next = roles.find((one) => one === target.value) ?? role;
            void change({ role: next }, t('people.saved', { name, role: t(`people.role.${next}`) }));
          }}
          className={classNames(
            fieldClass,
            'h-9 w-56! px-2 text-13 max-panes:order-last max-panes:h-11 max-panes:w-full!',
          )}
        >
          {roles
            .filter((one) => mayChangeMember(actor.role, { from: role, to: one }))
            .map((one) => (
              <option key={one} value={one}>
                {t(`people.role.${one}`)}
              </option>
            ))}
        </select>
      ) : (
        <span className="text-13 text-muted max-panes:order-last max-panes:w-full">{t(`people.role.${role}`)}</span>
      )}
      {mayChange && actor.isSelf && <span aria-hidden className="w-8 max-panes:hidden" />}
      {mayChange && !actor.isSelf && (
        <Menu trigger={<IconButton icon={Ellipsis} label={t('people.more', { name })} disabled={!isOnline} />}>
          {isActive ? (
            <MenuItem
              icon={UserX}
              label={t('people.deactivate')}
              onSelect={() => void change({ state: 'deactivated' }, t('people.deactivatedToast', { name }))}
            />
          ) : (
            <MenuItem
              icon={UserCheck}
              label={t('people.reactivate')}
              onSelect={() => void change({ state: 'active' }, t('people.reactivatedToast', { name }))}
            />
          )}
          <MenuItem icon={UserMinus} label={t('people.remove')} onSelect={() => setIsRemoving(true)} />
        </Menu>
      )}
      <RemoveMember
        open={isRemoving}
        onOpenChange={setIsRemoving}
        member={member}
        others={others}
        onRemoved={onChanged}
      />
    </li>
  );
};
