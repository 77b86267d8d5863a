import type { QuestionKind } from './question-kind.ts';

/** What is sold or made. */
export const goodsKinds: readonly QuestionKind[] = [
  {
    id: 'brands',
    asks: [
      'какой какие какая какого чьи чьей какую каких на_какой + марк* бренд* фирм* производител* косметик* краск* оборудован* краске красках запчаст*',
      'чьи какая_марка + материал*',
      'бренды марки производители фирмы',
      'brand brands manufacturer manufacturers',
      'what_make which_make',
      'which what + products cosmetics paint parts equipment + use brand brands',
    ],
    unless: 'открыть оплат* для_фирмы юрлиц* difference sure how_long long',
    says: 'марка бренд фирма производитель brand brands manufacturer | make',
  },
  {
    id: 'materials',
    asks: [
      'из_чего из_какого из_каких + сделан* материал* делаете состоит шьете изготов* готовите',
      'состав состава + какой есть что ткан* продукт*',
      'какой какая какие каких какого + материал* ткань ткани',
      'материал материалы ткань ткани + какой какие есть из',
      'made_of made_from what_material what_materials whats_in materials ingredients ingredient composition',
      'recycled recyclable organic natural eco_friendly sustainable + is are material boxes packaging it you',
      'экологичн* натуральн* переработан* + материал* это ли состав*',
    ],
    says: 'материал состав ткань материалы material materials ingredients composition',
  },
  {
    id: 'sizes',
    asks: [
      'какие какой размер* + размер* есть размеры габарит*',
      'размерн* + сетк* ряд таблиц*',
      '= размер размеры size sizes',
      'большие маленькие детские + размеры',
      'what which + size sizes dimensions',
      'size_chart size_guide sizing dimensions measurements',
      'size + have do available in_my',
    ],
    unless: 'группы класса group class предоплат* штраф* скидк*',
    says: 'размер размеры габариты сетка size sizes dimensions measurements',
  },
  {
    id: 'colours',
    asks: [
      'какие какой каких + цвет* расцветк* оттен*',
      '= цвет цвета расцветки colors colours',
      'другой другие других + цвет* расцветк*',
      'what which other + colour color colours colors shades',
      'colour color colours colors + available come_in have options',
    ],
    says: 'цвет цвета расцветка оттенок палитра colour color colours colors shade',
  },
  {
    id: 'custom-made',
    asks: [
      'на_заказ под_заказ по_индивидуальн* индивидуальн*_размер* по_своим_размер* по_эскиз* нестандарт* кастом*',
      'надпись гравировк* логотип* вышивк* + сделаете можно нанес* наносите печат* делаете нанести есть',
      'custom_made custom_size custom_sizes',
      'custom bespoke customis* customiz*',
      'bespoke customise customize customized customised personalised personalized tailor_made made_to_order made_to_measure',
      'engraving engrave',
      'logo name inscription + print put add can do on with',
      'свой_дизайн свой_макет наш_логотип',
    ],
    unless: 'customs_duty',
    says: 'индивидуальный нестандартный логотип надпись bespoke custom personalised engraving logo | заказ',
  },
  {
    id: 'samples',
    asks: [
      'образец образц* + есть можно материал* бесплатн*',
      'пробник* + есть можно пришл*',
      'sample samples + send do_you get free order can',
      'образец образц* пробник* семпл* сэмпл*',
      'посмотреть потрогать пощупать + вживую до_покупки материал* перед заказ*',
      'sample samples swatch swatches proof specimen',
    ],
    unless: 'договор* анализ* заполнен* заявлен* blood',
    says: 'образец образцы пробник sample samples swatch proof',
    found: /образ|пробник|sample|swatch|proof/i,
  },
  {
    id: 'wholesale',
    asks: [
      'опт опта оптом оптов* мелкий_опт крупный_опт',
      'большую больш* крупн* + парти* объем* тираж* количеств*',
      'wholesale bulk trade_price trade_prices',
      'large big + order orders quantity quantities volume',
    ],
    says: 'опт оптовый оптом wholesale bulk | trade pallet packs quantity',
  },
  {
    id: 'availability',
    asks: [
      'в_наличии наличие наличии остатки остал* + есть товар* это сколько',
      'в_наличии',
      'когда + появится поступит привоз поступлен* завоз',
      'in_stock instock out_of_stock back_in_stock',
      'restock restocking stock + when have do any',
    ],
    says: 'наличие наличии остатки stock | available',
  },
  {
    id: 'difference',
    asks: [
      'чем + отлича* разница различ*',
      'разниц* + между в_чем какая чем',
      'что_лучше какой_лучше какая_лучше что_выбрать что_посоветуете что_порекомендуете',
      'difference differences differ vs versus',
      'which + better best recommend',
      'compare comparison',
    ],
    unless: 'время_лучше time_is_best',
    says: 'отличие отличается разница difference differ compared',
  },
  {
    id: 'allergens',
    asks: [
      'аллерг* аллерген*',
      'глютен* безглютен* лактоз* безлактоз* веган* вегетариан* постн* халял* кошер* без_сахара',
      'allergy allergies allergic allergen allergens',
      'gluten vegan vegetarian veggie lactose halal kosher dairy_free nut_free sugar_free',
    ],
    says: 'аллергия аллергены глютен веган вегетарианский постное лактоза состав allergy allergens gluten vegan vegetarian lactose halal',
  },
];
