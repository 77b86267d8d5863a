import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import { createModelRoute, readModelSettings } from '@inbetwin/shared/models/registry.ts';
import { WrongUse } from '../read-arguments.ts';
import type { VoiceName } from '../scenes/read-scene-arguments.ts';
import { createScriptedVoice } from '../scenes/script.ts';
import type { Voice } from './play-dialogue.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Makes voices of that name. Throws `WrongUse` for a live model that is not configured. */
export const voicesOf = (name: VoiceName, environment: Environment): (() => Voice) => {
  if (name === 'scripted') return createScripted;
  const model = name === 'live' ? createLiveModel(environment) : createNoModelProvider();
  return () => ({ name, model });
};

const createScripted = (): Voice => {
  const model = createScriptedVoice();
  return { name: 'scripted', model, begin: model.begin, troubles: model.troubles };
};

/** As the server has it. Where the rules speak in its place, the dialogue fails. */
const createLiveModel = (environment: Environment) => {
  const read = readModelSettings(environment);
  if (!read.success) {
    throw new WrongUse(read.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  }
  const isConfigured = Object.values(read.settings).some((settings) => settings !== undefined);
  if (!isConfigured)
    throw new WrongUse('No model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL.');
  return createModelRoute(read.settings, { timeoutMs: 60_000, clock: Date.now });
};
