import { agents } from '@inbetwin/shared/agents/registry.ts';
import { tools } from '@inbetwin/shared/tools/registry.ts';
import { defineTool, type JsonValue } from '@inbetwin/shared/tools/tool.ts';
import { z } from 'zod';

/** Named like existing tools: `create_order` needs approval, `schedule_event` does not. */
export const outwardNames = ['create_order', 'schedule_event'] as const;
export const CONSENTED = 'create_order';

/** `wish`: the customer's wish that the call fulfills, so that two calls for one wish can be detected. */
export const outwardArguments = z.strictObject({ wish: z.string(), amount: z.number() });

/** The tool registry, with two tools that call an external service over a socket. */
export const toolsReaching = (url: string) => {
  const outward = (name: (typeof outwardNames)[number]) =>
    defineTool({
      name,
      description: 'Orders it from somebody else',
      effect: 'outward',
      approval: name === CONSENTED ? 'always' : 'never',
      arguments: outwardArguments,
      timeLimitMs: 10_000,
      execute: async ({ wish, amount }, { idempotencyKey, signal }) =>
        post(`${url}/effects`, { key: idempotencyKey, tool: name, wish, amount }, signal),
    });
  return { ...tools, create_order: outward('create_order'), schedule_event: outward('schedule_event') };
};

export const post = async (url: string, body: object, signal?: AbortSignal): Promise<JsonValue> => {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), ...(signal && { signal }) });
  return z.json().parse(await response.json());
};

const reaching = {
  ...agents.rag,
  tools: [...outwardNames, 'call_operator'] as const,
  limits: { ...agents.rag.limits, steps: 40 },
};

/** The built-in agents and a second answering agent, so that a model chooses between two. Both may use both tools. */
export const agentsReaching = { ...agents, rag: reaching, colleague: { ...reaching, name: 'colleague' } };
