/**
 * Stems of groups that have nothing else in common because they mean several things («замок», "charge"), or because the stems of two words
 * are the same. What they may stand for counts less.
 */
const stems = [
  'access accommod account act adhes admis advanc aircon align angl anim applic area assist authoris bag bargain bath bed block',
  'board box bracket brand break brick bring bug button cabinet camp carri carrier cash cater certif charg check christma clean',
  'cleaner cloakroom close coach coat code cold complaint condition connector consum contactless cook corpor court coverag',
  'crate cream custom cut decor deep delai demoli depart departur deposit dish displai dispos distanc door doubl draw dress',
  'drink drive dryer electr engin enrol equip examin exchang experi expir export exten fall fast faulti fee film fire fish fit',
  'flat flight floor food form found freez friend fur ga garden gift glass glaze gp green grinder groceri guid heater hire hold',
  'host import individu instal instruc intak intern iron jacket kit kitchen label lamin lamp lane late lead lectur legal licens',
  'lift load loan locat lodg machin mail make makeup manag manual manufactur market materi mattress meal mechan medic meet',
  'memori meter mile mill min miss mixer mobil move nail negoti net note notebook nurs oat old oper outfit outlet pack packag',
  'pai paint panel partner passport pastri permis person photograph physician pickup plant plate polici polish pot present',
  'print program purchas quotat rate reach recep recommend recoveri recycl refurbish remov repeat report return ring roll room',
  'rout run safe sale sampl scan schedul scooter scratch screen seal seat secur server servic ship shop show showroom sign',
  'signup silenc singl slide speaker split starter statement steam storag store stove straighten stretch sugar suppli surgeri',
  'swap swim switch tabl tailor take tent term test therapist tint tonight track train trainer transfer travel treatment trial',
  'trim trip tub tutor us veggi view visit visitor voucher walk wardrob wash week weight wheel window wood workshop wrap year',
  'автомат акпп аналог ап ассортимент безн бел бумаж бумажн вдво вебинар ведущ вес ветр ветров взят вин вод вскрыт встрет вход',
  'выгруз выезд выездн выезж выходн глюч год голуб горш готов дан дверн дем дерев дива дизайн дипл диск договр дожд дом домашн',
  'дополнительн дорог дорож доск дырк жар заб забр загруз замороз заряд звон зонт ид изготов индивидуальн ип кабинет каникул',
  'карт код кож кол комнат комп корм короб крас красн креп крыш куп лавк ламинир лес лестниц летн лит личн льгот маршрут',
  'массажист мастр мат материнс машин мелк механик молк набр над налич налогов науч наход начин некачеств новогодн номр обед',
  'област одноразов окрас оператр оста остр отдл отправ оформ пар парн парт перекус пересд персн персональн печ пита плав платн',
  'плен площад плюс подвезт подвес поддерж подерж подпис поезд показ покрыт пол полож помещ помр постав посто прав праздник практик',
  'прибр примр приятл проб пробник программ прогул прокл пропис прочист работ разжеч распис рассад рассчит реквизит розет',
  'розжиг садик сбор связ сдат сдач сем сер сертификат склад слад смен снят соляр средств стекл стирал страх сумк суш съезд сыр',
  'такс тест тетрад техник тормоз тренажр тур угол уда удостовр украш улиц уступ фирм форм футбл халат хлопуш цвет часик чек',
  'числ шерст экскурсовод этаж ящик',
];

let known: ReadonlySet<string> | undefined;

/** All such stems. */
export const ambiguousStems = (): ReadonlySet<string> => {
  known ??= new Set(stems.flatMap((line) => line.split(' ')));
  return known;
};
