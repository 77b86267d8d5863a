import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { useSession } from '../../session/session.ts';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { Panel } from '../../ui/layout/panel.tsx';
import { LinkForm } from './link-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { mayRegister, useRegistration } from './use-registration.ts';

const ways = ['signIn', 'register', 'link'] as const;

/** A dialog for joining a team from a workspace without a server, with all of its data. */
export const JoinPanel = ({ open }: { readonly open: boolean }) => {
  const { t } = useTranslation();
  const { isLocal = false } = useSession();
  // It was opened in a different workspace than the current one.
  useEffect(() => {
    if (open && !isLocal) overlay.show(undefined);
  }, [open, isLocal]);
  return (
    <Panel
      open={open && isLocal}
      onOpenChange={(next) => overlay.show(next ? 'join-team' : undefined)}
      title={t('local.join.action')}
    >
      <JoinForms />
    </Panel>
  );
};

const JoinForms = () => {
  const { t } = useTranslation();
  const [way, setWay] = useState<(typeof ways)[number]>('signIn');
  const canRegister = mayRegister(useRegistration(), undefined);
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="text-pretty text-muted">{t('local.join.text')}</p>
      <Segmented
        label={t('local.join.how')}
        value={way}
        options={ways
          .filter((one) => one !== 'register' || canRegister)
          .map((value) => ({ value, label: t(`local.join.${value}`) }))}
        onChange={setWay}
      />
      {way === 'link' ? <LinkForm /> : <SignInForm key={way} isNew={way === 'register'} isFresh />}
    </div>
  );
};
