import { z } from 'zod';

/** A placeholder of a template with its value. */
export const templateParameterSchema = z.strictObject({ name: z.string().max(60), value: z.string().max(1000) });
export type TemplateParameter = z.infer<typeof templateParameterSchema>;

/** The template of a message, with the values of its placeholders. */
export const messageTemplateSchema = z.strictObject({
  name: z.string().min(1).max(200),
  language: z.string().max(20),
  parameters: z.array(templateParameterSchema).max(30),
});
export type MessageTemplate = z.infer<typeof messageTemplateSchema>;

/** A message approved by the platform, which may be sent however long ago the customer wrote. */
export const templateSchema = z.object({
  /** Identifies the template together with the language. */
  name: z.string().min(1).max(200),
  language: z.string().max(20),
  /** Contains placeholders: `{{1}}` or `{{name}}`. */
  body: z.string().min(1).max(4000),
  /** Buttons below the text. */
  buttons: z.array(z.string().max(60)).max(10).optional(),
});
export type Template = z.infer<typeof templateSchema>;

const PLACEHOLDER = /\{\{([^{}]{1,60})\}\}/g;

/** The distinct names of the placeholders, in order. */
export const placeholdersOf = ({ body }: Pick<Template, 'body'>): readonly string[] => [
  ...new Set([...body.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim())),
];

/** Fills in the placeholders; one without a value stays as it is. */
export const fillTemplate = ({ body }: Pick<Template, 'body'>, parameters: readonly TemplateParameter[]): string => {
  const values = new Map(parameters.map(({ name, value }) => [name, value.trim()]));
  return body.replaceAll(PLACEHOLDER, (whole, name: string) => values.get(name.trim()) || whole);
};

export const isSameTemplate = (
  one: Pick<Template, 'name' | 'language'>,
  other: Pick<Template, 'name' | 'language'>,
): boolean => one.name === other.name && one.language === other.language;
