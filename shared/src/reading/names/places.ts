const places =
  'москва питер петербург спб казань новосибирск екатеринбург самара омск томск тверь пермь уфа челябинск красноярск воронеж волгоград краснодар саратов тюмень тольятти ижевск барнаул иркутск хабаровск ярославль владивосток махачкала оренбург кемерово рязань астрахань пенза липецк киров тула калуга курск сочи брянск иваново мурманск смоленск вологда тамбов сургут химки мытищи люберцы балашиха подольск королев минск алматы астана ташкент бишкек ереван тбилиси баку россия беларусь казахстан грузия армения турция ' +
  'тойота киа хендай хендэ лада форд опель шкода рено ниссан мазда хонда мерседес бмв ауди айфон самсунг сяоми хуавей айпад макбук ' +
  'moscow london berlin paris york russia germany france spain italy dubai kazan minsk almaty astana tbilisi yerevan belgrade istanbul petersburg sochi usa uk us uae bristol brighton manchester leeds liverpool glasgow edinburgh cardiff dublin cork galway boston chicago seattle austin denver toronto vancouver sydney melbourne england scotland wales ireland canada australia india china japan poland ukraine turkey brooklyn oxford cambridge ' +
  'toyota kia hyundai ford opel skoda renault nissan mazda honda mercedes bmw audi iphone samsung xiaomi huawei ipad macbook pixel tesla google apple windows android whatsapp telegram viber instagram facebook';
const known = new Set(places.split(' '));

/** Whether the word is a well-known city, country or brand, which is no person's name. */
export const isPlaceOrBrand = (word: string): boolean => known.has(word.toLowerCase().replaceAll('ё', 'е'));
