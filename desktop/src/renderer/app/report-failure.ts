import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import i18next from 'i18next';
import { toast } from 'sonner';
import { errorCodeOf } from './error-code.ts';

/** What went wrong in the person's words where there are some, with the code small beside it. */
export const reportFailure = (cause: unknown): void => {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const isNetwork = error instanceof TypeError && /fetch|network/i.test(error.message);
  const title = isNetwork ? i18next.t('errors.network') : i18next.t('errors.action');
  const detail = error instanceof Failure ? `${error.message} ${error.hint}` : '';
  toast.error(title, { description: [detail, isNetwork ? '' : errorCodeOf(error)].filter(Boolean).join(' · ') });
};
