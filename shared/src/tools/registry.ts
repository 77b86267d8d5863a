import { callOperator } from './call-operator.ts';
import { createOrder } from './create-order.ts';
import { createTask } from './create-task.ts';
import { findProduct } from './find-product.ts';
import { orderStatus } from './order-status.ts';
import { passOn } from './pass-on.ts';
import { saveUserInfo } from './save-user-info.ts';
import { scheduleEvent } from './schedule-event.ts';
import { searchKnowledge } from './search-knowledge.ts';
import type { Tool, ToolControl } from './tool.ts';
import { updateLead } from './update-lead.ts';

/** Every tool by its name. Adding one is a file and a line here. */
export const tools = {
  save_user_info: saveUserInfo,
  search_knowledge: searchKnowledge,
  call_operator: callOperator,
  update_lead: updateLead,
  create_task: createTask,
  schedule_event: scheduleEvent,
  find_product: findProduct,
  create_order: createOrder,
  order_status: orderStatus,
  pass_on: passOn,
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** What a call of a tool does to its run; undefined for most tools, and for names of none. */
export const controlOf = (name: string): ToolControl | undefined => {
  const tool: Tool | undefined = (tools as Readonly<Record<string, Tool>>)[name];
  return tool?.controls;
};
