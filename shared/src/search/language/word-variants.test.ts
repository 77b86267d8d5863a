import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { swapLayout, transliterate, transliterations } from './word-variants.ts';

describe('swapLayout', () => {
  it.each([
    ['ghbdtn', 'привет'],
    ['руддщ', 'hello'],
    ['rfrfz cnjbvjcnm ljcnfdrb&', 'какая стоимость доставки?'],
    ['Ghbdtn? rfr ltkf&', 'привет, как дела?'],
    [',elen crblrb', 'будут скидки'],
    ['цшаш зфыыцщкв', 'wifi password'],
    ['pfrfp №5 yf 10:00', 'заказ №5 на 10ж00'],
  ])('«%s» was meant as «%s»', (typed, meant) => {
    expect(swapLayout(typed)).toBe(meant);
  });

  it('undoes itself for letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщъыьэюя'), minLength: 1 }), (text) => {
        fc.pre(/[авгдезийклмнопрстуфцчшщыья]{2}/.test(text));
        const latin = swapLayout(text);
        fc.pre((latin.match(/[a-z]/g) ?? []).length > 0);
        expect(swapLayout(latin)).toBe(text);
      }),
    );
  });
});

describe('transliterations', () => {
  it.each([
    ['айфон', 'iphone'],
    ['самсунг', 'samsung'],
    ['тойота', 'toyota'],
    ['сяоми', 'xiaomi'],
    ['мерседес', 'mercedes'],
    ['бмв', 'bmw'],
    ['макбук', 'macbook'],
    ['онлайн', 'online'],
    ['зум', 'zoom'],
    ['ноутбук', 'notebook'],
    ['вайфай', 'wifi'],
    ['dostavka', 'доставка'],
    ['skolko', 'сколько'],
    ['stoit', 'стоит'],
    ['svadba', 'свадьба'],
    ['ceny', 'цены'],
    ['xochu', 'хочу'],
    ['ekran', 'экран'],
    ['zakazat', 'заказать'],
    ['bolshoy', 'большой'],
    ['iphone', 'айфон'],
    ['xiaomi', 'сяоми'],
    ['schet', 'счет'],
  ])('«%s» may be «%s»', (typed, meant) => {
    expect(transliterations(typed)).toContain(meant);
  });

  it('begins with the usual way, which is what transliterate gives', () => {
    for (const word of ['dostavka', 'самсунг', 'privet', 'oplata']) {
      expect(transliterations(word)[0]).toBe(transliterate(word));
    }
    expect(transliterate('dostavka')).toBe('доставка');
  });

  it('gives a few dozen different ones at most, and none for other scripts, digits and monsters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzайцукеножыьё1'), maxLength: 40 }),
        (word) => {
          const found = transliterations(word);
          expect(new Set(found).size).toBe(found.length);
          expect(found.length).toBeLessThanOrEqual(36);
        },
      ),
    );
    for (const word of ['', '2026', 'rtx4090', 'שלום', 'a'.repeat(1_000_000)])
      expect(transliterations(word)).toEqual([]);
  });
});
