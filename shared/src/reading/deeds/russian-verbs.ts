import type { DeedKind } from './deed-kinds.ts';

/** Grammatical forms that decide whether a verb asks for an act. */
export type VerbForm = 'infinitive' | 'imperative' | 'own' | 'past';

const ENDINGS: readonly (readonly [VerbForm, RegExp])[] = [
  ['infinitive', /(?:ть|чь|[сйз]ти)$/u],
  ['imperative', /(?:[йь]те|ите)$/u],
  ['past', /л[аои]?$/u],
  ['own', /(?:[иеь]м|[юу])$/u],
  ['imperative', /[йиь]$/u],
];

/** Reads the form from a verb's ending; undefined for the second and third person and for nouns. */
export const formOf = (verb: string): VerbForm | undefined => {
  const plain = verb.replace(/с[яь]$/u, '');
  return ENDINGS.find(([, ending]) => ending.test(plain))?.[0];
};

type Stems = { readonly kind: DeedKind; readonly stems: string };

/** Beginnings of verbs whose imperative, first person or wish asks for an act. The rest of the word is an ending. */
const strong: readonly Stems[] = [
  {
    kind: 'move',
    stems:
      'перезапи[шс]|перепиш|переброн|перенес|перенос(?=им|ит|ить)|перенош|сдви[нг]|подви[нг]|передви[нг]|поменя|смен(?=и|ю)|измени|смести|переста[вн]|передоговор',
  },
  { kind: 'appoint', stems: 'запиш|записа(?=ть|л)|записыва|зачисл|зарегистрир' },
  { kind: 'book', stems: '(?:за)?брони(?:ру|ро)|забронь|забронит|(?:за)?резервир|застолби' },
  {
    kind: 'order',
    stems:
      'закаж|заказа(?=ть|л)|заказыва|куп(?=и|л)|покупа|приобрет|приобрес|возьм|взять|бер(?=у|ем)|брать|арендова|аренду(?=ем|ю)|оформ(?=и|л)|вызыва(?=ю|ем)|вызва(?=ть)|вызов(?=и|у|ем)',
  },
  { kind: 'hold', stems: 'отложи(?=т|$)|отложь|придерж|попридерж|остав(?=ь|и)' },
  { kind: 'cancel', stems: 'отмен(?=и|я|ю)|аннулир|откаж|отказыва(?=ю|ем)' },
  { kind: 'extend', stems: 'продл(?=и|ю|е|я)|пролонгир|заморо[зж]|приостанов' },
  {
    kind: 'send',
    stems:
      'пришл(?=и|ю)|прислать|вышл(?=и)|выслать|перешл(?=и)|переслать|отправ(?=ь|и)|скин(?=ь|у|и)|сброс(?=ь|и)|выстав(?=ь|и)|выпиш(?=и)|выписать|подготов(?=ь|и)|состав(?=ь|и)|рассчита(?=й|т)|посчита(?=й|т)|просчита(?=й|т)',
  },
  { kind: 'tell', stems: 'переда(?=й|т)|предупред(?=и|ит)' },
  {
    kind: 'other',
    stems:
      'верн(?=и|у|ем)|обменя(?=й|т|ю|ем)|обменива(?=ю|ем)|замен(?=и|ю)|компенсир|возмест|оплати|оплачива(?=ю|ем)|подтверд(?=и)|подтвержда(?=ю|ем)|дозакаж',
  },
];

/** Verbs that ask for an act only as an order; otherwise they name a service. */
const orders: readonly Stems[] = [
  { kind: 'cancel', stems: 'вычеркн|удали|сотри|сним(?=и)|убер(?=и)' },
  {
    kind: 'other',
    stems:
      'добав(?=ь|и)|исправ(?=ь|и)|провер(?=ь)|проверьте|подбер(?=и)|организу(?=й)|проведи|разбер(?=и)|поищи|найди|почини|отремонтир|установи|постав(?=ь)|приготов(?=ь)|упаку(?=й)|сдела(?=й)|испеки',
  },
  {
    kind: 'visit',
    stems: 'привез(?=и|т)|достав(?=ь|ьте)|доставите|довез(?=и)|вези(?=те|$)|забери|заед(?=ь)|приезжай|приходи(?=те|$)',
  },
];

/** Verbs of coming, doing and celebrating, which are a deed only on a certain day. */
const weak: readonly Stems[] = [
  {
    kind: 'visit',
    stems:
      'подъе[дзх]|подъезжа|прие[дх]|приезжа|зае[дх]|заезжа|приду|придем|прийти|зайд|зайти|загляну|заскоч|подойд|подойти|забер(?=у|ем)|забра(?=ть)|забира(?=ю|ем|ть)|привез(?=у|ем)|привезти|пригон|завез|завоз|закин|занес|сда(?=м|ть|дим)',
  },
  {
    kind: 'book',
    stems:
      'отмет|отмеча(?=ть|ем)|отпраздн|праздн(?=у|о)|провести|провод(?=им|ить)|устро|посидеть|поужина|пообеда|заселит|заехать|заночев|переноч|пожить|снять|сним(?=у|ем)',
  },
  {
    kind: 'appoint',
    stems:
      'попа(?=ст|д)|сдела(?=ть|ем)|постри[чг]|подстри[чг]|покраси|почисти(?=ть)|поменять|помыть|полечи|начать|прийти|посети|посмотреть|потренир|заниматься|показать',
  },
];

const compiled = (groups: readonly Stems[]): readonly (readonly [DeedKind, RegExp])[] =>
  groups.map(({ kind, stems }) => [kind, new RegExp(`^(?:${stems})`, 'u')] as const);
const strongStems = compiled(strong);
const orderStems = compiled(orders);
const weakStems = compiled(weak);

/** A verb of a deed. */
export type DeedVerb = { readonly kind: DeedKind; readonly form: VerbForm; readonly isStrong: boolean };

/** Returns the verb of a deed that a word is a form of. */
export const russianVerb = (word: string): DeedVerb | undefined => {
  const form = formOf(word);
  if (form === undefined) return undefined;
  const kind = strongStems.find(([, stems]) => stems.test(word))?.[0];
  if (kind !== undefined) return { kind, form, isStrong: true };
  const ordered = form === 'imperative' ? orderStems.find(([, stems]) => stems.test(word))?.[0] : undefined;
  if (ordered !== undefined) return { kind: ordered, form, isStrong: true };
  const weakKind = weakStems.find(([, stems]) => stems.test(word))?.[0];
  return weakKind === undefined ? undefined : { kind: weakKind, form, isStrong: false };
};
