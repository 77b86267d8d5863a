import { peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { mayChangeMember } from '@inbetwin/shared/contracts/rights.ts';
import { type Role, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { callServer } from '../../../session/call-server.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { TextField } from '../../../ui/fields/text-field.tsx';
import { Panel } from '../../../ui/layout/panel.tsx';

type InvitePanelProps = {
  readonly open: boolean;
  /** Of the person who invites. */
  readonly role: Role;
  readonly onOpenChange: (open: boolean) => void;
  readonly onInvited: () => void;
};

/** Creates invitation links one after another. */
export const InvitePanel = ({ open, onOpenChange, ...rest }: InvitePanelProps) => {
  const { t } = useTranslation();
  return (
    <Panel open={open} onOpenChange={onOpenChange} title={t('people.invite.title')}>
      <Invite {...rest} />
    </Panel>
  );
};

const Invite = ({ role: own, onInvited }: Pick<InvitePanelProps, 'role' | 'onInvited'>) => {
  const { t } = useTranslation();
  const [role, setRole] = useState<Role>('rep');
  const [email, setEmail] = useState('');
  const [isWorking, setIsWorking] = useState(false);
  const [link, setLink] = useState<string>();

  const invite = async (): Promise<void> => {
    setIsWorking(true);
    try {
      const body = { role, ...(email.trim() !== '' && { email: email.trim() }) };
      setLink((await callServer(peopleRoutes.invite, { body })).link);
      onInvited();
    } catch (error) {
      reportFailure(error);
    } finally {
      setIsWorking(false);
    }
  };

  if (link !== undefined) return <InvitationLink link={link} onAnother={() => setLink(undefined)} />;
  return (
    <form
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}
    >
      <p className="text-pretty text-muted">{t('people.invite.text')}</p>
      <SelectField
        label={t('people.invite.role')}
        hint={t(`people.may.${role}`)}
        value={role}
        options={roles
          .filter((one) => mayChangeMember(own, { from: one }))
          .map((value) => ({ value, label: t(`people.role.${value}`) }))}
        onChange={(value) => setRole(roles.find((one) => one === value) ?? role)}
      />
      <TextField
        type="email"
        label={t('people.invite.email')}
        hint={t('people.invite.emailHint')}
        value={email}
        maxLength={254}
        autoComplete="off"
        onChange={({ target }) => setEmail(target.value)}
      />
      <Button type="submit" look="primary" disabled={isWorking} className="min-h-10">
        {t('people.invite.submit')}
      </Button>
    </form>
  );
};

const InvitationLink = ({ link, onAnother }: { readonly link: string; readonly onAnother: () => void }) => {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4 p-4">
      <TextField
        label={t('people.invite.done')}
        hint={t('people.invite.once')}
        value={link}
        readOnly
        data-autofocus
        onFocus={({ target }) => target.select()}
      />
      <div className="flex flex-wrap justify-between gap-2">
        <CopyButton label={t('people.invite.copy')} text={link} />
        <Button onClick={onAnother}>{t('people.invite.another')}</Button>
      </div>
    </div>
  );
};
