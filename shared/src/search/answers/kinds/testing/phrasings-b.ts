import type { Phrasings } from './phrasings-a.ts';

/** Delivery, terms, visits and goods. */
export const phrasingsOfTheRest: Phrasings = {
  delivery: {
    ru: 'доставка есть?; доставляете?; привезете?; вы доставляете; доставка сколько стоит; можно с доставкой; привозите сами?; почтой отправите',
    en: 'do you deliver; delivery?; how much is delivery; shipping cost; can you deliver it; do you ship; is delivery free; can you post it',
  },
  'delivery-time': {
    ru: 'сколько ждать доставку; как долго везете; когда привезете; срок доставки; через сколько доставите; за сколько доставите; как быстро привезете; когда будет доставка',
    en: 'how long is delivery; how fast do you ship; when will it arrive; delivery time?; how soon can you deliver; how long does shipping take; when do you deliver; shipping times',
  },
  'delivery-area': {
    ru: 'куда доставляете; доставка за город; в область доставляете; в какие районы возите; зона доставки; за город поедете?; отправляете в регионы; выезд за город сколько',
    en: 'where do you deliver; which areas do you cover; do you deliver outside the city; how far do you travel; do you deliver to my area; delivery to the islands; do you ship nationwide; what areas do you deliver to',
  },
  'pick-up': {
    ru: 'самовывоз есть?; можно самому забрать; забрать самим можно; откуда самовывоз; могу забрать сам; самовывозом; самовывоз со скидкой?; где забрать самостоятельно',
    en: 'can i pick it up; pickup?; can we collect it ourselves; click and collect; do you do pick up; collect from store?; can i collect my order; self collection possible',
  },
  export: {
    ru: 'экспортом занимаетесь?; в казахстан отправите; за границу шлете; доставка за рубеж; международная доставка; в беларусь отгружаете; таможню оформляете; отправляете в европу',
    en: 'do you export; international shipping; do you ship to germany; ship overseas?; can you send to canada; worldwide delivery?; do you ship abroad; who pays duties',
  },
  assembly: {
    ru: 'сборка входит?; сборку делаете; установка есть; сколько монтаж; вы сами установите; подъем на этаж сколько; занесете на этаж; монтаж отдельно?',
    en: 'do you assemble; is assembly included; installation cost; can you install it; do you put it together; is installation free; will you set it up; can you carry it upstairs to my floor',
  },
  cancel: {
    ru: 'если отменю; можно отменить бронь; условия отмены; если я передумаю; отмена бесплатная?; за сколько можно отменить; если не смогу прийти; что если откажемся',
    en: 'can i cancel; cancellation policy; what if i cancel; cancellation fee?; how do i cancel; free cancellation?; what happens if i cancel late; no show policy',
  },
  reschedule: {
    ru: 'можно перенести; как перенести запись; перенос даты; если пропущу занятие; можно сдвинуть бронь; поменять дату можно?; перенести урок можно; изменить время записи',
    en: 'can i reschedule; how do i reschedule; can i change the date; can i move my booking; if i miss a class; can we postpone; rescheduling fee; change my appointment, how',
  },
  refund: {
    ru: 'деньги вернете?; возврат денег; вернете предоплату; как вернуть деньги; можно вернуть деньги; если не понравится вернете деньги; депозит возвращается; деньги назад вернете',
    en: 'do you refund; can i get a refund; money back?; refund policy; is it refundable; do i get my money back; will i get my deposit back; refunds?',
  },
  exchange: {
    ru: 'обмен есть?; можно обменять товар; вернуть вещь можно; если не подойдет размер; возврат товара; можно сдать остатки; обменять на другой размер; если не подойдет',
    en: 'can i return it; exchange policy; returns?; return unopened item; can i swap it for another; what if it doesnt fit; send back unused; return policy',
  },
  guarantee: {
    ru: 'гарантия есть?; сколько гарантия; какая гарантия; даете гарантию; гарантийный срок; гарантия на работу; вы гарантируете; если сломается опять',
    en: 'warranty?; is there a guarantee; how long is the warranty; do you guarantee it; any guarantee; is it under warranty; what warranty do you give; warranties',
  },
  licence: {
    ru: 'лицензия есть?; покажите лицензию; сертификаты качества есть; вы лицензированы; есть сертификат соответствия; вы официальный сервис?; аккредитация есть; вы официальный дилер',
    en: 'are you licensed; do you have a license; any certificates; are you certified; are you an authorized dealer; are you insured; accredited?; certificate of conformity',
  },
  'certificate-of-completion': {
    ru: 'диплом дадите?; выдаете свидетельство; сертификат после окончания; корочку дадите; удостоверение выдаете; какой документ в конце курса, диплом?; аттестат выдаете; диплом получу',
    en: 'do i get a certificate at the end; certificate of completion; do you give a diploma; will i receive a certificate; diploma after the course; certificate after finish?; do we get a diploma; is there a certificate at completion',
  },
  'documents-needed': {
    ru: 'какие документы нужны; паспорт нужен?; что из документов взять; какие справки нужны; без паспорта можно; нужна ли справка; что нужно из документов; документы какие брать',
    en: 'what documents do i need; do i need id; is a passport required; which documents; what paperwork do you need; do i have to bring id; documents required; need passport?',
  },
  subscription: {
    ru: 'абонемент есть?; какие абонементы; абонемент на месяц; сколько абонемент; безлимит есть; купить абонемент; подписка есть; виды абонементов',
    en: 'membership?; do you have memberships; how much is membership; monthly subscription; what subscription plans; pay as you go?; membership cost; is there a subscription',
  },
  freezing: {
    ru: 'заморозка есть?; можно заморозить абонемент; приостановить занятия можно; на сколько можно заморозить; пауза есть в абонементе; заморозить карту; как приостановить подписку; заморозка на сколько',
    en: 'can i freeze my membership; pause subscription; can i pause it; is freezing possible, membership; suspend my account can i; put it on hold; freeze membership; how to pause my plan',
  },
  validity: {
    ru: 'сколько действует; до какого действует; срок действия; как долго действителен; занятия сгорают?; баллы сгорят; до какого годен; сколько действителен',
    en: 'how long is it valid; when does it expire; does it expire, when; expiry?; when do points expire; how long valid; expiration date; when do they expire',
  },
  'how-long': {
    ru: 'сколько по времени; как долго; сколько длится; сколько занимает; за сколько дней сделаете; срок изготовления; когда будет готово; сколько времени займет',
    en: 'how long does it take; how long; how long is a session; turnaround?; lead time; when will it be ready; how fast can you do it; duration',
  },
  'waiting-time': {
    ru: 'сколько ждать; долго ждать?; большая очередь?; очередь есть; через сколько примете; сколько стоять в очереди; долгое ожидание?; какая очередь на запись',
    en: 'how long is the wait; waiting time?; is there a queue; long wait?; how long is the waiting list; wait time; how much time do i wait; is the line long, how long do i wait',
  },
  urgency: {
    ru: 'срочно можно?; срочный ремонт делаете; день в день можно; сколько за срочность; экспресс есть; можно побыстрее; в тот же день сделаете; надбавка за срочность',
    en: 'can you do it urgently; rush order?; same day?; express service; need it asap; emergency repair?; can i get it faster; urgent possible?',
  },
  'walk-in': {
    ru: 'без записи можно?; нужна запись?; запись обязательна; можно просто прийти; по записи принимаете; надо записываться?; предварительная запись нужна; без брони пустите',
    en: 'do you take walk ins; need an appointment?; can i just come; without appointment ok?; is booking required; do i have to book; walk-in?; can i just turn up',
  },
  'booking-rules': {
    ru: 'как забронировать; как записаться; за сколько бронировать; как заказать; как оформить заказ; заранее бронировать надо; как сделать заказ; за сколько заказывать',
    en: 'how do i book; how to order; how far ahead do i book; how can i reserve; how do i sign up; how early should i book; how to make an appointment; booking process',
  },
  'late-arrival': {
    ru: 'если опоздаю; опоздание на сколько можно; опаздываю минут на 10; если задержусь; опоздаем, примут?; опоздать можно?; сильно опаздываю, примете; что если опоздаем',
    en: 'what if im late; if i arrive late; running late is that ok, 10 minutes; can i be 15 minutes late; late by 10 minutes; what happens if we are late; if we are delayed; stuck in traffic, what happens',
  },
  'check-in': {
    ru: 'во сколько заезд; заселение когда; раннее заселение можно; когда можно заехать; время заезда; заезд?; поздний заезд можно; со скольки заселение',
    en: 'check in time; what time is check-in; early check in?; when can we check in; checkin?; late check in possible; arrival time?; earliest check in',
  },
  'check-out': {
    ru: 'во сколько выселение; когда съезжать; выезд до скольки; время выезда; поздний выезд можно; до скольки съехать; выселение когда; checkout когда',
    en: 'check out time; what time is check-out; late checkout?; when do we check out; checkout?; latest check out; check out by when; when do we vacate the room, by what time',
  },
  luggage: {
    ru: 'где оставить багаж; камера хранения есть; чемодан оставить можно; вещи оставить где; багаж можно оставить; хранение багажа; сумки можно оставить; можно сдать чемоданы',
    en: 'can i leave my luggage; luggage storage?; where can we leave bags; store my suitcase; left luggage; can you keep my bags; baggage storage; drop bags early, where',
  },
  age: {
    ru: 'с какого возраста; со скольки лет можно; возрастные ограничения есть; до какого возраста; ребенку 5 лет можно?; от скольки лет; какой возраст; сыну 4 года возьмете',
    en: 'age limit?; from what age; how old do you have to be; what is the minimum age; my 5 year old can come?; is there an age restriction; what age; can under 16 come',
  },
  bring: {
    ru: 'что взять с собой; что нужно принести; что брать; нужно ли что то взять с собой; что с собой; что захватить; что подготовить нужно; что надо иметь с собой',
    en: 'what do i bring; what should i bring; what to bring; do i need to bring anything; should i take anything with me, what; what do we need to bring; anything to bring?; what must i bring',
  },
  wear: {
    ru: 'что надеть; какая одежда нужна; дресс код есть; сменная обувь нужна; в чем приходить, какая форма; форма одежды; во что одеться, что надеть; сменку брать, нужна обувь',
    en: 'what should i wear; dress code?; what to wear; do i need special shoes; what clothes do i need; can i wear jeans; what outfit to bring; change of clothes needed?',
  },
  smoking: {
    ru: 'курить можно?; где покурить; курилка есть; вейп можно; есть кальян?; курение разрешено; айкос можно курить; курящие места есть',
    en: 'can i smoke; smoking allowed?; is vaping ok; smoking area?; where can we smoke; hookah?; smoking room; can you vape inside',
  },
  pets: {
    ru: 'с собакой можно?; пускаете с животными; можно с кошкой; с питомцем пустите?; собаку взять можно с собой; можно прийти с собачкой; с животными нельзя?; мы с псом, можно?',
    en: 'are dogs allowed; can i bring my dog; pets ok?; pet friendly?; do you accept pets; can we come with a cat; dog friendly; is my puppy welcome',
  },
  'own-food': {
    ru: 'свой торт можно; со своим алкоголем можно; своя еда разрешена; можно принести свое вино; пробковый сбор есть; свои напитки можно; можно со своей едой; свои закуски принести',
    en: 'can i bring my own cake; own food allowed?; corkage?; can we bring our own wine; byob?; outside food ok; can i bring food; own drinks allowed',
  },
  children: {
    ru: 'с детьми можно?; можно прийти с ребенком; детская комната есть; есть детский уголок; с малышом можно; есть детские стульчики, детская зона; детское меню есть; с грудничком пустите',
    en: 'are kids allowed; can i bring my baby; child friendly?; is there a play area; high chair?; kids corner; are children welcome; kids menu',
  },
  photos: {
    ru: 'фотографировать можно?; можно снимать видео; фотосъемка разрешена; можно фоткать в зале; снимать внутри можно; съемка разрешена?; можно фото в зале; можно сфоткать внутри',
    en: 'can i take photos; is filming allowed; photography allowed?; can we film inside; are pictures ok; may i take pictures; can i take video; photos allowed inside?',
  },
  'group-size': {
    ru: 'сколько человек вмещает; сколько человек в группе; на сколько человек; вместимость зала; сколько гостей поместится; большой компанией можно; сколько народу влезет; сколько детей в группе',
    en: 'how many people fit; capacity?; class size; how many in a group, people; max people; can you seat 20 of us; group size?; how many guests',
  },
  trial: {
    ru: 'пробное занятие есть?; первый урок бесплатно; пробный урок; можно попробовать сначала; пробная тренировка; первое занятие сколько; пробный визит есть; первое посещение бесплатно',
    en: 'free trial?; trial lesson; is the first class free; can i try it first; taster session?; first session price; try before i buy, can i; do you have a trial',
  },
  online: {
    ru: 'онлайн можно?; занятия онлайн есть; дистанционно проводите; по зуму можно; онлайн консультация; удаленно можно; есть ли онлайн курс; можно через zoom',
    en: 'online?; do you teach online; can we do it remotely; zoom lessons?; is there an online course; online consultation; remote sessions available; can it be done over zoom',
  },
  hygiene: {
    ru: 'инструменты стерилизуете?; как обрабатываете инструмент; одноразовые инструменты?; дезинфекция есть; стерильно у вас; вы стерилизуете; чем дезинфицируете; пилки одноразовые',
    en: 'are tools sterile; do you sterilize equipment; is everything disinfected; how clean are your tools; disposable tools?; hygiene standards; do you sanitize; sterilised instruments?',
  },
  safety: {
    ru: 'это безопасно?; охрана есть; видеонаблюдение есть?; безопасно ли для детей; территория охраняемая; камеры есть у вас; насколько безопасно; склад охраняется, охрана есть?',
    en: 'is it safe; is it secure; do you have cctv; is there security; is it safe for kids; how secure is it; security cameras?; is it alarmed',
  },
  brands: {
    ru: 'какие бренды; какой фирмы краска; на какой косметике работаете; какие марки; какого производителя; чьи материалы, какая марка; на каких красках работаете; какой марки оборудование',
    en: 'what brands; which brands do you use; what brand is it; which manufacturer; what make is it, brand?; which products do you use; what brands do you sell; brand of paint?',
  },
  materials: {
    ru: 'из чего сделано; какой материал; состав какой; из какого материала; какая ткань; из чего шьете; натуральные материалы?; какие материалы',
    en: 'what is it made of; what material; ingredients?; is it recycled; whats in it made from; which materials do you use; are they eco friendly; material composition',
  },
  sizes: {
    ru: 'какие размеры; размерная сетка; какой размер; размеры есть какие; большие размеры есть; таблица размерная; размер?; какие габариты',
    en: 'what sizes; size chart; which sizes do you have; dimensions?; what are the measurements; sizes available; size guide; do you have large size',
  },
  colours: {
    ru: 'какие цвета; какого цвета есть; расцветки?; другой цвет есть; какие расцветки; какие оттенки; в каких цветах; цвета какие',
    en: 'what colors; which colours; colours available; other colors?; what shades; color options; does it come in other colours; what colour',
  },
  'custom-made': {
    ru: 'на заказ делаете; под заказ можно; логотип нанесете, можно?; надпись сделаете; гравировку делаете; по индивидуальным размерам; нестандартные размеры; по эскизу сделаете',
    en: 'custom made?; can you print our logo; do you do bespoke; can you put a name on it; engraving?; personalised?; can you customize it; made to order?',
  },
  samples: {
    ru: 'образцы есть?; можно образец; пришлите пробник; где посмотреть образцы; бесплатные образцы; образец материала; можно потрогать материал перед заказом; есть пробники',
    en: 'samples?; free samples; can i get a sample; do you send samples; swatches?; sample before order; fabric samples; can we see a proof',
  },
  wholesale: {
    ru: 'опт есть?; оптом продаете; оптовые цены; мелкий опт; большая партия; для оптовиков какие условия, опт; крупный заказ партия; оптом дешевле, цена опт',
    en: 'wholesale?; do you do wholesale; bulk prices; trade prices; bulk order; large orders?; price for large quantities order; do you sell in bulk',
  },
  availability: {
    ru: 'в наличии есть?; есть в наличии; наличие товара есть; когда поступит; когда появится; остатки есть; когда завоз; товар в наличии',
    en: 'in stock?; is it in stock; do you have it in stock; when will you restock; out of stock?; back in stock when; do you have any stock; stock?, do you have it',
  },
  difference: {
    ru: 'чем отличается; в чем разница; какая разница; что лучше; какой лучше; чем отличаются; что посоветуете, что лучше; разница между ними',
    en: 'whats the difference; difference between them; which is better; how do they differ; a vs b; which one is best; compare the two; what differences are there',
  },
  allergens: {
    ru: 'аллергены есть?; без глютена есть; у меня аллергия; веганское есть; для вегетарианцев что есть; халяль?; без лактозы; постное меню есть',
    en: 'gluten free?; any vegan options; allergies?; is it halal; lactose free; im allergic to nuts; vegetarian?; allergen list',
  },
};
