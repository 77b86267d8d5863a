import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { useTranslation } from 'react-i18next';

export const useLanguage = (): Language => (useTranslation().i18n.language === 'ru' ? 'ru' : 'en');
