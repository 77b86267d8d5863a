import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { type Giver, stateToGiveBack } from '../../database/marks/give-back.ts';
import type { RemoteWriter } from '../../database/marks/remote-writer.ts';
import { isClean, stateOf } from '../../database/marks/sync-mark.ts';
import { eachWritten } from '../../database/marks/written-documents.ts';
import type { GatewayClient } from '../gateway-client.ts';

/** Gives a server that was put back to an older backup what this device holds of it. */
export type Recovery = {
  /** Of documents told in a state that lacks what the server had: it may be old news, or a loss. */
  compare(told: readonly SyncDocument[]): Promise<void>;
  /** After the server told everything it knows: what it did not tell of. */
  findUntold(): Promise<void>;
};

type Parts = {
  readonly name: ReplicatedCollection;
  readonly collection: RxCollection<SyncDocument>;
  readonly writer: RemoteWriter;
  readonly gateway: Pick<GatewayClient, 'pull'>;
  /** Who is signed in. */
  readonly giver: () => Giver | undefined;
};

/** What the gateway answers about at once. */
const ASKED_AT_ONCE = 200;

export const createRecovery = ({ name, collection, writer, gateway, giver }: Parts): Recovery => {
  /** Those that live; asked after this device knew what it knows, the answer is no older. */
  const ask = async (ids: readonly string[]): Promise<ReadonlyMap<string, SyncDocument>> => {
    const { documents } = await gateway.pull(name, { checkpoint: null, limit: ASKED_AT_ONCE, ids: [...ids] });
    return new Map(documents.map((document) => [document.id, document]));
  };

  return {
    compare: async (told) => {
      const by = giver();
      if (!by) return;
      for (const some of slices(told)) {
        const present = await ask(some.map(({ id }) => id));
        // What lives here and is not there was deleted meanwhile, which is told in its turn.
        const losses = some
          .map((one) => present.get(one.id) ?? one)
          .filter((one) => one._deleted || present.has(one.id));
        await writer.giveBack(
          losses.map((state) => ({ id: state.id, told: state })),
          by,
        );
      }
    },
    findUntold: async () => {
      const by = giver();
      if (!by || !entities[name].merge) return;
      for await (const documents of eachWritten(collection, 0, ASKED_AT_ONCE)) {
        const held = documents.filter(
          (one) => isClean(one) && stateToGiveBack(name, { local: stateOf(one), told: undefined }, by),
        );
        for (const some of slices(held)) {
          const present = await ask(some.map(({ id }) => id));
          const losses = some.filter(({ id }) => !present.has(id)).map(({ id }) => ({ id }));
          await writer.giveBack(losses, by);
        }
      }
    },
  };
};

const slices = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / ASKED_AT_ONCE) }, (_, at) =>
    all.slice(at * ASKED_AT_ONCE, (at + 1) * ASKED_AT_ONCE),
  );
