import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { readField } from './read-field.ts';
import { SessionErrorNotice } from './session-error.tsx';

type SignInFormProps = {
  readonly isNew: boolean;
  /** The last error belongs to a different form, so it is not shown. */
  readonly isFresh?: boolean;
  /** The invitation that permits creating a team. */
  readonly invitation?: string | undefined;
};

/** A form for signing in, or for creating a team. */
export const SignInForm = ({ isNew, isFresh = false, invitation }: SignInFormProps) => {
  const { t } = useTranslation();
  const { signIn, register, error } = useSession();
  const [isWorking, setIsWorking] = useState(false);
  const [ignored] = useState(isFresh ? error : undefined);

  const submit = async (form: FormData): Promise<void> => {
    const credentials = { email: readField(form, 'email'), password: readField(form, 'password') };
    setIsWorking(true);
    const done = isNew
      ? register({
          ...credentials,
          name: readField(form, 'name'),
          team: readField(form, 'team'),
          ...(invitation !== undefined && { invitation }),
        })
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
      {error && error !== ignored && !isWorking && <SessionErrorNotice error={error} />}
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
