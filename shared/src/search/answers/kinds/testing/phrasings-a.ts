/** How customers ask each kind of question, separated by semicolons. */
export type Phrasings = Readonly<Record<string, { readonly ru: string; readonly en: string }>>;

/** Place, contact and money. */
export const phrasingsOfPlaceContactMoney: Phrasings = {
  address: {
    ru: 'вы где?; где вы находитесь; адрес подскажите; какой у вас адресок; куда подъехать?; а где вы территориально; в каком вы районе; где ваш офис; скиньте геолокацию; куда приезжать завтра',
    en: 'where are you; where r u located; address?; whats ur address; where is your shop; where are you guys based; your location pls; where can i find you; what street are you on',
  },
  directions: {
    ru: 'как до вас добраться; как доехать на метро; как пройти от вокзала; какая ближайшая станция; какой автобус до вас идет; как к вам попасть; на каком трамвае ехать; как вас найти',
    en: 'how do i get there; how to find you; directions please; which bus goes to you; nearest metro station; how do we get to you by train; what tube stop; where is the entrance',
  },
  parking: {
    ru: 'парковка есть?; где поставить машину; есть ли стоянка; припарковаться можно?; куда тачку бросить; на машине где встать; паркинг платный?; где можно оставить авто',
    en: 'parking?; is there parking; can i park outside; where do i park; where can i leave my car; do you have a car park; is parking free; where can we leave the van',
  },
  accessibility: {
    ru: 'пандус есть?; на коляске проеду?; доступ для инвалидов есть; с инвалидной коляской можно попасть; есть ли ступеньки; у вас безбарьерная среда?; лифт есть?; мы с колясочником',
    en: 'wheelchair access?; is there a ramp; are you accessible; step free entrance?; my dad is disabled; are there any stairs; is there a lift; do you have an elevator',
  },
  toilets: {
    ru: 'туалет есть?; где уборная; санузел имеется?; есть ли у вас душ; помыться где можно; раздевалка есть; где переодеться; есть где перепеленать',
    en: 'is there a toilet; where is the bathroom; do you have restrooms; wheres the loo; are there showers; changing rooms?; do you have lockers; is there a shower',
  },
  wifi: {
    ru: 'вайфай есть?; wi-fi?; пароль от вай фая; есть интернет?; у вас есть wifi; инет есть; вай фай бесплатный?; какой пароль от wifi',
    en: 'wifi?; do you have wi-fi; wifi password; is there internet; free wifi?; is there wireless; can i use the wifi; whats the wi fi password',
  },
  branches: {
    ru: 'есть ли филиалы; сколько у вас филиалов; другие точки есть?; есть ещё салоны; где ещё магазины; есть отделение в другом районе; филиал в центре есть; какие еще адреса',
    en: 'do you have other locations; any other branches; how many branches; is there a branch downtown; other stores?; more locations; list of branches; outlets in town?',
  },
  'lost-property': {
    ru: 'забыл у вас зонт; оставила вчера шарф; потерял ключи у вас; бюро находок есть?; не находили кошелек; где забытые вещи; оставили куртку у вас; нашли мою сумку?',
    en: 'i left my jacket; forgot my umbrella there; lost my wallet; lost property?; lost and found; left my glasses yesterday; i think i lost my keys there; did you find my scarf, left it there',
  },
  phone: {
    ru: 'телефон?; ваш номер телефона; номерок админа дайте; кому позвонить; как с вами связаться; дайте контакты; куда звонить; как до вас дозвониться; ватсап есть?',
    en: 'phone number; whats your number; who do i call; how can i contact you; your phone pls; what number should i ring; contact details; do you have whatsapp',
  },
  hours: {
    ru: 'до скольки работаете; график работы; вы сегодня открыты?; в воскресенье работаете; во сколько закрываетесь; со скольки вы работаете; часы работы; режим работы какой; когда открываетесь; до которого часа открыты',
    en: 'opening hours; what time do you close; are you open on sunday; when do you open; how late are you open; open today?; hours?; what are your hours; business hours; are you open now',
  },
  mail: {
    ru: 'почта какая; ваш имейл; email есть?; куда прислать фото на почту; мыло дайте; скиньте почту; адрес электронной почты; имейл?',
    en: 'email?; whats your email; your e-mail address; where can i email you; who do i email about it; can i send an email; what address do i mail to; email address please',
  },
  website: {
    ru: 'сайт есть?; ваш сайт; адрес сайта; инстаграм есть?; вы вконтакте есть; дайте ссылку на сайт; какой у вас сайт; есть соцсети у вас',
    en: 'website?; do you have a website; your web site; are you on instagram; facebook page?; do you have social media; link to your website; whats your instagram',
  },
  languages: {
    ru: 'говорите по английски?; есть англоговорящие; на английском можно?; кто то понимает английский; на каких языках говорите; переводчик есть?; на русском проводите; общаетесь на немецком',
    en: 'do you speak english; anyone speak russian; what languages do you speak; english speaking staff?; can you do it in russian; is it in english; which languages; does the doctor speak german',
  },
  'who-does-it': {
    ru: 'кто проводит занятия; кто у вас мастер; кто ведет курс; кто будет делать; какие у вас врачи; кто преподает; кто лечит; кто принимает в субботу',
    en: 'who does the repair; who teaches the class; who runs it; who is the trainer; which doctor; who cooks; who performs the treatment; who will be my coach, which trainer',
  },
  qualifications: {
    ru: 'какой опыт у мастера; сколько лет вы на рынке; есть ли образование у преподавателя; стаж врача какой; давно работаете?; мастера сертифицированные?; дипломированные специалисты?; носители языка преподают?',
    en: 'are your staff qualified; how much experience do you have; are your trainers qualified; how long have you been in business; are your teachers native speakers; what qualifications do you have; is the doctor experienced; how experienced is your team',
  },
  vacancies: {
    ru: 'вакансии есть?; ищу работу; хочу у вас работать; вам нужны сотрудники; куда отправить резюме; требуются курьеры?; подработка есть; набираете официантов?',
    en: 'are you hiring; any vacancies; any jobs going; do you have work for me; where do i send my cv; can i apply for a job; internship?; looking for staff?',
  },
  instalments: {
    ru: 'рассрочка есть?; можно частями оплатить; в кредит можно; долями принимаете?; платить помесячно можно; оформляете кредит?; есть рассрочка без процентов; халва работает?',
    en: 'do you do installments; can i split the payment; payment plan?; financing available?; can i pay monthly; pay later possible?; can i pay in parts; klarna?',
  },
  'credit-period': {
    ru: 'отсрочку даете?; отсрочка платежа; можно с отсрочкой; постоплата есть?; работаете по постоплате; какая отсрочка по оплате; дадите отсрочку 30 дней; есть ли постоплата',
    en: 'credit terms?; payment terms; net 30?; do you offer net terms; what are your payment terms; trade account?; can we pay on account; net 15 ok?',
  },
  invoice: {
    ru: 'счет для юрлица выставите?; безнал можно; работаете с юрлицами; закрывающие документы дадите; акт дадите?; оплата от организации по счету; чек будет?; для ооо счет можно',
    en: 'can i get an invoice; do you invoice companies; receipt please?; can you bill our company; do you send invoices; pro forma?; will i get a receipt; invoice possible?',
  },
  vat: {
    ru: 'с ндс?; ндс есть; работаете с ндс; цена с ндс или без; вы плательщики ндс; ндс включен?; без ндс сколько; выделяете ндс',
    en: 'is vat included; vat?; prices with vat?; do you charge vat; plus vat or not; are taxes included; is sales tax included; is tax included in the price',
  },
  'tax-deduction': {
    ru: 'налоговый вычет можно?; справка для налоговой; вернуть 13 процентов налоговый; документы для вычета; вычет оформить; дадите справку для налоговой; возврат налога за лечение; вычет за обучение',
    en: 'tax deduction?; is it tax deductible; can i get tax relief; papers for tax deduction; tax return form for this?; do you give tax deduction papers; tax relief for tuition; deductible tax?',
  },
  prepayment: {
    ru: 'предоплата нужна?; какой аванс; нужно платить вперед; задаток берете?; сколько предоплата; без предоплаты можно; аванс обязателен?; заранее платить?',
    en: 'do i pay upfront; is prepayment required; down payment?; how much up front; pay in advance?; need to pay before?; prepay needed?; do you need payment upfront',
  },
  deposit: {
    ru: 'залог какой; депозит нужен?; сколько залог; какой залог оставить; без залога можно; какой депозит; холд на карте есть?; размер депозита',
    en: 'deposit?; how much is the deposit; is there a deposit; security deposit?; do you take a deposit; is the deposit returned; what deposit do i leave; card hold amount?',
  },
  'gift-cards': {
    ru: 'подарочные сертификаты есть?; сертификат в подарок; подарочная карта; сертификат купить можно; какой номинал сертификата; срок действия подарочного сертификата; электронный сертификат есть; на какую сумму сертификат',
    en: 'gift cards?; do you sell vouchers; gift certificate; can i buy a gift voucher; how long are vouchers valid; gift card for a friend; vouchers how long do they last; do you have gift cards',
  },
  loyalty: {
    ru: 'бонусы есть?; накопительная система; карта клиента есть; постоянным клиентам что; кэшбэк есть?; баллы начисляете; приведу подругу что будет; программа лояльности',
    en: 'loyalty program?; do you have rewards; bonus points?; discount for returning customers; refer a friend bonus; cashback?; do regular customers get anything; loyalty card',
  },
  discounts: {
    ru: 'скидки есть?; какие акции; скидка пенсионерам; а подешевле можно; промокод есть?; студентам скидка будет?; скидон дадите; льготы для студентов есть',
    en: 'any discounts; student discount?; do you have any deals; promo code?; special offers?; can you do it cheaper; senior discount; is there a sale',
  },
  'price-includes': {
    ru: 'что входит в цену; что включено; что входит в программу; это входит в стоимость?; материалы включены?; что получу за эти деньги; что в комплекте; отдельно платить или входит',
    en: 'what is included; whats included; is it included in the price; what do i get; what does it come with; what does the package include; is breakfast included; whats in it',
  },
  'extra-charges': {
    ru: 'доплаты есть?; какая наценка; комиссия есть?; дополнительная плата; что не входит; скрытые платежи есть; надбавка за выходной; есть переплата?',
    en: 'any extra charges; hidden fees?; is there a surcharge; booking fee?; additional costs?; what is not included; any extra fees; service charge?',
  },
  'minimum-order': {
    ru: 'минимальный заказ какой; минимальная сумма; от скольки штук; минималка?; минимальный срок аренды; от какой суммы заказ; минимальная партия; можно поштучно купить',
    en: 'minimum order?; moq; min order value; what is the minimum quantity; minimum spend; minimum rental term; minimum stay?; smallest order',
  },
  payment: {
    ru: 'как можно оплатить; чем платить; картой можно?; наличные принимаете; по сбп можно оплатить; способы оплаты; нал или карта; оплата переводом',
    en: 'how can i pay; do you take cards; cash ok?; payment methods; do you accept amex; can i pay with paypal; apple pay?; cash only?; ways to pay',
  },
  cheaper: {
    ru: 'что дешевле; какой вариант дешевле; самый дешевый какой; что выгоднее; какая самая бюджетная; что из этого дешевле; самое недорогое; какой тариф выгоднее',
    en: 'which is cheaper; whats the cheapest; cheapest option; which one is cheaper; what is cheaper; least expensive one; best value?; lowest price?',
  },
};
