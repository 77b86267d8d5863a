import { callOperator } from './call-operator.ts';
import { saveUserInfo } from './save-user-info.ts';
import { searchKnowledge } from './search-knowledge.ts';
import type { Tool } from './tool.ts';
import { updateLead } from './update-lead.ts';

/** Every tool by its name. Adding one is a file and a line here. */
export const tools = {
  save_user_info: saveUserInfo,
  search_knowledge: searchKnowledge,
  call_operator: callOperator,
  update_lead: updateLead,
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;
