import { expect, test } from 'vitest';
import { createOrder } from './create-order.ts';
import { findProduct } from './find-product.ts';
import { orderStatus } from './order-status.ts';
import { openToolWorkspace } from './testing/open-workspace.ts';
import { sampleItem } from './testing/sample-item.ts';

const openShop = async () => {
  const shop = await openToolWorkspace({ own: 'Сколько стоит зал?', other: 'How much is a hall?' });
  for (const item of [
    sampleItem('hall', { sku: 'HALL-1' }),
    sampleItem('tent', { title: 'Шатёр на берегу', description: 'До 300 гостей.', priceMicros: 250_000_000_000 }),
    sampleItem('chair', {
      title: 'Стул',
      description: 'Белый, для зала и шатра.',
      priceMicros: 350_500_000,
      unit: 'шт.',
    }),
    sampleItem('stream', {
      title: 'Live stream',
      description: 'Three cameras.',
      priceMicros: 900_000_000,
      currency: 'USD',
    }),
    sampleItem('old', { title: 'Старый зал', sku: 'OLD', state: 'withdrawn' }),
  ]) {
    await shop.documents.catalog.put(item);
  }
  return shop;
};
const idsIn = (result: unknown): string[] =>
  (result as { products: { productId: string }[] }).products.map(({ productId }) => productId);

test.each([
  ['залы', ['hall']],
  ['шатры для свадеб', ['tent', 'hall']],
  ['streaming', ['stream']],
  ['стулья', ['chair']],
  ['HALL-1', ['hall']],
  ['вертолёт', []],
])('finds for «%s» what the catalog has, in any form of the word', async (query, ids) => {
  const { call } = await openShop();
  expect(idsIn(await call(findProduct, { query }))).toEqual(ids);
});

test('keeps to a price and a currency, tells prices as the catalog has them, and never what is withdrawn', async () => {
  const { call } = await openShop();
  expect(idsIn(await call(findProduct, { query: 'зал шатёр', maxPrice: 120_000 }))).toEqual(['hall', 'chair']);
  expect(idsIn(await call(findProduct, { query: 'зал шатёр', minPrice: 120_000.01 }))).toEqual(['tent']);
  expect(idsIn(await call(findProduct, { query: 'stream', currency: 'rub' }))).toEqual([]);
  expect(await call(findProduct, { query: 'стул', limit: 1 })).toEqual({
    products: [
      {
        productId: 'chair',
        title: 'Стул',
        description: 'Белый, для зала и шатра.',
        unit: 'шт.',
        price: '350,50\u00a0₽',
        currency: 'RUB',
      },
    ],
    more: 0,
  });
});

test('an order has the catalog’s titles and prices, and products named twice once', async () => {
  const { call, documents, contextOf } = await openShop();
  const lines = [
    { product: 'hall-1', quantity: 1 },
    { product: 'chair', quantity: 80 },
    { product: 'hall', quantity: 1 },
  ];
  const result = await call(createOrder, { lines }, contextOf('run:1#4'));
  expect(result).toMatchObject({ state: 'open', total: '268\u00a0040\u00a0₽', currency: 'RUB' });
  const stored = await documents.work.get('work:run:1#4:order');
  expect(stored?.order?.lines).toEqual([
    { id: '1', productId: 'hall', title: 'Зал «Атриум»', quantity: 2, priceMicros: 120_000_000_000 },
    { id: '2', productId: 'chair', title: 'Стул', quantity: 80, priceMicros: 350_500_000 },
  ]);
  expect(stored?.title).toBe(`Заказ ${stored?.order?.number}`);
});

test('an order that was made stays as it was made, whatever the catalog does then', async () => {
  const { call, documents, contextOf } = await openShop();
  const order = { lines: [{ product: 'hall', quantity: 1 }] };
  const first = await call(createOrder, order, contextOf('run:1#4'));
  await documents.catalog.delete(['hall']);
  expect(await call(createOrder, order, contextOf('run:1#4'))).toEqual(first);
});

test.each([
  ['what nobody sells', [{ product: 'dragon', quantity: 1 }], /dragon: not in the catalog: find_product/],
  ['what is not sold any more', [{ product: 'OLD', quantity: 1 }], /OLD: not sold any more/],
  [
    'two currencies',
    [
      { product: 'hall', quantity: 1 },
      { product: 'stream', quantity: 1 },
    ],
    /RUB, USD: make an order/,
  ],
  ['more than can be counted', [{ product: 'tent', quantity: 1_000_000 }], /larger than anybody can mean/],
])('an order of %s is refused, and the model is told what to do', async (_what, lines, message) => {
  const { call, documents } = await openShop();
  await expect(call(createOrder, { lines })).rejects.toMatchObject({
    code: 'tool.impossible',
    message: expect.stringMatching(message),
  });
  expect((await documents.work.find({ index: ['updatedAt'], equals: [], limit: 10 })).items).toEqual([]);
});

test.each([[[]], [[{ product: 'hall', quantity: 0 }]], [[{ product: 'hall', quantity: 1, priceMicros: 1 }]]])(
  'an order of %j is no order',
  async (lines) => {
    expect(() => createOrder.prepare(JSON.stringify({ lines }))).toThrow(
      expect.objectContaining({ code: 'tool.invalid_arguments' }),
    );
  },
);

test('a customer is told of their own orders alone, by a number however they type it', async () => {
  const { call, contextOf, other, documents } = await openShop();
  const order = { lines: [{ product: 'hall', quantity: 1 }] };
  const own = (await call(createOrder, order, contextOf('run:1#1'))) as { number: string };
  const foreign = (await call(createOrder, order, contextOf('run:2#1', other))) as { number: string };
  await documents.work.update('work:run:1#1:order', (work) => ({ ...work, state: 'done' }));

  const typed = ` №${own.number.toLowerCase().replace('-', ' ')}`;
  for (const args of [{}, { number: typed }]) {
    expect(await call(orderStatus, args)).toMatchObject({ orders: [{ number: own.number, state: 'done' }], more: 0 });
  }
  expect(await call(orderStatus, { number: foreign.number })).toEqual({ orders: [], more: 0 });
  const theirs = await call(orderStatus, {}, contextOf('run:2#2', other));
  expect(theirs).toMatchObject({ orders: [{ number: foreign.number, total: '₽120,000' }] });
  await expect(call(orderStatus, { number: 'мой' })).rejects.toMatchObject({ code: 'tool.impossible' });
});
