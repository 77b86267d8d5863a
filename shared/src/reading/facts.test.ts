import { expect, test } from 'vitest';
import { dayMeant } from './days/day-meant.ts';
import { understand } from './understand.ts';

/** Wednesday. */
const NOW = Date.UTC(2026, 8, 16, 10);

type Facts = {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly company?: string;
  readonly budget?: number;
  /** The ISO day that is meant. */
  readonly date?: string;
  readonly guests?: number;
};

const read = (text: string): Facts => {
  const { name, phone, email, company, budget, date, guests } = understand(text);
  const day = date === undefined ? undefined : dayMeant(date, NOW);
  const fields = {
    name: name?.value,
    phone,
    email,
    company: company?.value,
    budget: budget?.amount,
    date: day === undefined ? date : new Date(day).toISOString().slice(0, 10),
    guests,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
};

/** Messages to a driving school, a photographer, a cleaning company and a boat hire. */
const messages: readonly (readonly [string, Facts])[] = [
  ['здравствуйте, хочу на права, зовут Тимур', { name: 'Тимур' }],
  ['запишите дочку на вождение, я мама Галина', { name: 'Галина' }],
  ['Инструктор Валерий сегодня свободен?', { date: '2026-09-16' }],
  ['сколько стоит категория B? Зинаида Павловна', { name: 'Зинаида Павловна' }],
  ['Дочь Соня, 18 лет, хочет учиться', {}],
  ['это снова глеб, я по поводу экзамена', { name: 'Глеб' }],
  ['Артур Маркосян, +7 912 345-67-89, перезвоните', { name: 'Артур Маркосян', phone: '+79123456789' }],
  ['моё имя Снежана, хочу фотосессию в субботу', { name: 'Снежана', date: '2026-09-19' }],
  ['заявка от Марины, уборка двушки', { name: 'Марина' }],
  ['запишите на имя Сергея Белова', { name: 'Сергей Белов' }],
  ['Спасибо, жду. Лиля', { name: 'Лиля' }],
  ['it’s Hannah again, about the lessons', { name: 'Hannah' }],
  ['Could you ask Tom to call me back?', {}],
  ['Olivia here, need a photographer', { name: 'Olivia' }],
  ['Do you know a guy called Pete? He recommended you', {}],
  ['my daughter Chloe is 17. cheers, Brenda', { name: 'Brenda' }],
  ['booking under the name Ferreira', { name: 'Ferreira' }],
  ['Rahul Mehta speaking, we spoke on Monday', { name: 'Rahul Mehta' }],
  ['Наша собака Грета грызёт всё, химчистку дивана делаете?', {}],
  ['пригласите Оксану к телефону', {}],
  ['нужна съёмка для ООО "Северный путь"', { company: 'ООО "Северный путь"' }],
  ['я из школы № 57, везём класс 26 человек', { company: 'школа № 57', guests: 26 }],
  ['мы салон красоты «Ирис», нужна уборка каждый день', { company: 'салон красоты «Ирис»' }],
  ['ип ковалев, нужен договор', { company: 'ИП Ковалев' }],
  ['работаю в «Техпроме», корпоратив на катере', { company: 'Техпром' }],
  ['в «Чистюле» мне сделали хуже', {}],
  ["I'm calling from Bluebell Nursery about 18 children", { company: 'Bluebell Nursery', guests: 18 }],
  ['We are a small law firm, Baxter & Holt LLP', { company: 'Baxter & Holt LLP' }],
  ['I work at the county hospital', { company: 'county hospital' }],
  ['I live in Brighton, is it far?', {}],
  ['бюджет до полумиллиона', { budget: 500_000 }],
  ['тысяч сто пятьдесят максимум', { budget: 150_000 }],
  ['укладываемся в 80 тысяч', { budget: 80_000 }],
  ['у нас в районе 60к на всё', { budget: 60_000 }],
  ['от ста до ста двадцати тысяч', { budget: 120_000 }],
  ['я уже оплатила 15 тысяч', {}],
  ['а почему у вас 32 000, у других 28?', {}],
  ['скидка 10 тысяч ещё действует?', {}],
  ['around two grand for the shoot', { budget: 2000 }],
  ['we have $3k', { budget: 3000 }],
  ["can't go over 450 euros", { budget: 450 }],
  ['is $75 an hour your normal rate?', {}],
  ['не больше пяти тысяч', { budget: 5000 }],
  ['8 (495) 123-45-67 доб. 12', { phone: '+74951234567,12' }],
  ['восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь', { phone: '+79161234567' }],
  ['ring me on 020 7946 0958', { phone: '+442079460958' }],
  ['my cell is 415 555 2671', { phone: '+14155552671' }],
  ['договор 89161234567 когда подпишете', {}],
  ['пишите на kolya.s собака yandex точка ru', { email: 'kolya.s@yandex.ru' }],
  ['jo.brown (at) mailbox.org', { email: 'jo.brown@mailbox.org' }],
  ['meet you at the dot on the map', {}],
  ['нас восемь', { guests: 8 }],
  ['катер на десятерых', { guests: 10 }],
  ['me and 5 friends want the boat tomorrow', { guests: 6, date: '2026-09-17' }],
  ['двое взрослых и трое детей', { guests: 5 }],
  ['коллектив 40 чел, выезд 3 октября', { guests: 40, date: '2026-10-03' }],
  ['80 ppl on Dec 5', { guests: 80, date: '2026-12-05' }],
  ['52 ученика и 4 сопровождающих', { guests: 56 }],
  ['мы с мужем и сыном', { guests: 3 }],
  ['приедем вчетвером', { guests: 4 }],
  ['table? no, a boat for two please', { guests: 2 }],
  ['у вас катер на 12 человек есть?', { guests: 12 }],
  ['сыну 8, дочке 5', {}],
  ['how many kids can ride at once?', {}],
  ['there are seven of us', { guests: 7 }],
  ['послезавтра с утра', { date: '2026-09-18' }],
  ['на следующей неделе во вторник', { date: '2026-09-22' }],
  ['5.12 можно?', { date: '2026-12-05' }],
  ['запишите на пятое', { date: '2026-10-05' }],
  ['the 22nd works for me', { date: '2026-09-22' }],
  ['next Friday at noon', { date: '2026-09-25' }],
  ['через неделю', { date: '2026-09-23' }],
  ['с 3 по 7 октября', { date: '2026-10-03' }],
  ['from the 3rd to the 7th of October', { date: '2026-10-03' }],
  ['какая погода у вас в октябре', {}],
  ['месяц назад фотографировались у вас', {}],
  ['заказывали уборку в понедельник, никто не приехал', {}],
  ['we had a shoot with you on May 9', {}],
  ['на выходных можно?', {}],
  ['are you open this Sunday?', {}],
  ['через 8 месяцев после ремонта отвалилось', {}],
  ['can I come today at 6?', { date: '2026-09-16' }],
  ['Пишет вам Аделина Маратовна, завуч школы 112', { name: 'Аделина Маратовна', company: 'школа 112' }],
  ['моя фамилия Кузнецова', { name: 'Кузнецова' }],
  ["hey it's mike, can i come in tmrw at 3", { name: 'Mike', date: '2026-09-17' }],
  ['ужин на двоих 14 февраля', { guests: 2, date: '2027-02-14' }],
  ['завтра не смогу, давайте в пятницу', { date: '2026-09-18' }],
  ['к пятнице', { date: '2026-09-18' }],
  ['у меня ИП, работаю на УСН', {}],
  ['стоматология «Зубр», нужен ремонт', { company: 'стоматология «Зубр»' }],
  ['а на субботу?', { date: '2026-09-19' }],
  ['а в субботу сколько?', {}],
  ['are you there on Saturday?', {}],
  ['нас четверо, Аида', { guests: 4, name: 'Аида' }],
  ['нужен катер. Срочно', {}],
  ['катер покупали в Твери, Москва далеко', {}],
  ['перенесите с пятницы на понедельник', { date: '2026-09-21' }],
];

test.each(messages)('%s', (text, facts) => {
  expect(read(text)).toEqual(facts);
});
