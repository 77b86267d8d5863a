import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { useTranslation } from 'react-i18next';

/** What people call the file: a voice message has no name of its own. */
export const useFileName = ({ kind, name }: Attachment): string => {
  const { t } = useTranslation();
  const isMadeUp = name === kind || name.startsWith(`${kind}.`);
  return isMadeUp ? t(`inbox.file.kind.${kind}`) : name;
};
