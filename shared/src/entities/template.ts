import { z } from 'zod';

/** A placeholder of a template with what stands in its place. */
export const templateParameterSchema = z.strictObject({ name: z.string().max(60), value: z.string().max(1000) });
export type TemplateParameter = z.infer<typeof templateParameterSchema>;

/** Which template of the platform a message is, filled in. */
export const messageTemplateSchema = z.strictObject({
  name: z.string().min(1).max(200),
  language: z.string().max(20),
  parameters: z.array(templateParameterSchema).max(30),
});
export type MessageTemplate = z.infer<typeof messageTemplateSchema>;

/** A message that the platform has approved, so that it is sent however long ago the customer has written. */
export const templateSchema = z.object({
  /** Together with the language the template's identity. */
  name: z.string().min(1).max(200),
  language: z.string().max(20),
  /** With placeholders: `{{1}}` or `{{name}}`. */
  body: z.string().min(1).max(4000),
  /** What the customer may press below it. */
  buttons: z.array(z.string().max(60)).max(10).optional(),
});
export type Template = z.infer<typeof templateSchema>;

const PLACEHOLDER = /\{\{([^{}]{1,60})\}\}/g;

/** The names of the placeholders, each once, in their order. */
export const placeholdersOf = ({ body }: Pick<Template, 'body'>): readonly string[] => [
  ...new Set([...body.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim())),
];

/** What the customer reads. A placeholder without a value stays as it is. */
export const fillTemplate = ({ body }: Pick<Template, 'body'>, parameters: readonly TemplateParameter[]): string => {
  const values = new Map(parameters.map(({ name, value }) => [name, value.trim()]));
  return body.replaceAll(PLACEHOLDER, (whole, name: string) => values.get(name.trim()) || whole);
};

export const isSameTemplate = (
  one: Pick<Template, 'name' | 'language'>,
  other: Pick<Template, 'name' | 'language'>,
): boolean => one.name === other.name && one.language === other.language;
