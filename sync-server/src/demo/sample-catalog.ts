import type { CatalogItem } from '@inbetwin/shared/entities/catalog-item.ts';

type SampleItem = Pick<CatalogItem, 'title' | 'description' | 'sku' | 'unit'> & { readonly roubles: number };

/** The demo team's products, with the prices stated in its knowledge base. */
const sampleItems: readonly SampleItem[] = [
  {
    sku: 'LOFT',
    title: 'Лофт «Фабрика»',
    description: 'Зал до 120 гостей за столами или до 200 на фуршете; звук, свет и экран входят. Минимум 4 часа.',
    unit: 'час',
    roubles: 18_000,
  },
  {
    sku: 'TENT',
    title: 'Шатёр на берегу Истры',
    description: 'До 300 гостей, вместе с полом, светом и обогревом. С 1 мая по 30 сентября.',
    unit: 'день',
    roubles: 240_000,
  },
  {
    sku: 'BUFFET',
    title: 'Фуршет',
    description: 'Кейтеринг: лёгкие закуски стоя. Меню для вегетарианцев и людей с аллергией.',
    unit: 'гость',
    roubles: 2_900,
  },
  {
    sku: 'BANQUET',
    title: 'Банкет',
    description: 'Кейтеринг: ужин за столами с обслуживанием. Меню для вегетарианцев и людей с аллергией.',
    unit: 'гость',
    roubles: 5_400,
  },
  { sku: 'HOST', title: 'Ведущий', description: 'Ведёт вечер от начала до конца.', unit: 'вечер', roubles: 45_000 },
  { sku: 'DJ', title: 'Диджей с оборудованием', description: 'Музыка на вечер.', unit: 'вечер', roubles: 30_000 },
  {
    sku: 'STREAM',
    title: 'Прямая трансляция',
    description: 'Оборудование и команда: съёмка конференции с трёх камер.',
    unit: 'день',
    roubles: 85_000,
  },
];

/** The sample products as catalog items created at `now`. */
export const sampleCatalog = (now: number): readonly CatalogItem[] =>
  sampleItems.map(({ roubles, sku = '', ...item }) => ({
    ...item,
    id: `demo:${sku.toLowerCase()}`,
    sku,
    priceMicros: roubles * 1_000_000,
    currency: 'RUB',
    state: 'offered',
    demo: true,
    createdAt: now,
    updatedAt: now,
  }));
