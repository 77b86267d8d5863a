import { agents } from '@inbetwin/shared/agents/registry.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { ModelMessage, ModelProvider, ModelReply, ModelRequest } from '@inbetwin/shared/models/model.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import { z } from 'zod';
import { shown } from './matcher.ts';

const lineSchema = z
  .strictObject({
    say: z.string().optional(),
    /** Arguments by tool; a string stands for what the model wrote itself. */
    call: z.record(z.string(), z.json()).optional(),
  })
  .refine(({ say, call }) => say !== undefined || call !== undefined, 'must say or call something');
type Line = z.infer<typeof lineSchema>;

/**
 * What the model says, per agent, one line for each call. `{{tool.path}}` is taken from that tool's last result, and
 * `{{system.plain}}` from the system prompt: `plain`, `spaced`, or in `base64`.
 */
export const scriptSchema = z.record(z.string(), z.array(lineSchema).min(1));
/** A script of the model's lines by agent. */
export type Script = z.infer<typeof scriptSchema>;

const NAME = 'scripted';

/** A model that follows a script. */
export type ScriptedVoice = ModelProvider & {
  /** Replaces the script. */
  begin(script: Script): void;
  /** Returns mismatches between the calls and the script since `begin`. */
  troubles(): readonly string[];
};

/**
 * Creates a model that follows a script. Agents without a script use the rules. An agent that answers customers must
 * have a line for each call, and every line must be used.
 */
export const createScriptedVoice = (): ScriptedVoice => {
  const rules = createNoModelProvider();
  let left = new Map<string, Line[]>();
  let troubles: string[] = [];

  const next = (agent: string): Line | undefined => {
    const line = left.get(agent)?.shift();
    const answers = Object.values(agents).some((known) => known.name === agent && known.answers);
    if (line || !answers) return line;
    const trouble = `the script has no line for ${agent}`;
    troubles.push(trouble);
    throw new Failure('model.unavailable', trouble, 'Write one.');
  };

  return {
    name: NAME,
    begin: (script) => {
      left = new Map(Object.entries(script).map(([agent, lines]) => [agent, [...lines]]));
      troubles = [];
    },
    troubles: () => [
      ...troubles,
      ...[...left].flatMap(([agent, lines]) => (lines[0] ? [`${agent} was not asked for ${shown(lines[0])}`] : [])),
    ],
    complete: async (request) => {
      request.signal.throwIfAborted();
      const isScripted = left.has(request.agent);
      const line = next(request.agent);
      if (line) return replyOf(line, request);
      return isScripted ? replyOf({ say: '' }, request) : { ...(await rules.complete(request)), model: NAME };
    },
  };
};

const replyOf = ({ say = '', call = {} }: Line, { messages }: ModelRequest): ModelReply => ({
  text: filled(say, messages),
  toolCalls: Object.entries(call).map(([name, args], at) => ({
    id: `${messages.length}-${at}`,
    name,
    arguments: filled(typeof args === 'string' ? args : JSON.stringify(args), messages),
  })),
  model: NAME,
  tokens: { input: 0, output: 0 },
  costMicros: 0,
});

const PLACE = /\{\{\s*([\w-]+)\.([\w.-]+)\s*\}\}/g;

const filled = (text: string, messages: readonly ModelMessage[]): string =>
  text.replace(PLACE, (_place, tool: string, path: string) => {
    if (tool === 'system') return systemAs(path, messages);
    const result = messages.findLast((message) => message.role === 'tool' && message.name === tool);
    let value: unknown = result && JSON.parse(result.content);
    for (const key of path.split('.')) value = readKey(value, key);
    return typeof value === 'string' ? value : shown(value);
  });

const systemAs = (form: string, messages: readonly ModelMessage[]): string => {
  const told = messages.find(({ role }) => role === 'system')?.content ?? '';
  if (form === 'spaced') return [...told].join(' ');
  return form === 'base64' ? Buffer.from(told).toString('base64') : told;
};

const readKey = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(key) : undefined;
