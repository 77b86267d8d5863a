import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { useTranslation } from 'react-i18next';

type LanguageSelectProps = {
  readonly label: string;
  /** The label of the option without a particular language. */
  readonly any: string;
  readonly value: Language | undefined;
  readonly onChange: (chosen: Language | undefined) => void;
  readonly className: string;
};

/** A list of languages to choose from. */
export const LanguageSelect = ({ label, any, value, onChange, className }: LanguageSelectProps) => {
  const { t } = useTranslation();
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(languageSchema.safeParse(target.value).data)}
      className={className}
    >
      <option value="">{any}</option>
      {languageSchema.options.map((one) => (
        <option key={one} value={one}>
          {t(`language.${one}`)}
        </option>
      ))}
    </select>
  );
};
