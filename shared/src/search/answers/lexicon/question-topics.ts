/** A common question to a business, and what its answer contains. */
export type QuestionTopic = {
  /** How people ask it; matching words stand for the topic and are not searched for. */
  readonly asked: RegExp;
  /** A text about the topic, or its heading, contains at least one of these words. */
  readonly words: string;
  /** The pattern of an answer. */
  readonly found: RegExp;
  /** When a text without this pattern cannot be an answer: `alone` if the question names nothing besides the topic. */
  readonly strict: 'always' | 'alone' | 'never';
};

const hours =
  /\d{1,2}[:.]\d\d|\d{1,2}\s?(?:am|pm)|(?<![а-яё])(?:утра|вечера|ночи)(?![а-яё])|полуноч|полночь|полдень|рассвет|закат|полудня|круглосуточ|ежедневн|выходной|понедельн|вторник|четверг|пятниц|noon|midnight|o'clock|around the clock|closed|закрыт|monday|tuesday|thursday|friday|daily/i;

/** Topics that people ask for in words that do not occur in the text: "где вы?", "how late are you open?". */
export const questionTopics: readonly QuestionTopic[] = [
  {
    asked:
      /(?<![а-яё])где (?:вы|вас|вы находитесь|находитесь|находится|ваш[ае]?)(?![а-яё])(?: (?:находитесь|найти|находится|расположены|офис|салон|магазин))?|вы где(?: находитесь)?|(?<![а-яё])адрес(?:а|ок)?(?![а-яё])|куда (?:ехать|подъехать|приехать|приезжать|приходить|подойти)|как (?:(?:к вам|до вас|вас) )?(?:доехать|добраться|пройти|проехать|найти|добираться)|(?<!e-?mail |mail )\baddress\b|where (?:are|r) (?:you|u)(?: guys)?(?: located| based)?|where is (?:it|your (?:shop|office|place|store))|how (?:do|can|to) (?:i |we )?(?:get|find|reach) (?:there|to you|you|it)?|\bdirections\b|(?:which|what|nearest) (?:train|bus|metro|tube|tram)? ?(?:stop|station|line)/i,
    words:
      'адрес улица проспект переулок набережная пройти доехать добраться находимся address street find finding located directions',
    found:
      /улиц|(?<![а-яё])ул\.|проспект|переул|переезд|шоссе|набережн|площад|бульвар|\b(?:street|road|lane|avenue|square|quay|st\.)/i,
    strict: 'always',
  },
  {
    asked:
      /(?:во сколько|до скольки|с(?:о)? скольки|(?:до|с) какого часа|до которого часа|когда)(?: вы| у вас)?(?: начинаете| заканчиваете)? ?(?:работает[ея]?|работаете|открывает\S{0,12}|закрывает\S{0,12}|открыт\S{0,12}|закрыт\S{0,12}|открытие|закрытие)|(?:во сколько|до скольки|со? скольки|до какого часа|с какого часа)(?=[\s?.,!]*$)|(?:график|режим|часы) работы|(?<![а-яё])(?:вы )?(?:работаете|открыты)(?= (?:в|по|на|сегодня|завтра|ли|до|с|\d)|[\s?.!]*$)|(?:what time|when|how late|until when|till when) (?:do|are|r) (?:you|u)(?: guys)? ?(?:open|close|closing|shut|there)|(?:opening|working|business|store|shop) hours|\bhours\b(?=[\s?.!]*$)|(?:are )?(?:you|u) (?:guys )?open|^\s*open (?:on|today|tomorrow|now|late|jan|dec|sun|sat)/i,
    words: 'часы график режим работы работаем открыты закрыты ежедневно hours open opening closed daily',
    found: hours,
    strict: 'alone',
  },
  {
    asked:
      /(?:номер )?(?:ваш(?:его)? )?телефон(?:а|чик)?(?: (?:админа|администратора|для связи))?(?=[\s?.,!]|$)(?! (?:старый|новый))|номер ваш\S{0,12} \S{1,12}|кому (?:позвонить|звонить|набрать)|куда (?:позвонить|звонить)|как с вами связаться|как (?:вам )?позвонить|phone number|(?:your|a) (?:phone|number)(?=[\s?.!]*$)|how (?:do|can) (?:i|we) (?:call|reach|contact)|\bcontact (?:details|number|info)/i,
    words: 'телефон связаться звоните контакты администратор phone telephone call text reach contact',
    found: /\+?\(?\d[\d\s()-]{6,}\d/,
    strict: 'always',
  },
  {
    asked:
      /(?:на машине|машин\S{1,12}) (?:где |куда )?(?:встать|поставить|оставить)|где (?:машин\S{1,12} )?(?:поставить|оставить|припарковать\S{0,12})(?: машин\S{1,12}| авто)?|where (?:can|do|could) (?:i|we) (?:park|leave (?:my|the|our) car)/i,
    words: 'парковка стоянка parking park spaces',
    found: /парков|стоянк|park/i,
    strict: 'never',
  },
  {
    asked:
      /(?:чем|как) (?:можно )?(?:платить|оплатить|расплатиться|рассчитаться|оплачивать)|how (?:can|do) (?:i|we) pay|ways to pay|what (?:cards|payment)|(?:способ\S{0,12}|вариант\S{0,12}) оплаты|оплата (?:картой|как)/i,
    words: 'оплата платить карта наличные сбп payment pay card cards cash',
    found: /карт|наличн|перевод|card|cash/i,
    strict: 'never',
  },
  {
    asked:
      /что (?:нужно |надо )?(?:взять|брать|принести|захватить|иметь)(?: с собой)?|what (?:do|should|must) (?:i|we) (?:bring|take)|what to (?:bring|take)|need to bring/i,
    words: 'взять собой возьмите принести bring take',
    found: /паспорт|обув|вод[уы]|passport|\bid\b|shoes|device/i,
    strict: 'never',
  },
  {
    asked:
      /как долго|сколько (?:по )?(?:времени|идёт|идет|длится|длятся|займёт|займет|занимает|ждать|делается|приживается)(?: по времени)?|по времени|за сколько (?:дней|времени|часов)|how long(?: does it take| is it| will it take)?|time (?:does it take|frame)/i,
    words: 'срок длится занимает минут часов дней сутки duration long takes minutes hours days',
    found: /\d\s?(?:минут|час|дн|сут|недел|месяц|minutes?|hours?|days?|weeks?)/i,
    strict: 'never',
  },
];
