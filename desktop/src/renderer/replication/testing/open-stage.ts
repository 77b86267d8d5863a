import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { type GatewayServer, startGateway } from '@inbetwin/sync-server/sync/testing/start-gateway.ts';
import { expect, onTestFinished, vi } from 'vitest';
import { type Device, openDevice } from './open-device.ts';

/** The real server and the devices of its registered users, until the test ends. */
export type Stage = {
  readonly server: GatewayServer;
  /** Registers a team with one member. */
  register(name: string): Promise<Session>;
  signIn(name: string): Promise<Session>;
  /** A device of a signed-in user. */
  openFor(session: Session, only?: readonly ReplicatedCollection[], wholeUpTo?: number): Promise<Device>;
  openAs(name: string, only?: readonly ReplicatedCollection[]): Promise<Device>;
  /** Restarts the device's process. */
  restart(device: Device): Promise<Device>;
  /** Ends the device's process before the test does. */
  close(device: Device): Promise<void>;
};

export const openStage = async (store?: DocumentStore): Promise<Stage> => {
  const server = await startGateway(store ?? (await openOwnStore()));
  const devices = new Set<Device>();
  onTestFinished(async () => {
    await Promise.all([...devices].map((device) => device.close()));
    await server.close();
  });

  const keep = (device: Device): Device => {
    devices.add(device);
    return device;
  };
  const signIn = (name: string): Promise<Session> =>
    server.api.services.accounts.login({ email: `${name}@example.com`, password: 'long enough' });
  return {
    server,
    register: server.api.register,
    signIn,
    openFor: async (...device) => keep(await openDevice(server.url, ...device)),
    openAs: async (name, only) => keep(await openDevice(server.url, await signIn(name), only)),
    restart: async (device) => {
      devices.delete(device);
      return keep(await device.restart());
    },
    close: async (device) => {
      devices.delete(device);
      await device.close();
    },
  };
};

/** Anna's device, online, with a lead that the server has as well. */
export const openWithLead = async () => {
  const stage = await openStage();
  const { team, user } = await stage.register('anna');
  const documents = stage.server.documentsOf(team.id);
  await documents.leads.put(sampleLead());
  const device = await stage.openAs('anna');
  await online(device);
  return { ...stage, team, user, documents, device };
};

/** On disk, and removed when the test ends. */
const openOwnStore = async (): Promise<DocumentStore> => {
  const directory = await mkdtemp(join(tmpdir(), 'inbetwin-replication-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return openEmbeddedStore({ directory });
};

export const until = (check: () => unknown) => vi.waitFor(check, { interval: 10 });

/** Resolves when device and server have the same documents, except for rejected changes. */
export const online = (device: Device) =>
  until(() => {
    expect(device.replication.state()).toMatchObject({ status: 'online', pending: 0 });
    expect(device.replication.state().firstSync).toBeUndefined();
  });

/** Resolves when the device has noticed that the server is unreachable. */
export const offline = (device: Device) => until(() => expect(device.replication.state().status).toBe('offline'));

export const leadOn = async (device: Device, id = 'lead:1') =>
  (await device.workspace.collections.leads.findOne(id).exec())?.toJSON();
