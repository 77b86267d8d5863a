import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { session } from '../../session/session.ts';
import { askToPersist } from '../../storage/persistence.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { readField } from './read-field.ts';

/** Starts a workspace without a server; it needs only a name and no network. */
export const LocalForm = () => {
  const { t } = useTranslation();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const name = readField(new FormData(event.currentTarget), 'name').trim();
        if (name === '') return;
        session.startLocal(name);
        // This will be the only copy of the data.
        askToPersist().catch(reportFailure);
      }}
    >
      <p className="text-14 text-pretty text-muted">{t('local.start.text')}</p>
      <TextField name="name" label={t('signIn.name')} autoComplete="name" maxLength={200} required autoFocus />
      <Button type="submit" look="primary" className="min-h-10">
        {t('local.start.submit')}
      </Button>
    </form>
  );
};
