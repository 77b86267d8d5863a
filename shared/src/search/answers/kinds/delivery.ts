import { duration, moneyAmount } from './answer-forms.ts';
import type { QuestionKind } from './question-kind.ts';

/** Bringing, sending and collecting. */
export const deliveryKinds: readonly QuestionKind[] = [
  {
    id: 'delivery-time',
    asks: [
      'когда сколько как_долго через_сколько как_быстро срок* за_сколько_дней за_сколько + доставите доставляете доставку доставки привез* везете привозите везти ждать_доставку курьер приедет_курьер',
      'как_долго + везете ехать едет идет_посылка',
      'сколько + идет + посылк* доставк* заказ*',
      'how_long how_fast how_quickly how_soon when + deliver delivery shipping ship arrive delivered come',
      'delivery shipping + time times take takes days',
    ],
    unless: 'стоит стоимость цена price cost much',
    says: 'доставка доставим привезём курьер delivery shipping deliver dispatch',
    found: duration,
  },
  {
    id: 'delivery-area',
    asks: [
      'куда в_какие какие + доставляете доставка возите отправляете отправка районы регион*',
      'доставляете доставка привезете отправляете отправите выезжаете едете поедете возите + за_город область регион* пригород* район* межгород мкад россии другой_город км города',
      'за_город за_городом загород + выезд* едете поедете приедете доставк* выезжаете',
      'зона зоны радиус + доставк* выезд*',
      'where how_far which_areas what_areas + deliver ship travel cover go delivery',
      'deliver ship travel + to area outside countryside islands suburbs far distance postcode zip nationwide',
      'ship send post deliver + nationwide anywhere to_my',
    ],
    says: 'доставка район область регионы зона километр выезд delivery deliver area miles nationwide islands cover travel',
    found:
      /город|район|область|регион|росси|км|километр|зон|mile|km|area|mainland|island|nationwide|region|world|countr|\buk\b|\beu\b|\bus\b/i,
  },
  {
    id: 'pick-up',
    asks: [
      'самовывоз*',
      'самовывоз* + скидк* дешевле есть откуда',
      'забрать + самому сам самим самостоятельно могу можно самостоят* откуда где своим',
      'самому сам + забрать приехать_за вывезти',
      'pickup pick_up click_and_collect self_collect collection',
      'collect + myself ourselves can i it where order from we',
      'pick_it_up pick_them_up come_and_get',
    ],
    unless: 'курьер* airport аэропорт* вокзал* courier',
    says: 'самовывоз pickup | забрать collect collection pick',
    found: /самовывоз|забра|заберите|pick|collect/i,
  },
  {
    id: 'export',
    asks: [
      'экспорт* международн* растамож* таможн*',
      'за_границу за_рубеж заграниц* зарубеж* другую_страну казахстан* беларус* снг европу + достав* отправ* возите шлете отгруж* можно',
      'export exporting duties international internationally abroad overseas worldwide',
      'ship deliver send + europe eu germany canada usa uk ireland australia country countries france abroad overseas worldwide scotland',
    ],
    says: 'экспорт граница снг международная таможня export international abroad worldwide eu duties',
    found:
      /экспорт|границ|стран|снг|казах|белар|междунар|таможн|export|internation|abroad|overseas|world|\beu\b|europe|dut(?:y|ies)|customs|countr/i,
  },
  {
    id: 'delivery',
    asks: [
      'доставк* доставля* доставит* доставите достав привезете привезти привозите',
      'deliver delivers delivery deliveries delivering',
      'shipping postage',
      'ship send post mail + can do you it me order',
      'отправляете отправите отправка вышлете + почт* сдэк* посылк* регион* можно город*',
    ],
    unless: 'роды родов lift_and baby',
    says: 'доставка доставляем доставим курьер везём delivery deliver shipping courier postage dispatch',
    found: /достав|курьер|вез[её]м|привез|самовывоз|deliver|shipping|ship|courier|postage/i,
  },
  {
    id: 'assembly',
    asks: [
      'сборк* собираете соберете установите установк* монтаж* + есть входит делаете сколько бесплатн* можно платн* вы сами отдельно',
      'подъем поднимете занесете занос + этаж* есть сколько',
      'assemble assembly install installation set_it_up put_it_together + do you included can cost is it',
      'carry bring + upstairs floor',
    ],
    unless: 'installment* instalment*',
    says: 'сборка установка монтаж подъём assembly installation install setup fitting',
    found: moneyAmount,
  },
];
