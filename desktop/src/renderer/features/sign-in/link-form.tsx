import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { linkTokenOf } from './link-token.ts';
import { readField } from './read-field.ts';
import { SessionErrorNotice } from './session-error.tsx';

/** A form for pasting a sign-in link. */
export const LinkForm = () => {
  const { t } = useTranslation();
  const { redeemLink, error } = useSession();
  const [ignored] = useState(error);
  const [state, setState] = useState<'wrong' | 'working' | undefined>();

  const submit = async (address: string): Promise<void> => {
    const token = linkTokenOf(address);
    setState(token === undefined ? 'wrong' : 'working');
    if (token !== undefined) await redeemLink(token).finally(() => setState(undefined));
  };

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(readField(new FormData(event.currentTarget), 'link'));
      }}
    >
      {state === 'wrong' && <Notice tone="danger" live title={t('local.join.linkWrong')} />}
      {state === undefined && error && error !== ignored && <SessionErrorNotice error={error} />}
      <TextField
        name="link"
        label={t('local.join.linkField')}
        hint={t('local.join.linkHint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        required
      />
      <Button type="submit" look="primary" disabled={state === 'working'} className="min-h-10">
        {state === 'working' ? t('signIn.working') : t('local.join.submit')}
      </Button>
    </form>
  );
};
