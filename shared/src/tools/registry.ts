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

/** All tools by name. A new tool is one file and one line here. */
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

/** The name of a tool. */
export type ToolName = keyof typeof tools;

/** Returns how a call of the tool affects its run; undefined for most tools and for unknown names. */
export const controlOf = (name: string): ToolControl | undefined => {
  const tool: Tool | undefined = (tools as Readonly<Record<string, Tool>>)[name];
  return tool?.controls;
};
