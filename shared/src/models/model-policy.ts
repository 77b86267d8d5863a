import { z } from 'zod';

/** Restrictions on the models of one team. */
export const modelPolicySchema = z.strictObject({
  /** Only endpoints on the operator's own machines. */
  localOnly: z.boolean().optional(),
  /** Only models with these names. */
  models: z.array(z.string().min(1)).min(1).optional(),
});
export type ModelPolicy = z.infer<typeof modelPolicySchema>;
