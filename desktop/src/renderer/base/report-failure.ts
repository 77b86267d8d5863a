import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import i18next from 'i18next';
import { toast } from 'sonner';
import { wordFor } from '../i18n/i18n.ts';
import { errorCodeOf } from './error-code.ts';
import { storageCodeOf } from './storage-failure.ts';

/** Shows a toast that explains the error in the interface language where possible, with its code as detail. */
export const reportFailure = (cause: unknown): void => {
  const { title, detail } = wordsOf(cause instanceof Error ? cause : new Error(String(cause)));
  toast.error(title, { description: detail });
};

const wordsOf = (error: Error): { readonly title: string; readonly detail: string } => {
  const storage = storageCodeOf(error);
  if (storage) return { title: wordFor('device.failed', storage) ?? i18next.t('errors.action'), detail: storage };
  if (error instanceof TypeError && /fetch|network/i.test(error.message)) {
    return { title: i18next.t('errors.network'), detail: '' };
  }
  const words = error instanceof Failure ? [`${error.message} ${error.hint}`] : [];
  return { title: i18next.t('errors.action'), detail: [...words, errorCodeOf(error)].join(' · ') };
};
