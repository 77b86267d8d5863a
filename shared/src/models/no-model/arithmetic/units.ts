/** What a price may be for one of, and what a customer may want several of. */
export type PriceUnit =
  | 'hour'
  | 'minute'
  | 'day'
  | 'night'
  | 'week'
  | 'month'
  | 'person'
  | 'child'
  | 'piece'
  | 'kg'
  | 'm'
  | 'm2'
  | 'km';

const forms: Readonly<Record<PriceUnit, string>> = {
  hour: 'час часа часов часу ч hour hours hr hrs h',
  minute: 'минута минуту минуты минут мин minute minutes min mins',
  day: 'день дня дней дню дн сутки суток сут day days',
  night: 'ночь ночи ночей night nights nts',
  week: 'неделя неделю недели недель нед week weeks wk',
  month: 'месяц месяца месяцев мес month months mo',
  person:
    'человек человека человеку чел гость гостя гостей гости гостю персона персоны персону персон person persons people guest guests head pax pp ppl',
  child: 'ребенок ребенка ребенку дети детей детям child children kid kids',
  piece: 'штука штуку штуки штук шт единица единицу piece pieces pc pcs item each',
  kg: 'кг кило килограмм килограмма килограммов kg kilo kilos kilogram kilograms',
  m: 'метр метра метров м погонный metre metres meter meters m',
  m2: 'м² м2 m² m2 кв sqm',
  km: 'км километр километра километров km kilometre kilometres kilometer kilometers mile miles',
};

const units: ReadonlyMap<string, PriceUnit> = new Map(
  (Object.keys(forms) as PriceUnit[]).flatMap((unit) => forms[unit].split(' ').map((form) => [form, unit] as const)),
);

/** Returns the unit that a word names; undefined for any other word. */
export const unitNamed = (word: string): PriceUnit | undefined => units.get(word.toLowerCase().replaceAll('ё', 'е'));
