// @vitest-environment node
import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judgement } from '@inbetwin/shared/entities/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/search/evaluation/judgement-id.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded-store.ts';
import { sampleJudgement, sampleMark } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { type GatewayServer, startGateway } from '@inbetwin/sync-server/sync/testing/start-gateway.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Device, openDevice } from '../../replication/testing/open-device.ts';
import { gradePassage, removeJudgement } from './judge.ts';

let server: GatewayServer;
let directory: string;
const devices: Device[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbetwin-judgement-'));
  server = await startGateway(openEmbeddedStore({ directory }));
});

afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.close()));
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const open = async (): Promise<Device> => {
  const session = await server.api.services.accounts.login({ email: 'anna@example.com', password: 'long enough' });
  const device = await openDevice(server.url, session, ['judgements']);
  devices.push(device);
  return device;
};
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const online = (device: Device) =>
  until(() => expect(device.replication.state()).toMatchObject({ status: 'online', pending: 0, refused: [] }));

const passage = { passageId: 'source:1:0', sourceId: 'source:1', text: 'Зал стоит 120 000 ₽.' };
const marksOf = (judgement: Judgement | undefined): readonly string[] | undefined =>
  judgement?.marks.map(({ userId, grade }) => `${userId} ${grade}`).toSorted();

test('two people who judge one query, one of them offline, share one document with both their marks', async () => {
  const { team, user } = await server.api.register('anna');
  const documents = server.documentsOf(team.id);
  const id = judgementIdOf('доставка');
  const grade = (device: Device, chosen: 0 | 2) =>
    gradePassage(device.workspace, 'Доставка?', { passage, userId: user.id, grade: chosen, now: Date.now() });
  const [phone, desk] = [await open(), await open()];
  await Promise.all([online(phone), online(desk)]);
  await server.goAway();
  await until(() => expect(phone.replication.state().status).toBe('offline'));
  await grade(phone, 2);
  await documents.judgements.put(sampleJudgement('доставка', [sampleMark('source:1:0', 'boris', 0)]));
  await server.comeBack();

  const both = [`${user.id} 2`, 'boris 0'].toSorted();
  await until(async () => expect(marksOf(await documents.judgements.get(id))).toEqual(both));
  await Promise.all([online(phone), online(desk)]);
  const onDesk = async () => (await desk.workspace.collections.judgements.findOne(id).exec())?.toMutableJSON();
  await until(async () => expect(marksOf(await onDesk())).toEqual(both));

  await removeJudgement(desk.workspace, id);
  await until(async () => expect(await documents.judgements.get(id)).toBeUndefined());
  await online(desk);
  await grade(desk, 0);
  await until(async () => expect(marksOf(await documents.judgements.get(id))).toEqual([`${user.id} 0`]));
  await Promise.all([online(phone), online(desk)]);
});
