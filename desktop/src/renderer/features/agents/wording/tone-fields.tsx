import {
  type AddressForm,
  addressForms,
  MAX_PRICE_OBJECTION,
  MAX_SIGNATURE,
} from '@inbetwin/shared/entities/setting-kinds/reply-style.ts';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { LongField } from '../editor/long-field.tsx';
import { examples } from './sample-values.ts';
import type { StyleField } from './style-form.ts';
import type { StylePart } from './style-part.ts';

/** Form of address, signature, and what is said about prices. */
export const ToneFields = (part: StylePart) => {
  const { t } = useTranslation();
  const { fields, disabled, meanwhile, onChange } = part;
  return (
    <>
      <Section title={t('wording.address.title')}>
        {disabled ? (
          <p>{t(`wording.address.${fields.address}`)}</p>
        ) : (
          <Segmented<AddressForm>
            label={t('wording.address.title')}
            value={fields.address}
            options={addressForms.map((value) => ({ value, label: t(`wording.address.${value}`) }))}
            onChange={(address) => onChange({ address })}
          />
        )}
        <p className="text-12 text-muted">{t('wording.address.hint')}</p>
        {meanwhile('address')}
      </Section>
      <Section title={t('wording.signature.title')}>
        <p className="text-muted">{t('wording.signature.hint')}</p>
        <TextIn {...part} name="signatureRu" language="ru" max={MAX_SIGNATURE} />
        <TextIn {...part} name="signatureEn" language="en" max={MAX_SIGNATURE} />
      </Section>
      <Section title={t('wording.objection.title')}>
        <p className="text-muted">{t('wording.objection.hint')}</p>
        <TextIn {...part} name="objectionRu" language="ru" max={MAX_PRICE_OBJECTION} isLong />
        <TextIn {...part} name="objectionEn" language="en" max={MAX_PRICE_OBJECTION} isLong />
      </Section>
    </>
  );
};

type TextInProps = StylePart & {
  readonly name: Extract<StyleField, 'signatureRu' | 'signatureEn' | 'objectionRu' | 'objectionEn'>;
  readonly language: 'ru' | 'en';
  readonly max: number;
  readonly isLong?: boolean;
};

const TextIn = ({ fields, disabled, meanwhile, onChange, name, language, max, isLong = false }: TextInProps) => {
  const { t } = useTranslation();
  const value = fields[name];
  return (
    <>
      <LongField
        label={t(`agents.form.${language}`)}
        language={language}
        value={value}
        disabled={disabled}
        problem={value.trim().length > max ? t('wording.tooLong', { count: max }) : undefined}
        placeholder={examples[language][isLong ? 'objection' : 'signature']}
        onChange={(text) => onChange({ [name]: text })}
        className={isLong ? 'min-h-16' : 'min-h-9'}
      />
      {meanwhile(name)}
    </>
  );
};
