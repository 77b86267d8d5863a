/** A part of a word and its spellings in the other alphabet, the usual one first. */
export type Rule = readonly [piece: string, ...written: string[]];

// biome-ignore format: a table
/** How Russians type Russian on a Latin keyboard; longer pieces come first. */
export const toRussian: readonly Rule[] = [
  ['shch', 'щ'], ['sch', 'щ', 'сч', 'ш'], ['zh', 'ж'], ['kh', 'х'], ['ts', 'ц'], ['tz', 'ц'], ['ch', 'ч', 'х', 'ш'], ['sh', 'ш'],
  ['yo', 'е', 'йо'], ['jo', 'е', 'джо'], ['yu', 'ю'], ['ju', 'ю', 'джу'], ['iu', 'ю', 'иу'], ['ya', 'я'], ['ja', 'я', 'джа'],
  ['ia', 'ия', 'я'], ['ye', 'е'], ['iy', 'ий'], ['yy', 'ый'], ['ph', 'ф'], ['ck', 'к'], ['oo', 'у', 'оо'], ['ee', 'и', 'ее'],
  ['th', 'т', 'с'], ['qu', 'кв'], ['ay', 'ай', 'эй', 'ей'], ['ey', 'ей', 'эй', 'и'],
  ['a', 'а', 'э'], ['b', 'б'], ['c', 'к', 'с', 'ц'], ['d', 'д', 'дь'], ['e', 'е', 'э', ''], ['f', 'ф'], ['g', 'г', 'дж'],
  ['h', 'х', 'г', ''], ['i', 'и', 'ай', 'й'], ['j', 'й', 'ж', 'дж'], ['k', 'к'], ['l', 'л', 'ль'], ['m', 'м'], ['n', 'н', 'нь'],
  ['o', 'о'], ['p', 'п'], ['q', 'к'], ['r', 'р'], ['s', 'с', 'з'], ['t', 'т', 'ть'], ['u', 'у', 'ю', 'а'], ['v', 'в'],
  ['w', 'в', 'у', 'ш'], ['x', 'кс', 'х'], ['y', 'ы', 'и', 'ий'], ['z', 'з'], ["'", 'ь'],
];

// biome-ignore format: a table
/** How foreign names are written that Russians spell by sound. */
export const toLatin: readonly Rule[] = [
  ['ай', 'ay', 'i', 'ai', 'y'], ['эй', 'ey', 'a', 'ay'], ['ей', 'ey', 'a', 'ay'], ['ау', 'au', 'ow'], ['дж', 'dzh', 'j', 'g'],
  ['кс', 'ks', 'x'], ['кв', 'kv', 'qu'],
  ['а', 'a', 'u'], ['б', 'b'], ['в', 'v', 'w'], ['г', 'g', 'h'], ['д', 'd'], ['е', 'e', 'a'], ['ж', 'zh', 'j', 'g'], ['з', 'z', 's'],
  ['и', 'i', 'y', 'ee', 'e'], ['й', 'y', 'i'], ['к', 'k', 'c', 'ck'], ['л', 'l', 'll'], ['м', 'm'], ['н', 'n'], ['о', 'o', 'a'],
  ['п', 'p', 'pp'], ['р', 'r'], ['с', 's', 'c', 'ss'], ['т', 't', 'tt'], ['у', 'u', 'oo', 'w'], ['ф', 'f', 'ph'], ['х', 'h', 'kh'],
  ['ц', 'ts', 'c', 'z'], ['ч', 'ch'], ['ш', 'sh', 'sch', 'ch'], ['щ', 'shch'], ['ъ', ''], ['ы', 'y'], ['ь', ''], ['э', 'e', 'a'],
  ['ю', 'yu', 'u'], ['я', 'ya', 'ia'],
];

// biome-ignore format: a table
/** Names that follow neither the letters nor the sound: the Latin name and its Russian spellings. */
export const foreignNames: readonly (readonly [latin: string, ...russian: string[]])[] = [
  ['apple', 'эппл', 'эпл'], ['bluetooth', 'блютуз', 'блютус'], ['bosch', 'бош'], ['chevrolet', 'шевроле'], ['citroen', 'ситроен'],
  ['email', 'имейл', 'емейл', 'имэйл', 'мейл'], ['excel', 'эксель', 'ексель'], ['facebook', 'фейсбук', 'фэйсбук'], ['google', 'гугл'],
  ['huawei', 'хуавей', 'хуавэй'], ['hyundai', 'хендай', 'хундай', 'хендэ', 'хенде'], ['mitsubishi', 'мицубиси', 'митсубиши'],
  ['paypal', 'пейпал', 'пэйпал'], ['peugeot', 'пежо'], ['photoshop', 'фотошоп'], ['playstation', 'плейстейшн', 'плейстейшен'],
  ['porsche', 'порше'], ['powerpoint', 'паверпоинт', 'поверпоинт'], ['notebook', 'ноутбук'], ['renault', 'рено'], ['skype', 'скайп'], ['skoda', 'шкода'], ['smartphone', 'смартфон'],
  ['volkswagen', 'фольксваген'], ['whatsapp', 'ватсап', 'вотсап', 'вацап', 'уотсап'], ['wifi', 'вайфай'],
  ['windows', 'виндовс', 'виндоус'], ['xiaomi', 'сяоми', 'ксиаоми', 'шаоми'], ['youtube', 'ютуб', 'ютюб', 'ютьюб'],
];
