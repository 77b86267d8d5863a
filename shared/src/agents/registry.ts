import type { Agent } from './agent.ts';
import { intake } from './built-in/intake.ts';
import { nurturing } from './built-in/nurturing.ts';
import { rag } from './built-in/rag.ts';
import { scoring } from './built-in/scoring.ts';

/** Every agent by its name. Adding one is a file and a line here. */
export const agents = { rag, intake, scoring, nurturing } as const satisfies Record<string, Agent>;

export type AgentName = keyof typeof agents;
