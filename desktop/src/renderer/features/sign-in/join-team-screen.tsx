import { peopleRoutes } from '@inbetwin/shared/contracts/people.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { addPeopleTexts } from '../../i18n/add-people-texts.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { networkProblem, readProblem, type SessionProblem } from '../../session/problems.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Logo } from './logo.tsx';
import { readField } from './read-field.ts';

addPeopleTexts();

type Offer = z.infer<typeof peopleRoutes.readInvitation.response>;

type JoinTeamScreenProps = { readonly token: string; readonly onDone: () => void };

/** Shows what a person is invited to, and lets them join with a new or an existing account. */
export const JoinTeamScreen = ({ token, onDone }: JoinTeamScreenProps) => {
  const { t } = useTranslation();
  const [read, setRead] = useState<{ readonly offer?: Offer; readonly problem?: SessionProblem }>({});
  const { offer, problem } = read;
  useEffect(() => {
    const leaving = new AbortController();
    readOffer(token, leaving.signal).then(
      (found) => setRead('code' in found ? { problem: found } : { offer: found }),
      (cause: unknown) => leaving.signal.aborted || setRead({ problem: networkProblem(cause) }),
    );
    return () => leaving.abort();
  }, [token]);
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-bg">
      <div className="m-auto flex w-full max-w-96 flex-col gap-6 p-6">
        <header className="flex flex-col gap-3">
          <Logo />
          <h1 className="text-26 font-semibold tracking-tight text-balance [overflow-wrap:anywhere]">
            {offer ? t('people.join.title', { team: offer.team.name }) : t('product')}
          </h1>
          {offer && (
            <p className="text-14 text-pretty text-muted">
              {t('people.join.text', { name: offer.invitedBy, role: t(`people.role.${offer.role}`) })}
            </p>
          )}
        </header>
        {!offer && !problem && <p role="status">{t('people.join.reading')}</p>}
        {problem && <ProblemNotice problem={problem} />}
        {offer && <JoinForm token={token} offer={offer} onDone={onDone} />}
        <Button look="quiet" className="self-start" onClick={onDone}>
          {t('people.join.later')}
        </Button>
      </div>
      <footer className="flex justify-center p-4">
        <LanguageChoice />
      </footer>
    </main>
  );
};

const readOffer = async (token: string, signal: AbortSignal): Promise<Offer | SessionProblem> => {
  const { path, response } = peopleRoutes.readInvitation;
  const answer = await fetch(path.replace(':token', encodeURIComponent(token)), { signal });
  return answer.ok ? response.parse(await answer.json()) : readProblem(answer);
};

const ProblemNotice = ({ problem: { code } }: { readonly problem: SessionProblem }): ReactNode => {
  const { t } = useTranslation();
  return (
    <Notice tone="danger" live title={wordFor('people.join.error', code) ?? t('people.join.error.other')}>
      <span className="font-mono text-12 text-muted">{code}</span>
    </Notice>
  );
};

type JoinFormProps = JoinTeamScreenProps & { readonly offer: Offer };

const JoinForm = ({ token, offer, onDone }: JoinFormProps) => {
  const { t } = useTranslation();
  const { join, error, user, team, isLocal } = useSession();
  const [isWorking, setIsWorking] = useState(false);
  const [ignored] = useState(error);

  const submit = async (form: FormData): Promise<void> => {
    setIsWorking(true);
    const [name, email, password] = ['name', 'email', 'password'].map((field) => readField(form, field));
    const done = await join({ invitation: token, name: name ?? '', email: email ?? '', password: password ?? '' });
    setIsWorking(false);
    if (done) onDone();
  };

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      {isLocal && <p className="text-14 text-pretty text-muted">{t('people.join.local')}</p>}
      {team && <p className="text-14 text-pretty text-muted">{t('people.join.leaves', { team: team.name })}</p>}
      {error && error !== ignored && !isWorking && <ProblemNotice problem={error} />}
      <TextField
        name="name"
        label={t('signIn.name')}
        autoComplete="name"
        maxLength={200}
        defaultValue={user?.name ?? ''}
        required
      />
      <TextField
        name="email"
        type="email"
        label={t('signIn.email')}
        autoComplete="username"
        maxLength={254}
        defaultValue={offer.email ?? user?.email ?? ''}
        readOnly={offer.email !== undefined}
        required
      />
      <TextField
        name="password"
        type="password"
        label={t('signIn.password')}
        hint={`${t('signIn.passwordHint')}. ${t('people.join.account')}`}
        autoComplete="new-password"
        minLength={8}
        maxLength={200}
        required
      />
      <Button type="submit" look="primary" disabled={isWorking} className="min-h-10">
        {isWorking ? t('signIn.working') : t('people.join.submit')}
      </Button>
    </form>
  );
};
