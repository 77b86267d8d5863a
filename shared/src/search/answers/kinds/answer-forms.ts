/** Forms that answers have. */

/** A street, a building or a place to find it by. */
export const place =
  /улиц|(?<![а-яё])(?:ул|пр|пер|ш|наб|пл|д|корп?|стр|г|мкр|пос|обл)\.|проспект|переул|переезд|шоссе|набережн|площад|бульвар|проезд|квартал|тупик|метро|остановк|станци|этаж|корпус|подъезд|офис|(?<![а-яё])(?:тц|трц|бц)(?![а-яё])|\b(?:street|road|lane|avenue|ave|square|quay|way|drive|court|close|boulevard|blvd|highway|alley|terrace|plaza|mall|estate|building|unit|suite|floor|station|st\.|rd\.|stop|opposite|corner)\b/i;

/** A place, or the way to it. */
export const wayThere = new RegExp(
  `${place.source}|автобус|трамва|троллейб|маршрутк|поверн|пройд|пройти|пешком|вход|\\b(?:bus|train|tram|line|turn|exit|walk|blocks?|tube|subway|metro|minutes from)\\b`,
  'i',
);

/** A time of day, an open day or a closed one. */
export const openingHours =
  /\d{1,2}[:.]\d\d|\d{1,2}\s?(?:am|pm)|(?<![а-яё])(?:с|до|по)\s\d{1,2}(?!\d|\s?[%₽]|\s?руб)|(?<![а-яё])(?:утра|вечера|ночи)(?![а-яё])|полуноч|полночь|полдень|рассвет|закат|полудня|круглосуточ|ежедневн|выходн|отдыха|понедельн|вторник|четверг|пятниц|noon|midnight|o'clock|around the clock|24\/7|closed|закрыт|monday|tuesday|thursday|friday|daily|\d to \d/i;

/** A telephone number. */
export const phoneNumber = /\+?\(?\d[\d\s()-]{6,}\d/;

/** An e-mail address. */
export const mailAddress = /@|\s(?:at|собака)\s/i;

/** A web address. */
export const webAddress = /https?:|www\.|\.(?:ru|com|net|org|io|example|рф|uk|de|eu)(?![a-zа-яё])/i;

/** A length of time. */
export const duration =
  /\d\s?(?:минут|мин(?![а-яё])|час|ч(?![а-яё])|дн|ден|сут|недел|месяц|год|лет|рабочих|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|working)|(?<![а-яё])(?:час|полчаса|сутки|суток|день|неделя|неделю|месяц|полгода|год|сразу)(?![а-яё])|\b(?:an hour|half an hour|a day|a week|a month|a year|overnight|same day|next day|within|instant\w{0,3})\b/i;

/** An amount of money. */
export const moneyAmount = /\d\s?(?:₽|руб|р\.|тыс|€|£|\$|₸)|[€£$₸]\s?\d|бесплатн|free/i;

/** A means of payment. */
export const payment =
  /карт|наличн|купюр|перевод|сбп|qr|счёт|счет|безнал|терминал|card|cash|transfer|cheque|check|paypal|apple pay|google pay|bacs|direct debit|invoice/i;

/** An age. */
export const age =
  /\d{1,2}\s?(?:лет|год|месяц|years?|yrs|months?)|(?<![а-яё])(?:с|от|до)\s[а-яё]{3,12}\s(?:лет|года?)(?![а-яё])|\bage|возраст|совершеннолет|under \d|over \d|\d or over|\d\+|старше|младше/i;
