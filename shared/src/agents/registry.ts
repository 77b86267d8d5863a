import type { Agent } from './agent.ts';
import { intake } from './built-in/intake.ts';
import { nurturing } from './built-in/nurturing.ts';
import { rag } from './built-in/rag.ts';
import { scoring } from './built-in/scoring.ts';

/** All built-in agents by name. A new agent is one file and one line here. */
export const agents = { rag, intake, scoring, nurturing } as const satisfies Record<string, Agent>;

/** The name of a built-in agent. */
export type AgentName = keyof typeof agents;
