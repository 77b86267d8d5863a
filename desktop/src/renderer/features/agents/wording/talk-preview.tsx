import type { WorkingHours } from '@inbetwin/shared/calendar/weekdays.ts';
import { nextWorkingMoment } from '@inbetwin/shared/calendar/working-hours.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { type Phrases, wordsOf } from '@inbetwin/shared/wording/phrases.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../base/use-now.ts';
import { Segmented } from '../../../ui/fields/segmented.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { Bubble } from './bubble.tsx';
import { closedMoment } from './closed-moment.ts';
import { type StyleFields, styleIn } from './style-form.ts';

type TalkPreviewProps = { readonly fields: StyleFields; readonly language: Language };
type Moment = 'open' | 'closed';

/** A short conversation with the words that are in the form, saved or not. */
export const TalkPreview = ({ fields, language }: TalkPreviewProps) => {
  const { t } = useTranslation();
  const now = useNow();
  const [moment, setMoment] = useState<Moment>('closed');
  const { hours } = fields;
  const say = wordsOf({ style: styleIn(fields), at: hours ? momentIn(hours, now, moment) : now })(language);
  return (
    <Section title={t('wording.preview.title')}>
      {hours && (
        <Segmented<Moment>
          label={t('wording.preview.when')}
          value={moment}
          options={[
            { value: 'open', label: t('wording.preview.open') },
            { value: 'closed', label: t('wording.preview.closed') },
          ]}
          onChange={setMoment}
        />
      )}
      <div className="flex flex-col gap-2 rounded-card border border-line bg-surface p-3">
        {talks[language].map(({ asks, says }) => (
          <Exchange key={asks} asks={asks} says={says(say)} language={language} />
        ))}
      </div>
    </Section>
  );
};

/** A moment of that kind; the present one if there is none. */
const momentIn = (hours: WorkingHours, now: number, moment: Moment): number =>
  (moment === 'open' ? nextWorkingMoment(hours, now) : closedMoment(hours, now)) ?? now;

type ExchangeProps = { readonly asks: string; readonly says: string; readonly language: Language };

const Exchange = ({ asks, says, language }: ExchangeProps) => {
  const { t } = useTranslation();
  return (
    <>
      <Bubble by="customer" language={language} label={t('wording.preview.customer')}>
        {asks}
      </Bubble>
      <Bubble by="agent" language={language} label={t('wording.preview.agent')}>
        {says}
      </Bubble>
    </>
  );
};

type Turn = { readonly asks: string; says(say: Phrases): string };

const signed = ({ signature }: Phrases): string => (signature === undefined ? '' : `\n\n${signature}`);

const talks: Readonly<Record<Language, readonly Turn[]>> = {
  ru: [
    { asks: 'Добрый день', says: (say) => `${say.hello} ${say.askAway}${signed(say)}` },
    {
      asks: 'Запишите меня на субботу в 12',
      says: (say) =>
        `${say.takenUp(say.deed.appoint, 'на субботу в 12:00')} ${say.passedOn} ${say.ask([say.missing.phone])}`,
    },
    { asks: 'Дороговато у вас', says: (say) => say.priceObjection ?? say.dear },
    { asks: 'А есть ли у вас собака?', says: (say) => say.handedOver },
    { asks: 'Спасибо', says: (say) => say.thanks },
  ],
  en: [
    { asks: 'Good afternoon', says: (say) => `${say.hello} ${say.askAway}${signed(say)}` },
    {
      asks: 'Can you put me down for Saturday at 12?',
      says: (say) =>
        `${say.takenUp(say.deed.appoint, 'on Saturday at 12:00')} ${say.passedOn} ${say.ask([say.missing.phone])}`,
    },
    { asks: 'That is expensive', says: (say) => say.priceObjection ?? say.dear },
    { asks: 'Do you have a dog?', says: (say) => say.handedOver },
    { asks: 'Thank you', says: (say) => say.thanks },
  ],
};
