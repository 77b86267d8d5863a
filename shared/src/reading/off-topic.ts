import { wholeWords } from '../text/word-pattern.ts';
import { LIKELY_OFF_TOPIC, openOffTopic } from './off-topic-model.ts';
import weights from './off-topic-weights.json' with { type: 'json' };

/**
 * Why a message is no matter of the business: an advertisement, a chore for a chatbot or a question of general
 * knowledge (`foreign`), or something that some businesses do deal with, such as films or recipes (`likely`). `seeming`: only the
 * trained model says so.
 */
export type OffTopic = 'advertisement' | 'foreign' | 'likely' | 'seeming';

/** What only senders of advertisements write. */
const ADVERTISING = wholeWords(
  [
    'продвижени\\p{L}\\s+(?:\\p{L}+\\s+){0,3}(?:в|на)\\s+(?:яндекс|гугл|google|2гис|соцсет|интернет|авито|инстаграм|телеграм|маркетплейс|карт)\\p{L}*|(?:заявк|лид|клиент|подписчик)\\p{L}{0,3}\\s+(?:от|по|за)\\s+\\d+\\s?(?:₽|р|руб\\p{L}*)(?!\\p{L})|аренда рекламн\\p{L}+|рекламн\\p{L}+ (?:щит|баннер|площад|конструкци|агентств|мест)\\p{L}*|наружн\\p{L}+ реклам\\p{L}|(?:скидк\\p{L}|акци\\p{L})\\s+(?:до\\s+)?-?\\d+\\s?%[^?]{0,60}(?:звоните|пишите|заказывайте|спешите|переходите|успейте)|(?:успей|успейте|спешите|торопитесь)\\s+(?:\\p{L}+\\s+){0,3}(?:купить|заказать|получить|до)|выгодн\\p{L}+ предложени\\p{L}|коммерческ\\p{L}+ предложени\\p{L} (?:для|по|о)|(?:оптов\\p{L}+ поставк|поставляем|реализуем|продадим|продаем|продаём)\\p{L}*\\s+(?:\\p{L}+\\s+){0,4}(?:оптом|со склада|от производителя|напрямую)|накрут\\p{L}+|раскрут\\p{L}+ (?:ваш\\p{L}*|в|групп\\p{L}*|канал\\p{L}*)|лидогенерац\\p{L}+|займ\\p{L}? (?:на карту|без|онлайн|под)|кредит\\p{L}* (?:без отказа|бизнесу|под \\d|наличными без)|без вложений|пассивн\\p{L}+ доход\\p{L}*|заработ(?:ок|ай|ать|ка)\\s+(?:от|до|в интернете|на|\\d)|(?:переход\\p{L}+|жми\\p{L}*|кликай\\p{L}*|тыкай\\p{L}*) (?:по|на) ссылк\\p{L}|реферальн\\p{L}+ ссылк\\p{L}|получ(?:и|ите) (?:\\p{L}+\\s+)?(?:\\d[\\d ]*\\s*(?:₽|руб\\p{L}*)?\\s*)?бонус\\p{L}*|бонусом|казино|ставк\\p{L} на спорт|криптовалют\\p{L}* (?:инвест|заработ|сигнал)\\p{L}*|инвестир\\p{L}+ (?:в|с)|баз[аыу] (?:клиентов|номеров|email|почт)|рассылк\\p{L} по (?:базе|вашей)|оставьте заявку|откройте (?:ип|сч[её]т|карту)|откр(?:ой|ыть) (?:р/с|расч[её]тный)|сео-?продвижени\\p{L}|seo[- ]?(?:продвижени\\p{L}|оптимизаци\\p{L})|топ (?:яндекса|гугла|google|10)|в топ[- ]?\\d*|перв(?:ым|ое место|ые места) (?:на картах|в поиск\\p{L}|в выдач\\p{L})',
    '(?:предлага(?:ем|ю)|предложить вам|хотим предложить|рады предложить|оказыва(?:ем|ю))\\s+(?:вам\\s+|вашей компании\\s+|вашему бизнесу\\s+|наши\\s+)?(?:\\p{L}+\\s+){0,3}(?:продвижени\\p{L}|услуг\\p{L}*|сотрудничеств\\p{L}|реклам\\p{L}+|сайт\\p{L}*|разработк\\p{L}|аутсорс\\p{L}*|поставк\\p{L}+|оборудовани\\p{L}|бухгалтери\\p{L}|клининг|интеграц\\p{L}+|crm|кредит\\p{L}*|эквайринг\\p{L}?)',
    '(?:дела(?:ем|ю)|созда(?:ем|ю|дим)|разрабатыва(?:ем|ю)|продвига(?:ем|ю)|настраива(?:ем|ю)|настрою|приведу|привед[её]м)\\s+(?:вам\\s+|ваш\\p{L}*\\s+)?(?:\\p{L}+\\s+){0,2}(?:сайт\\p{L}*|лендинг\\p{L}*|таргет\\p{L}*|реклам\\p{L}+|директ\\p{L}?|чат-?бот\\p{L}*|соцсет\\p{L}+|клиентов|заявк\\p{L}*|лид\\p{L}*)',
    '(?:приглашаем|приглашаю|предлагаем|готовы) к сотрудничеств\\p{L}|(?:мы|компания|занима(?:емся|юсь))\\s+(?:\\p{L}+\\s+){0,2}(?:поставк\\p{L}+|поставля(?:ем|ет)|производством|размещени\\p{L}+|продаж\\p{L}+ оборудовани\\p{L}|ремонтом офисов|подбором персонала)|размеща(?:ем|ю) рекламу|работа на дому|доход от \\d|удал[её]нная работа|подработка для|вакансия для вас|ваш\\p{L}* (?:кандидат\\p{L}*|сотрудник\\p{L}*) найд|портфолио по запросу|первые (?:клиенты|заявки) (?:через|за|уже)|увелич\\p{L}+ (?:ваши )?(?:продаж\\p{L}*|конверси\\p{L}|прибыль)|больше клиентов|ваш(?:его|ему)? (?:бизнес\\p{L}*|салон\\p{L}*|компани\\p{L}|магазин\\p{L}*)\\s+(?:\\p{L}+\\s+){0,3}(?:продвиж\\p{L}+|в соцсетях|на картах|клиент\\p{L}*)',
    'guest post\\p{L}*|link (?:insertion|building|exchange)|backlinks?|(?:rank|ranking|top|first page|#1|number one) (?:\\p{L}+\\s+){0,3}(?:on|of|in) google|seo (?:service|agency|expert|audit|company|package)s?|domain (?:is|name is|will) (?:\\p{L}+\\s+)?expir\\p{L}+|wire (?:us )?[$€£]?\\d|keep your listing|(?:boost|grow|increase|buy) (?:your )?(?:\\p{L}+\\s+)?(?:traffic|followers|sales|ranking|visibility|likes|leads)|(?:lead|traffic) generation|(?:we|i|our (?:team|agency|company)) (?:can |could |would like to |are happy to |specialize in |specialise in )?(?:offer|offers|provide|build|design|develop|redesign)(?:ing)? (?:you |your )?(?:\\p{L}+\\s+){0,3}(?:websites?|apps?|seo|marketing|services to businesses|outsourcing|web ?design|software|leads)|business loans?|merchant cash|pre-?approved|no credit check|click (?:here|the link|below)|earn (?:up to )?[$€£]?\\d+|work from home|crypto (?:investment|signals|trading)|passive income|forex|casino|bitcoin|(?:e-?mail|contact) (?:list|database)|limited[- ]time offer|dear (?:sir|madam|business owner|website owner)|virtual assistants? (?:for|from)|explainer video|businesses like yours|companies like yours|(?:open to|up for|jump on) a (?:quick )?(?:call|chat)|partnership (?:opportunity|proposal)|collaborat(?:e|ion) (?:with you|opportunity|proposal)|wholesale supplier|manufacturer (?:from|in|of)|(?:more|qualified) leads|leads a month|grow your business|free (?:audit|demo|trial) of our',
  ].join('|'),
);

/** Chores and questions that no business is asked for. */
const FOREIGN = wholeWords(
  [
    '(?:напиши|сочини|придумай|составь|сгенерируй)(?:те)?\\s+(?:мне\\s+|пожалуйста\\s+)?(?:\\p{L}+\\s+){0,2}(?:стих\\p{L}*|поздравлени\\p{L}|поэм\\p{L}|сочинени\\p{L}|эссе|рассказ|сказк\\p{L}|песн\\p{L}+|код|программ\\p{L}|реферат|доклад|рэп|тост|шутк\\p{L}|анекдот|диплом|курсов\\p{L}+|пост|резюме)|(?:расскажи|знаешь|давай)(?:те)?\\s+(?:мне\\s+)?(?:\\p{L}+\\s+)?(?:анекдот|шутк\\p{L}|сказк\\p{L}|историю про|стих)|пошути(?:те)?|рассмеши(?:те)?|спой(?:те)?',
    '(?:реши|решить|решите|помоги|помогите)\\s+(?:мне\\s+)?(?:с\\s+|решить\\s+|сделать\\s+)?(?:\\p{L}+\\s+)?(?:задач\\p{L}+|уравнени\\p{L}|пример|домашк\\p{L}+|домашн\\p{L}+|урок\\p{L}*|контрольн\\p{L}+|интеграл|егэ|огэ)|интеграл\\p{L}*|производн\\p{L}+ (?:от|функц\\p{L}+)|(?:умножить|разделить|помножить) на|корень из|в квадрате|теорем\\p{L}',
    '(?:реши|решите|посчитай|вычисли|докажи)(?:те)?\\s+(?:\\p{L}+\\s+){0,3}(?:\\d+ класс|примеры?|уравнени\\p{L}|за меня)|из пункта а|(?:есть|была|возможна)(?: ли)? жизнь\\s+(?:на|после|без)|(?:почему|зачем|откуда|как)\\s+(?:появил|возник|устроен|работает|летают|вымер|светит|вращается)\\p{L}*\\s+(?:вселенн|земл|солнц|лун|звезд|звёзд|человек|человечеств|динозавр|самол[её]т|атом|интернет|мозг)\\p{L}*|кто сильнее|сколько (?:живут|весит|длится жизнь)\\s+(?!у вас)(?:черепах|слон|кот|собак|медвед|земл|солнц|лун)\\p{L}*',
    'переведи(?:те)?\\s+(?:мне\\s+|пожалуйста\\s+)?(?:на|с|фраз\\p{L}|слово|текст|предложени\\p{L})',
    '(?:кто|что)\\s+так(?:ой|ая|ое|ие)\\s+\\p{L}+|столиц\\p{L}\\s+\\p{L}+|(?:как\\p{L}+|сколько)\\s+(?:\\p{L}+\\s+){0,2}(?:население|населения|планет|звезд|звёзд|материков|океанов|костей|лап|хвостов)|сколько (?:ног|глаз|зубов|лап) (?:у|имеет) (?!вас)\\p{L}+|температур\\p{L}\\s+(?:\\p{L}+\\s+)?(?:кипени\\p{L}|плавлени\\p{L}|солнц\\p{L}|замерзани\\p{L})|химическ\\p{L}+ формул\\p{L}|формула (?:воды|спирта|соли)|в каком году (?:родил\\p{L}+|умер\\p{L}*|началась|распал\\p{L}+|изобре\\p{L}+|полет\\p{L}+)|кто (?:изобр[её]л|открыл|написал|придумал|победил|выиграл|президент|премьер|играет сегодня|чемпион)|сч[её]т матча|смысл жизни|сколько (?:километров|км|лет)\\s+(?:до|от|назад)\\s+(?:луны|солнца|марса|звезд|москвы)|на фронте|инопланетян\\p{L}+|динозавр\\p{L}+ (?:вымер|жил)\\p{L}+',
    'курс\\p{L}? (?:доллар\\p{L}|евро|юан\\p{L}|йен\\p{L}|валют\\p{L}?|биткоин\\p{L})|(?:какая|какой|что с|прогноз)\\s+(?:сегодня\\s+|завтра\\s+|будет\\s+|на\\s+)*погод\\p{L}|прогноз погоды|погода (?:на|в|сегодня|завтра)|будет ли (?:завтра |сегодня )?дождь|гороскоп\\p{L}*|за кого голосова\\p{L}+|(?:что думаешь|что думаете|как относи(?:шь|те)сь) (?:о|про|к) \\p{L}+|путин\\p{L}*|трамп\\p{L}*|зеленск\\p{L}+|выбор(?:ы|ах) президента|политик\\p{L} партии|бог(?:а)? есть|есть ли бог',
    '(?:write|compose|make up|generate|create)(?:\\s+(?:me|us))?\\s+(?:an?\\s+|some\\s+|the\\s+)?(?:\\p{L}+\\s+){0,2}(?:poems?|essay|story|song|code|script|haiku|rap|cover letter|resume|cv|joke|limerick|sonnet|tweet|blog post)|tell (?:me|us) (?:a|another|some|an?)\\s+(?:\\p{L}+\\s+)?(?:jokes?|story|riddle|fairy tale|fun fact)|(?:sing|rap) (?:me|us|a)|make me laugh',
    "(?:help|do|solve|finish)\\s+(?:me\\s+)?(?:with\\s+)?(?:my\\s+|this\\s+|the\\s+)?(?:\\p{L}+\\s+)?(?:homework|assignment|equation|maths? problem|essay|exam)|solve\\s+\\d*[xy]|\\d*[xy]\\s*[-+=^]\\s*\\d+|square root of|derivative of|integral of|what(?:['’]s| is) \\d+\\s*(?:[x×*/+-]|times|plus|minus|divided by)\\s*\\d+",
    'translate\\s+(?:this|that|the|["“\'«]|\\p{L}+\\s+(?:\\p{L}+\\s+)?(?:in)?to)|(?:how do you|how to) say (?:\\p{L}+\\s+){1,4}in \\p{L}+',
    "who (?:is|was|are) (?:the )?(?:president|prime minister|king|queen|richest|author|inventor|champion)|who (?:won|invented|discovered|wrote|painted|directed|scored|sang|plays)(?: the| last|\\s+\\p{L}+)|capital (?:city )?of|population of|boiling point|melting point|how many (?:planets|continents|bones|legs|teeth|countries|people live|states|moons|stars)|how (?:far|big|old|tall) is the (?:moon|sun|earth|universe|eiffel)|meaning of life|what year (?:did|was) (?:the )?(?:war|\\p{L}+ (?:born|die))|when (?:was|did) \\p{L}+ (?:\\p{L}+ )?(?:born|die)|exchange rate|(?:bitcoin|stock|gold) price|price of (?:bitcoin|gold|oil)|what(?:['’]s| is) the (?:weather|temperature outside|news|score)|weather (?:in|for|today|tomorrow|forecast|like)|will it (?:rain|snow)|is it (?:going to|gonna) (?:rain|snow)|horoscope|who should i vote|(?:trump|biden|putin|brexit)|is god real|are (?:aliens|ghosts|dinosaurs) (?:real|alive)|what(?:['’]s| is) \\d+ (?:times|plus|minus|divided)|do you believe in",
  ].join('|'),
);

/** Some businesses sell or advise on these, so that the knowledge base is asked first. */
const LIKELY = wholeWords(
  [
    'как\\s+(?:правильно\\s+|вкусно\\s+|быстро\\s+|самому\\s+|дома\\s+)?(?:сварить|приготовить|испечь|пожарить|засолить|похудеть|вылечить|накачать|вывести пятно|познакомиться|бросить курить)|рецепт\\p{L}?|что (?:по)?дарить\\s+(?:\\p{L}+\\s+){0,3}на|(?:посоветуй|порекомендуй|подскажи)(?:те)?\\s+(?:мне\\s+)?(?:\\p{L}+\\s+){0,2}(?:фильм\\p{L}*|сериал\\p{L}*|мультик\\p{L}*|мультфильм\\p{L}*|книг\\p{L}*|песн\\p{L}+|музык\\p{L}|игр\\p{L}|аниме)|что (?:посмотреть|почитать|послушать)(?: вечером| на вечер)?|который (?:сейчас )?час|сколько (?:сейчас )?времени(?=\\s*(?:$|[?.!]))|какой сегодня день|почему (?:небо|трава|вода|земля|снег|луна|люди|кошки|собаки|птицы|мы|человек)',
    'recommend (?:me )?(?:an?\\s+|some\\s+)?(?:\\p{L}+\\s+){0,2}(?:movie|film|book|series|song|show|game|anime|podcast)s?|what (?:should|can) i (?:watch|read|cook|listen to)|how (?:do i|to|can i) (?:cook|bake|boil|fry|lose weight|quit smoking|make (?:a )?(?:soup|cake|bread|pasta))|recipes?|gift ideas?|what time is it|what day is (?:it|today)|why is the sky|why do (?:cats|dogs|people|birds)',
  ].join('|'),
);
/** A message that addresses the business is on topic. */
const OURS = wholeWords('у вас|у тебя|ваш\\p{L}*|вашего|вами|вы|do you|you have|your|you sell|you offer|here');

const chanceOf = openOffTopic(weights);

/** Whether a message sounds like those that are no matter of the business, such as offers of other firms. */
export const seemsOffTopic = (text: string): boolean => chanceOf(text) >= LIKELY_OFF_TOPIC;

/** Reads whether a message has nothing to do with any business that it could be written to. */
export const readOffTopic = (text: string): OffTopic | undefined => {
  if (ADVERTISING.test(text)) return 'advertisement';
  if (OURS.test(text)) return undefined;
  if (FOREIGN.test(text)) return 'foreign';
  return LIKELY.test(text) ? 'likely' : undefined;
};
