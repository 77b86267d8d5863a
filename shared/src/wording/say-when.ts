import type { Weekday, WorkingHours } from '../calendar/weekdays.ts';
import { isOpenAt, laterDate, nextWorkingMoment, weekdayOf } from '../calendar/working-hours.ts';
import { localTimeOf } from '../calendar/zoned-time.ts';
import type { Language } from '../entities/declaring/fields.ts';

/**
 * Says in words from when the team works next: "tomorrow from 10:00". Undefined if it works at that moment, has no hours,
 * or never works.
 */
export const sayNextOpening = (hours: WorkingHours | undefined, at: number, language: Language): string | undefined => {
  const opens = hours && !isOpenAt(hours, at) ? nextWorkingMoment(hours, at) : undefined;
  if (!hours || opens === undefined) return undefined;
  const today = localTimeOf(at, hours.timeZone).slice(0, 10);
  const local = localTimeOf(opens, hours.timeZone);
  const time = local.slice(11, 16).replace(/^0/, '');
  return words[language].from(sayDay(today, local.slice(0, 10), language), time);
};

/** A weekday names one of the next six days only. */
const sayDay = (today: string, date: string, language: Language): string => {
  const { today: now, tomorrow, on, date: ofYear } = words[language];
  const ahead = [0, 1, 2, 3, 4, 5, 6].find((days) => laterDate(today, days) === date);
  if (ahead === 0) return now;
  if (ahead === 1) return tomorrow;
  return ahead === undefined ? ofYear.format(new Date(`${date}T00:00:00Z`)) : on[weekdayOf(date)];
};

type TimeWords = {
  readonly today: string;
  readonly tomorrow: string;
  readonly on: Readonly<Record<Weekday, string>>;
  readonly date: Intl.DateTimeFormat;
  from(day: string, time: string): string;
};

const words: Readonly<Record<Language, TimeWords>> = {
  ru: {
    today: 'сегодня',
    tomorrow: 'завтра',
    on: {
      mon: 'в понедельник',
      tue: 'во вторник',
      wed: 'в среду',
      thu: 'в четверг',
      fri: 'в пятницу',
      sat: 'в субботу',
      sun: 'в воскресенье',
    },
    date: new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'UTC' }),
    from: (day, time) => `${day} с ${time}`,
  },
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    on: {
      mon: 'on Monday',
      tue: 'on Tuesday',
      wed: 'on Wednesday',
      thu: 'on Thursday',
      fri: 'on Friday',
      sat: 'on Saturday',
      sun: 'on Sunday',
    },
    date: new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' }),
    from: (day, time) => `${day} from ${time}`,
  },
};
