import { useTranslation } from 'react-i18next';
import { formatDecimals, formatNumber } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MICROS = 1_000_000;

type Amounts = {
  readonly duration: (ms: number) => string;
  /** Micro-units of the currency in which the server's prices are stated. */
  readonly cost: (micros: number) => string;
};

/** Formats durations and costs. */
export const useAmounts = (): Amounts => {
  const { t } = useTranslation();
  const language = useLanguage();
  return {
    duration: (ms) => {
      if (ms < SECOND) return t('runs.unit.ms', { value: formatNumber(Math.round(ms), language) });
      if (ms < MINUTE) return t('runs.unit.s', { value: formatDecimals(ms / SECOND, 1, language) });
      if (ms < HOUR)
        return t('runs.unit.min', { minutes: Math.floor(ms / MINUTE), seconds: Math.floor((ms % MINUTE) / SECOND) });
      return t('runs.unit.h', { hours: Math.floor(ms / HOUR), minutes: Math.floor((ms % HOUR) / MINUTE) });
    },
    cost: (micros) => formatDecimals(micros / MICROS, micros > 0 && micros < MICROS ? 4 : 2, language),
  };
};
