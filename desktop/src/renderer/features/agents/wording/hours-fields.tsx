import { type DayHours, type Weekday, type WorkingHours, weekdays } from '@inbetwin/shared/calendar/weekdays.ts';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { Switch } from '../../../ui/fields/switch.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { Check } from '../editor/check.tsx';
import { hasWorkingDay } from './style-form.ts';
import type { StylePart } from './style-part.ts';
import { TimeField } from './time-field.tsx';

const usual: DayHours = { from: '10:00', to: '19:00' };
const usualDays = { mon: usual, tue: usual, wed: usual, thu: usual, fri: usual };

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When people of the team answer, by weekday. */
export const HoursFields = ({ fields, disabled, meanwhile, onChange }: StylePart) => {
  const { t } = useTranslation();
  const { hours } = fields;
  const begin = { timeZone: ownZone(), days: usualDays };
  return (
    <Section title={t('wording.hours.title')}>
      <p className="text-muted">{t('wording.hours.hint')}</p>
      <Switch
        label={t('wording.hours.on')}
        checked={hours !== undefined}
        disabled={disabled}
        onChange={(isOn) => onChange({ hours: isOn ? begin : undefined })}
      />
      {hours && <HoursTable hours={hours} disabled={disabled} onChange={(changed) => onChange({ hours: changed })} />}
      {meanwhile('hours')}
    </Section>
  );
};

type HoursTableProps = {
  readonly hours: WorkingHours;
  readonly disabled: boolean;
  readonly onChange: (hours: WorkingHours) => void;
};

const HoursTable = ({ hours, disabled, onChange }: HoursTableProps) => {
  const { t } = useTranslation();
  const { timeZone, days } = hours;
  const set = (day: Weekday, value: DayHours | undefined): void => {
    const { [day]: _, ...others } = days;
    onChange({ timeZone, days: value ? { ...others, [day]: value } : others });
  };
  const zones = [...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])].toSorted();
  return (
    <>
      <ul className="flex flex-col">
        {weekdays.map((day) => (
          <DayRow key={day} day={day} value={days[day]} disabled={disabled} onChange={(value) => set(day, value)} />
        ))}
      </ul>
      {!hasWorkingDay(hours) && (
        <p role="alert" className="text-12 text-danger">
          {t('sync.rule.replyStyleNoWorkingDay')}
        </p>
      )}
      <p className="text-12 text-muted">{t('wording.hours.overnight')}</p>
      <SelectField
        label={t('sync.field.timeZone')}
        value={timeZone}
        disabled={disabled}
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        onChange={(zone) => onChange({ timeZone: zone, days })}
        className="max-w-80"
      />
    </>
  );
};

type DayRowProps = {
  readonly day: Weekday;
  readonly value: DayHours | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: DayHours | undefined) => void;
};

const DayRow = ({ day, value, disabled, onChange }: DayRowProps) => {
  const { t } = useTranslation();
  const name = t(`wording.hours.day.${day}`);
  const time = (part: 'from' | 'to') => (
    <TimeField
      label={`${name}: ${t(`wording.hours.${part}`)}`}
      value={value?.[part] ?? ''}
      disabled={disabled}
      onChange={(time) => value && onChange({ ...value, [part]: time })}
    />
  );
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 border-b border-line last:border-0">
      <span className="w-36">
        <Check
          label={name}
          checked={value !== undefined}
          disabled={disabled}
          onChange={(isOn) => onChange(isOn ? usual : undefined)}
        />
      </span>
      {value ? (
        <span className="flex items-center gap-2 py-1">
          {time('from')}
          <span aria-hidden>–</span>
          {time('to')}
        </span>
      ) : (
        <span className="text-muted">{t('wording.hours.free')}</span>
      )}
    </li>
  );
};
