import type { Words } from './words.ts';

const units = ['byte', 'kilobyte', 'megabyte'] as const;

/** Such as "1.3 MB", in the visitor's language. */
export const formatFileSize = (bytes: number, { locale }: Pick<Words, 'locale'>): string => {
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  const unit = units[step] ?? 'byte';
  const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, style).format(bytes / 1024 ** step);
};
