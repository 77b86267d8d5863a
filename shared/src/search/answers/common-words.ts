import { foldText } from '../language/fold-text.ts';

/**
 * Words of everyday speech that tell a story around a question, or say little about what is asked, although a small collection may lack
 * them and so take them for rare. An asterisk stands for any ending.
 */
const lines = [
  // Seeing, going, saying, trying, and other things that people do.
  'вижу видел* видно видите видела глянуть гляньте гляну* погляд* посмотр* смотр* увид* слыш* услыш* прид* приш* прих* пойд* пойт* пош* поех* поед* еду едем едет едут ехал* ехать',
  'езж* заеду заедем заед* зайд* зайт* заход* заш* зашл* подойд* подойт* подъед* подъех* подъез* доед* доех* добер* сказал* сказат* говор* говорил* советов* совету* посовет* порекоменд*',
  'понял* пойм* поним* понятн* пережива* боюсь боим* бояться пыта* попыта* стара* постара* решит* реша* выбира* люблю любим любит нрав* понрав* получае* получило* получаетс* начал* начн* стал стала стало стали',
  'стан* остал* остан* живу живём живем живет живут жили сиж* сид* лежит лежат стоял* встал* встан* жду ждем ждём ждать ждут помню помнит* дума* подума* каж* кажетс* наш* успе* успев* усп* чувству* хватит хватае*',
  'сделае* сделат* сделал* делал* делаю* сдела* берем берём беру берет берёт бер* бра* взял* возьм* даст* дадите дадут дашь давал* дал* держ* клад* полож* ставл* пуст* оказал* оказыв* случил* случит* происход* произойд* выйд* выйдет вышл* вход*',
  'закин* кину* брос* тян* дерг* тащ* нес* нёс* принос* привык* привыкл* перепут* ошиб* передум* соби* собер* собра* нибудь',
  // Judgments and degrees.
  'наверн* может возможн* вероятн* типа короче просто прямо прям обычн* нормальн* норм хорош* плох* класс* крут* супер красив* отличн* реальн* точн* правд* честн* главн* важн* обязательн* удобн*',
  'опять снова заодно сразу вместе тоже также почти очень слишком совсем вовсе вроде хотя либо ладно каждый каждую каждое каждые люб* всяк* разн* остальн* весь всю всех всё все друго* други*',
  'нигде никто ничего никак негде нечего некогда кое где-то как-то что-то когда-то куда-то какой-то какая-то какое-то пока чтоб чтобы кроме вместо обратно назад туда сюда оттуда отсюда там тут здесь потом затем',
  'вещь вещи дело случай случае вариант* момент* проблем* смысл* способ* тема* раз разик прошл* следующ* последн* ближайш* вчера позавчера недавно давно скоро когда-нибудь теперь щас счас ща уже еще ещё пару немног* немножк* чуть',
  'тьфу блин ой ах эх увы зато лишь якобы мол дескать мной мною тобой собой вами нами ними вдруг кстати понятно ясно угу норм го',
  // Who is with the customer.
  'муж мужа мужу мужем жена жены жене жену женой мама мамы маме маму мамой папа папы папе папу папой подруга подруги подруге подругу друг друга другу друзья друзей друзьями приятел* сосед* коллег* начальник* шеф* знаком* родственник* мужик* ребята компани*',
  // The same in English.
  'get gets got getting gotten give gives gave given giving go goes going went gone come comes coming came put puts putting see sees saw seen look looks looked find finds think thinks thought guess hope hoping feel feels felt seem seems seemed',
  'let lets try tries tried trying happen happens happened said says told tell heard hear ask asked asking wanted wish need needed live lives lived living sit sits sitting stand stands',
  'take takes took taken taking bring brings brought make makes made making show keep keeps kept leave leaves leaving stay staying start starts stop stops use using work works run allow allowed choose pick big small large new first second own day time place person people kind sort type near nearby around',
  'взя* приед* приезж* пойти идти принят* принимает* принести принесу начать начин* закончить поставит* пускае* положено зависит отлича* означа* нужн* нужен требу* следует покупа* заказыва* пользоват* отдельно только самый самая самое другой другая другое другие такой такая такие такое все весь всю новый новая новые новое старый старая старое старые больш* маленьк* перв* втор* люди человек место штук* вид типа часть рядом возле около недалеко',
  'thing things stuff something anything everything nothing someone anyone everyone somebody anybody everybody nobody somewhere anywhere else other another same such many much more most few lot lots bit bits per each every even just only also too still',
  'yet already ever never always often sometimes maybe perhaps quite pretty rather enough almost around without instead away again soon later first last next good nice best better great fine ok okay alright right sure bad able way ways case point',
  'problem problems issue idea honestly literally lately recently weird annoying hate hates love loves mind worry worried afraid hopefully apparently obviously suddenly',
  'mum mom dad wife husband friend friends mate mates boyfriend girlfriend boss colleague colleagues neighbour neighbor lad lads girls buddy hubby missus',
  'tho though thru bc cos cuz coz cause since because u ur r n im ill id weve shes hes hell well oh hmm err um yep yeah nope nah no yes together whole actual proper little old used back off dont',
];

let known: { readonly whole: ReadonlySet<string>; readonly prefixes: ReadonlySet<string> } | undefined;

const commonWords = () => {
  if (known) return known;
  const words = lines.flatMap((line) => line.split(' ').map(foldText));
  known = {
    whole: new Set(words.filter((word) => !word.endsWith('*'))),
    prefixes: new Set(words.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1))),
  };
  return known;
};

/** Whether the word tells little of what is asked, in any text. */
export const isCommonWord = (word: string): boolean => {
  const { whole, prefixes } = commonWords();
  if (whole.has(word)) return true;
  for (let size = 3; size <= word.length; size++) if (prefixes.has(word.slice(0, size))) return true;
  return false;
};
