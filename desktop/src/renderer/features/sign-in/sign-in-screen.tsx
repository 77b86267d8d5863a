import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../../session/session.ts';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import { LocalForm } from './local-form.tsx';
import { Logo } from './logo.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { mayRegister, useRegistration } from './use-registration.ts';

type Way = 'sign-in' | 'register' | 'local';

const titles = { 'sign-in': 'product', register: 'signIn.register', local: 'local.start.title' } as const;

type SignInScreenProps = {
  readonly redeeming: boolean;
  /** The invitation in the link that was opened. */
  readonly invitation?: string | undefined;
};

/** The start screen: sign in, create a team, or start without a server. */
export const SignInScreen = ({ redeeming, invitation }: SignInScreenProps) => {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>(invitation === undefined ? 'sign-in' : 'register');
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-bg">
      <div className="m-auto flex w-full max-w-96 flex-col gap-6 p-6">
        <header className="flex flex-col gap-3">
          <Logo />
          <div>
            <h1 className="text-26 font-semibold tracking-tight">{t(titles[way])}</h1>
            {way !== 'local' && <p className="text-14 text-balance text-muted">{t('signIn.subtitle')}</p>}
          </div>
        </header>
        {redeeming && <p role="status">{t('signIn.link')}</p>}
        {!redeeming &&
          (way === 'local' ? <LocalForm /> : <SignInForm isNew={way === 'register'} invitation={invitation} />)}
        {!redeeming && <OtherWays way={way} invitation={invitation} onChange={setWay} />}
      </div>
      <footer className="flex justify-center p-4">
        <LanguageChoice />
      </footer>
    </main>
  );
};

type OtherWaysProps = Pick<SignInScreenProps, 'invitation'> & {
  readonly way: Way;
  readonly onChange: (way: Way) => void;
};

const OtherWays = ({ way, invitation, onChange }: OtherWaysProps) => {
  const { t } = useTranslation();
  const registration = useRegistration();
  if (way === 'local') return <WayLink onClick={() => onChange('sign-in')}>{t('local.start.back')}</WayLink>;
  return (
    <div className="flex flex-col items-start gap-3">
      {way === 'sign-in' ? (
        mayRegister(registration, invitation) ? (
          <WayLink onClick={() => onChange('register')}>{t('signIn.toRegister')}</WayLink>
        ) : (
          <p className="text-14 text-pretty text-muted">
            {t(registration === 'closed' ? 'signIn.registrationClosed' : 'signIn.invitedOnly')}
          </p>
        )
      ) : (
        <WayLink onClick={() => onChange('sign-in')}>{t('signIn.toSignIn')}</WayLink>
      )}
      <WithoutServer onStart={() => onChange('local')} />
    </div>
  );
};

/** A device can have only one such workspace. */
const WithoutServer = ({ onStart }: { readonly onStart: () => void }) => {
  const { t } = useTranslation();
  const local = session.local();
  if (!local) return <WayLink onClick={onStart}>{t('local.start.action')}</WayLink>;
  return (
    <div className="min-w-0">
      <WayLink onClick={() => session.startLocal(local.name)}>{t('local.start.resume')}</WayLink>
      <p className="text-12 text-muted [overflow-wrap:anywhere]">{t('local.start.resumeOf', { name: local.name })}</p>
    </div>
  );
};

const WayLink = ({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) => (
  <button type="button" className="self-start rounded-control text-14 text-accent hover:underline" onClick={onClick}>
    {children}
  </button>
);
