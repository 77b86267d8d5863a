import type { ModelProvider, ModelReply, ModelRequest } from '../models/model.ts';

/** One answer of the script: text, tool calls (a string stands for what a model wrote itself), or an error to throw. */
export type ScriptedReply =
  | { readonly text?: string; readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown }[] }
  | Error;

type Script = readonly ScriptedReply[] | ((request: ModelRequest, index: number) => ScriptedReply);

export type ScriptedModel = ModelProvider & { readonly requests: readonly ModelRequest[] };

/** A model that follows a test's script and records its requests. A script that runs out is an error of the test. */
export const createScriptedModel = (script: Script, name = 'scripted'): ScriptedModel => {
  const requests: ModelRequest[] = [];
  return {
    name,
    requests,
    complete: async (request) => {
      request.signal.throwIfAborted();
      const index = requests.push(request) - 1;
      const scripted = typeof script === 'function' ? script(request, index) : script[index];
      if (!scripted) throw new Error(`The script has no reply number ${index + 1} (agent ${request.agent}).`);
      if (scripted instanceof Error) throw scripted;
      return replyOf(scripted, `scripted-${index}`, name);
    },
  };
};

const replyOf = (scripted: Exclude<ScriptedReply, Error>, callId: string, model: string): ModelReply => ({
  text: scripted.text ?? '',
  toolCalls: (scripted.toolCalls ?? []).map((call, at) => ({
    id: `${callId}-${at}`,
    name: call.name,
    arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
  })),
  model,
  tokens: { input: 0, output: 0 },
  costMicros: 0,
});
