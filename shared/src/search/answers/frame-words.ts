import { stemWord } from '../language/stems/stem-word.ts';

/** Stems of polite and framing words. */
const frameStems = [
  'подскаж подскажит скаж скажит пожалуйст здравств здравствуйт привет добр ден дн вечер утр узна интерес интересн интересует',
  'хоте хотел хотет хочет хот хоч мож можн можно нужн вопрос спасиб расскаж расскажит объясн объяснит',
  'нам наш ваш напомн повтр есть имеет имеют называ наход находит находится явля явля являет дела делает делают дает даете друг сво котор',
  'remind repeat pleas hello hi hey tell know want like need question thank help explain good morn day dai afternoon kind name call use',
];

/** Fillers, and verbs that only say that a business does something. */
const fillers = [
  'вообще вобще кстати случайно примерно приблизительно ориентировочно сориентируйте ориентировать хотелось',
  'планирую планируем собираюсь собираемся думаю решил решила узнать уточнить поинтересоваться заинтересовало проконсультируйте получится',
  'бывает бывают существует присутствует предусмотрено предоставляете предлагаете оказываете осуществляете практикуете занимаетесь',
  'пж плиз спс ок окей ага слушайте смотрите ребят ребята девочки девушки девушка уважаемые господа коллеги именно конкретно',
  'информация инфа информацию инфу ответьте знать знаете помогите посоветуйте сообщите напишите скиньте пришлите дайте',
  'вопросик насчет поводу касаемо относительно извините вечерок денек',
  'guys folks actually basically gonna wanna lol btw really maybe approx approximately roughly sort kinda currently anyway wondering curious',
  'per interested looking planning thinking pls plz thx cheers sorry sir madam mate dear possible possibly provide offer exactly usually',
  'info information details regarding concerning let speak talk поговорить пообщаться сегодня завтра сейчас today tomorrow tonight now',
  'whats wheres hows whos theres ive youre dont doesnt cant wont isnt arent didnt руб рублей доллары евро dollars bucks euros',
];

let frames: ReadonlySet<string> | undefined;
let all: ReadonlySet<string> | undefined;

/** Whether the word only frames a question and is not part of its subject. */
export const isFrameStem = (stem: string): boolean => {
  frames ??= new Set(frameStems.flatMap((line) => line.split(' ')));
  return frames.has(stem);
};

/** Whether it does not matter if a text lacks the word: it only frames a question, or says nothing about what is asked. */
export const saysNothing = (stem: string): boolean => {
  all ??= new Set(fillers.flatMap((line) => line.split(' ')).map(stemWord));
  return isFrameStem(stem) || all.has(stem);
};
