import { embeddingSchema } from '@inbetwin/shared/models/embedders/embedding.ts';
import { type EmbedderKindName, embedderKindNames } from '@inbetwin/shared/models/embedders/registry.ts';
import { describeEmbedder } from '@inbetwin/shared/search/vectors/embedder.suite.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FakeOpenAi, startFakeOpenAi } from '../testing/fake-openai.ts';

let openAi: FakeOpenAi;
beforeAll(async () => {
  openAi = await startFakeOpenAi();
});
afterAll(() => openAi.stop());

/** A kind of embedder with its service, over a socket. */
type Rig = {
  /** Those of its kind, with this key. */
  readonly settings: (secret: string) => Readonly<Record<string, unknown>>;
  /** The key that the service takes. */
  readonly secret: string;
  /** The service does not answer the next request. */
  readonly isSilent: () => void;
  /** Requests that the service has open. */
  readonly waiting: () => number;
};

/** A new line of the registry needs one here, or the types do not fit. */
const rigs: Readonly<Record<EmbedderKindName, Rig>> = {
  openai: {
    settings: (apiKey) => ({ apiKey, baseUrl: openAi.baseUrl }),
    secret: 'sk-fake',
    isSilent: () => openAi.embeddings.next({ kind: 'silence' }),
    waiting: () => openAi.waiting(),
  },
};

const embeddingOf = (kind: EmbedderKindName, { settings, secret }: Rig, given = secret) =>
  embeddingSchema.parse({ kind, model: 'small-embedder', dimensions: 48, ...settings(given) });

for (const kind of embedderKindNames) {
  const rig = rigs[kind];
  const open = (secret = rig.secret) => {
    const embedding = embeddingOf(kind, rig, secret);
    return embedding.open(embedding, 5000);
  };
  describeEmbedder(kind, {
    open,
    stall: () => {
      rig.isSilent();
      return { underWay: () => vi.waitFor(() => expect(rig.waiting()).toBe(1)) };
    },
  });

  describe(`the embedder ${kind}`, () => {
    test('makes vectors of another model at the same endpoint: those of the former one serve for a while', () => {
      const embedding = embeddingOf(kind, rig);
      const former = embedding.open({ model: 'former', dimensions: 64 }, 5000);
      expect([former.model, former.dimensions]).toEqual(['former@64', 64]);
    });

    test('repeats no key that is refused', async () => {
      const failure = await open('sk-of-nobody')
        .embed(['зал'], new AbortController().signal)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'model.unavailable' });
      const { message, hint, stack, cause } = failure as Error & { hint: string };
      expect(JSON.stringify([message, hint, stack, cause, embeddingOf(kind, rig, 'sk-of-nobody')])).not.toContain(
        'sk-of-nobody',
      );
    });
  });
}
