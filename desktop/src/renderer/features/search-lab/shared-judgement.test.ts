import 'fake-indexeddb/auto';
import type { Judgement } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { sampleJudgement, sampleMark } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { removeDocument } from '../../database/documents/edit-document.ts';
import type { Device } from '../../replication/testing/open-device.ts';
import { offline, online, openStage, until } from '../../replication/testing/open-stage.ts';
import { shown } from '../../testing/shown.ts';
import { readSettings } from '../../workspace/live/settings-of-kind.ts';
import { gradePassage } from './marking/judge.ts';

const passage = { passageId: 'source:1:0', sourceId: 'source:1', text: 'Зал стоит 120 000 ₽.' };
const marksOf = (judgement: Pick<Judgement, 'marks'> | undefined): readonly string[] | undefined =>
  judgement?.marks?.map(({ userId, grade }) => `${userId} ${grade}`).toSorted();

test('two people who judge one query, one of them offline, share one document with both their marks', async () => {
  const { server, register, openAs } = await openStage();
  const { team, user } = await register('anna');
  const documents = server.documentsOf(team.id);
  const id = judgementIdOf('доставка');
  const grade = async (device: Device, chosen: 0 | 2) => {
    const [judgement] = await readSettings(device.workspace, 'judgement');
    const person = { passage, userId: user.id, grade: chosen, now: Date.now() };
    await gradePassage(device.workspace, { query: 'Доставка?', judgement }, person);
  };
  const [phone, desk] = [await openAs('anna', ['settings']), await openAs('anna', ['settings'])];
  await Promise.all([online(phone), online(desk)]);
  await server.goAway();
  await offline(phone);
  await grade(phone, 2);
  await documents.settings.put(sampleJudgement('доставка', [sampleMark('source:1:0', 'boris', 0)]));
  await server.comeBack();

  const both = [`${user.id} 2`, 'boris 0'].toSorted();
  await until(async () => expect(marksOf(await documents.settings.get(id))).toEqual(both));
  await Promise.all([online(phone), online(desk)]);
  const onDesk = async () => (await desk.workspace.collections.settings.findOne(id).exec())?.toMutableJSON();
  await until(async () => expect(marksOf(await onDesk())).toEqual(both));

  await removeDocument(desk.workspace, 'settings', await shown(desk.workspace, 'settings', id));
  await until(async () => expect(await documents.settings.get(id)).toBeUndefined());
  await online(desk);
  await grade(desk, 0);
  await until(async () => expect(marksOf(await documents.settings.get(id))).toEqual([`${user.id} 0`]));
  await Promise.all([online(phone), online(desk)]);
  for (const device of [phone, desk]) expect(device.replication.state().refused).toEqual([]);
});
