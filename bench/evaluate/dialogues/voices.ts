import { createModelRouter } from '@inbetwin/shared/models/model-router.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import { readConfiguredModels } from '@inbetwin/sync-server/models-file.ts';
import { WrongUse } from '../read-arguments.ts';
import type { VoiceName } from '../scenes/read-scene-arguments.ts';
import { createScriptedVoice } from '../scenes/script.ts';
import type { Voice } from './play-dialogue.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns a factory of voices of that name. Throws `WrongUse` for a live model that is not configured. */
export const voicesOf = (name: VoiceName, environment: Environment): (() => Voice) => {
  if (name === 'scripted') return createScripted;
  const model = name === 'live' ? createLiveModel(environment) : createNoModelProvider();
  return () => ({ name, model });
};

const createScripted = (): Voice => {
  const model = createScriptedVoice();
  return { name: 'scripted', model, begin: model.begin, troubles: model.troubles };
};

/** The model as the server configures it. A dialogue fails if the rules speak instead of it. */
const createLiveModel = (environment: Environment) => {
  const read = readConfiguredModels(environment);
  if (!read.success) throw new WrongUse(read.problems.join('; '));
  const { endpoints } = read.models;
  if (endpoints.length === 0)
    throw new WrongUse(
      'No model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL, or MODELS_FILE.',
    );
  return createModelRouter(endpoints, { timeoutMs: 60_000, clock: Date.now }).route();
};
