/** The names of the built-in agents. They are apart from the agents, so that the inbox, which shows names, does without their prompts. */
export const builtInNames = { rag: true, intake: true, scoring: true, nurturing: true } as const;

/** The name of a built-in agent. */
export type AgentName = keyof typeof builtInNames;
