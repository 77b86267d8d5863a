import type { Agent } from './agent.ts';
import { intake } from './built-in/intake.ts';
import { nurturing } from './built-in/nurturing.ts';
import { rag } from './built-in/rag.ts';
import { scoring } from './built-in/scoring.ts';
import type { AgentName } from './built-in-names.ts';

/** All built-in agents by name. A new agent is one file, one line here, and its name in `built-in-names`. */
export const agents = { rag, intake, scoring, nurturing } as const satisfies Record<AgentName, Agent>;
