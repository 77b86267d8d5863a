import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { useTranslation } from 'react-i18next';

/** The display name of a file; voice messages have no name of their own. */
export const useFileName = ({ kind, name }: Attachment): string => {
  const { t } = useTranslation();
  const isMadeUp = name === kind || name.startsWith(`${kind}.`);
  return isMadeUp ? t(`inbox.file.kind.${kind}`) : name;
};
