import { expect, test } from 'vitest';
import { newSetting } from '../entities/setting.ts';
import type { ReplyStyle } from '../entities/setting-kinds/reply-style.ts';
import { answered, DAY, fire, HOUR } from './follow-ups/follow-ups.suite.ts';
import { createTeam, scriptedModel } from './runs/run.suite.ts';
import type { RunDependencies } from './runs/session.ts';

const signature = { ru: 'Ваша «Мята»', en: 'Your Mint' };
/** Noon in Moscow on Thursday 15 January 2026 is when the runs take place. */
const closed = { timeZone: 'Europe/Moscow', days: { mon: { from: '10:00', to: '19:00' } } };

const teamWith = async (replyStyle: ReplyStyle, options: Partial<RunDependencies> = {}) => {
  const team = createTeam(options);
  await team.documents.settings.put({ ...newSetting({ kind: 'reply-style' }), replyStyle });
  const said = async (text: string): Promise<string> => {
    const before = (await team.messages()).length;
    await team.run(await team.write(text));
    return (await team.messages()).slice(before).find(({ direction }) => direction === 'outbound')?.text ?? '';
  };
  return { ...team, said };
};

test('the first reply of a conversation is signed, and the next is not', async () => {
  const team = await teamWith({ signature });
  expect(await team.said('Здравствуйте')).toBe('Здравствуйте! Чем помочь?\n\nВаша «Мята»');
  expect(await team.said('Спасибо')).toBe('Пожалуйста! Будут вопросы — пишите.');
});

test('a model’s first reply is signed too, and it is told not to', async () => {
  const model = scriptedModel({ rag: [{ text: 'Добрый день!' }] });
  const team = await teamWith(
    { address: 'informal', signature, hours: closed, priceObjection: { ru: 'Зато с уборкой.' } },
    { model },
  );
  expect(await team.said('Здравствуйте')).toBe('Добрый день!\n\nВаша «Мята»');
  const told = model.requests.find(({ agent }) => agent === 'rag')?.messages[0]?.content ?? '';
  for (const words of ['на «ты»', 'Не подписывайся', 'в понедельник с 10:00', 'Зато с уборкой.']) {
    expect(told).toContain(words);
  }
  const silent = model.requests.find(({ agent }) => agent === 'intake')?.messages[0]?.content ?? '';
  expect(silent).not.toContain('на «ты»');
});

test('a follow-up is signed before it says how to stop', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  await team.documents.settings.put({ ...newSetting({ kind: 'reply-style' }), replyStyle: { signature } });
  team.time.advance(2 * DAY + HOUR);
  await fire(team, workId);
  const text = (await team.messages()).at(-1)?.text ?? '';
  expect(text).toMatch(/\n\nВаша «Мята»\n\nЧтобы таких напоминаний не было, напишите «стоп».$/u);
});

test('a team that says «ты» does so in every reply of the rules', async () => {
  const team = await teamWith({ address: 'informal' });
  expect(await team.said('Здравствуйте')).toBe('Привет! Чем помочь?');
  expect(await team.said('Позовите человека')).toBe(
    'Конечно, подключим коллегу. Тебе ответят здесь, как только кто-то освободится.',
  );
});

test('outside working hours a hand-over says when a person answers', async () => {
  const team = await teamWith({ hours: closed });
  expect(await team.said('Позовите человека')).toBe(
    'Конечно, подключим коллегу. Вам ответят здесь в понедельник с 10:00.',
  );
});

test('a price that is too high gets what the team has to say, prices included, and a second time a person', async () => {
  const priceObjection = { ru: 'В эти 4 900 ₽ уже входит уборка.' };
  const team = await teamWith({ priceObjection });
  expect(await team.said('Дорого')).toBe(priceObjection.ru);
  expect(await team.said('Всё равно очень дорого')).toContain('Спрошу у коллег, что можно предложить');
});

test('without such words a person is called the first time', async () => {
  const team = await teamWith({});
  expect(await team.said('Дорого')).toContain('Спрошу у коллег, что можно предложить');
});
