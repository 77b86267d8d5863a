import type { IndexedPassage } from '../search-index.ts';
import { indexedPassage } from './indexed-passage.ts';

/**
 * Passages to learn from in two languages, in which certain words occur together: «шатёр» with «навес», "marquee" with
 * "canopy". One passage of each language contains only the companion word: `ru-companion` and `en-companion`.
 */
const lessons: Readonly<Record<string, string>> = {
  'ru-tent-1': 'Шатёр и навес ставим на газоне, каркас из алюминия держит ветер.',
  'ru-tent-2': 'Большой шатёр: навес от дождя, каркас крепим к газону колышками.',
  'ru-tent-3': 'За монтаж, когда нужен шатёр, отвечает бригада: навес и каркас готовы к утру.',
  'ru-companion': 'Прозрачный навес защищает от дождя и солнца, его каркас собираем сами.',
  'ru-food-1': 'Банкетное меню: горячее, салаты и десерты готовит наш повар.',
  'ru-food-2': 'Повар готовит постное меню, десерты и горячее без глютена.',
  'ru-food-3': 'Салаты и закуски в меню меняет повар каждый сезон.',
  'ru-music-1': 'Диджей привозит колонки и микрофон, музыка играет до полуночи.',
  'ru-music-2': 'Микрофон и колонки настраивает звукорежиссёр, музыка по списку.',
  'ru-music-3': 'Живая музыка: группа со своими колонками, нужен ещё микрофон.',
  'ru-pay-1': 'Оплата картой или по счёту, аванс возвращаем по договору.',
  'ru-pay-2': 'Договор и счёт присылаем почтой, аванс вносят картой.',
  'en-tent-1': 'The marquee and its canopy stand on the lawn, an aluminium frame keeps the wind out.',
  'en-tent-2': 'A large marquee: canopy against rain, the frame is pegged to the lawn.',
  'en-tent-3': 'A crew pitches the marquee overnight, canopy and frame included.',
  'en-companion': 'The transparent canopy keeps off rain and sun, its frame folds in minutes.',
  'en-food-1': 'The banquet menu: roast, salads and desserts by our chef.',
  'en-food-2': 'Our chef cooks a vegan menu, desserts and roast without gluten.',
  'en-food-3': 'Salads and snacks on the menu are changed by the chef every season.',
  'en-music-1': 'The DJ brings speakers and a microphone, music plays until midnight.',
  'en-music-2': 'An engineer tunes microphone and speakers, music from your list.',
  'en-music-3': 'Live music: a band with its own speakers, needs one more microphone.',
  'en-pay-1': 'Pay by card or invoice, the deposit is returned under the contract.',
  'en-pay-2': 'We mail contract and invoice, the deposit is paid by card.',
};

export const lessonPassages: readonly IndexedPassage[] = Object.entries(lessons).map(([id, text]) =>
  indexedPassage(id, text, { sourceId: id, language: id.startsWith('ru') ? 'ru' : 'en' }),
);
