import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import type { RemoteWriter } from '../../database/marks/remote-writer.ts';
import { type Sender, stateToRestore } from '../../database/marks/restore-lost-edits.ts';
import { isClean, stateOf } from '../../database/marks/sync-mark.ts';
import { eachWritten } from '../../database/marks/written-documents.ts';
import type { GatewayClient } from '../gateway-client.ts';

/** Recovers what a server lost when it was restored from an older backup, from this device's copy. */
export type Recovery = {
  /** Compares documents that arrived in a state older than the known one: the state is either outdated or evidence of a loss. */
  compare(told: readonly SyncDocument[]): Promise<void>;
  /** Finds documents that the server no longer knows, after it has sent everything. */
  findUntold(): Promise<void>;
};

type Parts = {
  readonly name: ReplicatedCollection;
  readonly collection: RxCollection<SyncDocument>;
  readonly writer: RemoteWriter;
  readonly gateway: Pick<GatewayClient, 'pull'>;
  /** The role of the person signed in. */
  readonly sender: () => Sender | undefined;
};

/** The maximum number of ids that the gateway accepts per request. */
const ASKED_AT_ONCE = 200;

/** Creates the recovery of one collection. */
export const createRecovery = ({ name, collection, writer, gateway, sender }: Parts): Recovery => {
  /** Returns the living ones. The request is made after the local state was read, so the answer is no older than it. */
  const ask = async (ids: readonly string[]): Promise<ReadonlyMap<string, SyncDocument>> => {
    const { documents } = await gateway.pull(name, { checkpoint: null, limit: ASKED_AT_ONCE, ids: [...ids] });
    return new Map(documents.map((document) => [document.id, document]));
  };

  return {
    compare: async (told) => {
      const by = sender();
      if (!by) return;
      for (const some of slices(told)) {
        const present = await ask(some.map(({ id }) => id));
        // A document that exists here but not there was deleted in the meantime, which the feed will report.
        const losses = some
          .map((one) => present.get(one.id) ?? one)
          .filter((one) => one._deleted || present.has(one.id));
        await writer.restoreLost(
          losses.map((state) => ({ id: state.id, told: state })),
          by,
        );
      }
    },
    findUntold: async () => {
      const by = sender();
      if (!by || !entities[name].merge) return;
      for await (const documents of eachWritten(collection, 0, ASKED_AT_ONCE)) {
        const held = documents.filter(
          (one) => isClean(one) && stateToRestore(name, { local: stateOf(one), told: undefined }, by),
        );
        for (const some of slices(held)) {
          const present = await ask(some.map(({ id }) => id));
          const losses = some.filter(({ id }) => !present.has(id)).map(({ id }) => ({ id }));
          await writer.restoreLost(losses, by);
        }
      }
    },
  };
};

const slices = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / ASKED_AT_ONCE) }, (_, at) =>
    all.slice(at * ASKED_AT_ONCE, (at + 1) * ASKED_AT_ONCE),
  );
