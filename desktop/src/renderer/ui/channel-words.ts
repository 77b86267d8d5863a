import { useTranslation } from 'react-i18next';
import { wordFor, wordKeyOf } from '../i18n/i18n.ts';

/** The texts for kinds of channels. A kind without texts is shown by its technical name. */
export const useChannelWords = () => {
  const { t } = useTranslation();
  const groupOf = (kind: string): string => `channel.${wordKeyOf(kind)}`;
  return {
    nameOf: (kind: string): string => wordFor(groupOf(kind), 'name') ?? t('otherChannel', { name: kind }),
    helpOf: (kind: string): string => wordFor(groupOf(kind), 'help') ?? '',
    fieldOf: (kind: string, field: string): string => wordFor(`${groupOf(kind)}.fields`, field) ?? field,
  };
};
