import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageChoice } from '../../app/language-choice.tsx';
import { wordFor } from '../../i18n/i18n.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Logo } from './logo.tsx';

/** The first thing a newcomer sees: two fields, or the making of a team. */
export const SignInScreen = ({ redeeming }: { readonly redeeming: boolean }) => {
  const { t } = useTranslation();
  const [isNew, setIsNew] = useState(false);
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-bg">
      <div className="m-auto flex w-full max-w-96 flex-col gap-6 p-6">
        <header className="flex flex-col gap-3">
          <Logo />
          <div>
            <h1 className="text-26 font-semibold tracking-tight">{isNew ? t('signIn.register') : t('product')}</h1>
            <p className="text-14 text-balance text-muted">{t('signIn.subtitle')}</p>
          </div>
        </header>
        {redeeming ? <p role="status">{t('signIn.link')}</p> : <SignInForm isNew={isNew} />}
        {!redeeming && (
          <button
            type="button"
            className="self-start rounded-control text-14 text-accent hover:underline"
            onClick={() => setIsNew(!isNew)}
          >
            {t(isNew ? 'signIn.toSignIn' : 'signIn.toRegister')}
          </button>
        )}
      </div>
      <footer className="flex justify-center p-4">
        <LanguageChoice />
      </footer>
    </main>
  );
};

const read = (form: FormData, field: string): string => {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
};

const SignInForm = ({ isNew }: { readonly isNew: boolean }) => {
  const { t } = useTranslation();
  const { signIn, register, error } = useSession();
  const [isWorking, setIsWorking] = useState(false);

  const submit = async (form: FormData): Promise<void> => {
    const credentials = { email: read(form, 'email'), password: read(form, 'password') };
    setIsWorking(true);
    const done = isNew
      ? register({ ...credentials, name: read(form, 'name'), team: read(form, 'team') })
      : signIn(credentials);
    await done.finally(() => setIsWorking(false));
  };

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      {error && !isWorking && (
        <Notice tone="danger" live title={wordFor('signIn.error', error.code) ?? t('signIn.error.other')}>
          <span className="font-mono text-12 text-muted">{error.code}</span>
        </Notice>
      )}
      {isNew && <TextField name="name" label={t('signIn.name')} autoComplete="name" maxLength={200} required />}
      <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" maxLength={254} required />
      <TextField
        name="password"
        type="password"
        label={t('signIn.password')}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        maxLength={200}
        required
        {...(isNew ? { minLength: 8, hint: t('signIn.passwordHint') } : {})}
      />
      {isNew && <TextField name="team" label={t('signIn.team')} autoComplete="organization" maxLength={200} required />}
      <Button type="submit" look="primary" disabled={isWorking} className="min-h-10">
        {isWorking ? t('signIn.working') : t(isNew ? 'signIn.submitRegister' : 'signIn.submitSignIn')}
      </Button>
    </form>
  );
};
