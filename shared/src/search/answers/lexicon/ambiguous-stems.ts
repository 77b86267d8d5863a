/**
 * Stems that stand in several groups of the lexicon because they mean several things («замок», "charge"), or because the stems of two words
 * are the same. What they may stand for counts less.
 */
const stems = [
  'access accommod account act admis advanc aircon align anim applic area assist authoris bargain bed belt birthdai block board',
  'bookkeep box brand brick bring buffet bug build button camp carri carrier cash certif charg check christma clean cleaner',
  'cloakroom close coach coat code cold complaint condition connector consum contactless cook copi corpor courier court coverag',
  'crate custom declar decor deep delai demoli dental depart departur deposit disinfec displai dispos distanc doubl draw dress drive',
  'electr engin enrol entranc entri equip exam examin exchang expir export exten fall fast faulti file film fish fit flat flight',
  'floor found freez freezer freight fridg friend fur ga garden gift glass gp green haulag heater hire hob hold host import individu',
  'instal insur intens intern jacket kit label lamin lamp lane late lead leav lectur legal licens lift loan locat machin mail make',
  'makeup manag manufactur market materi mattress mechan medic meet memori meter microwav mile min miss mixer mobil mous move nail',
  'negoti net night note notebook notif nurs old oper outlet overnight pack packag pai paper park partner passport pastri permis',
  'person photograph physician pickup plant plate polici polish present produc program purchas quiet quotat rate reach recommend',
  'recoveri recycl refriger refurbish report ring rodent roll room roster rota rout run safe sampl scan schedul scooter screen seat',
  'secur server servic ship shop signup silenc singl speaker starter storag store stove stretch sugar suppli surgeri swap swim tabl',
  'tailor take tent term therapist tint tonight track train trainer transfer treatment trial trip tutor veggi viru visitor voucher',
  'walk wardrob wash weight window wire wood workshop year аналог ассортимент бумаг бумажн вдво вес ветр ветров взят вин вирус',
  'встрет вход выезд выезж выходн голуб готов дан дезинфекц декларац дерев дива дипл диск диспл договр дожд дом домашн дорож др заб',
  'замороз заряд звон зубн изготов индивидуальн интенсивн карт код кож комнат коп корм короб крас красн крыс курьер лес лестниц летн',
  'лит личн льгот маршрут массажист мастр материнс микроволнов мыш набр налич налогов наход начин номр обед област обмн опазд',
  'оператр оста отдл отправ отчет парк парн персн персональн плав плен плит подвезт поддерж подпис поезд покрыт пол полис помещ',
  'постав посто праздник прибр принест пробник провод программ производитл прокл прочист работ распис рассад рассчит регулярн ремн',
  'розет садик сбор сем сер сертификат слад смен снят соляр средств стекл стирал страх страхов стро сумк сыр тетрад тих тормоз',
  'тренажр тур уведом удостовр украш улиц файл фирм фуршет футбл цвет часик числ шерст экзам экра экскурсовод',
];

let known: ReadonlySet<string> | undefined;

/** All such stems. */
export const ambiguousStems = (): ReadonlySet<string> => {
  known ??= new Set(stems.flatMap((line) => line.split(' ')));
  return known;
};
