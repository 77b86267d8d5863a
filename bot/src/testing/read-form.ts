/** A file as a platform received it. */
export type SentFile = { readonly field: string; readonly name: string; readonly bytes: Uint8Array };

type Form = { readonly fields: Readonly<Record<string, unknown>>; readonly files: readonly SentFile[] };

/** The parameters of a call to a platform and the files in it, whether they came as JSON or as a form. */
export const readForm = async (body: Buffer<ArrayBuffer>, type: string): Promise<Form> => {
  if (body.length === 0) return { fields: {}, files: [] };
  if (type.startsWith('application/json')) return { fields: JSON.parse(body.toString('utf8')), files: [] };
  const entries = [...(await new Response(body, { headers: { 'content-type': type } }).formData())];
  const files = entries.map(async ([field, value]) => {
    if (typeof value === 'string') return [];
    return [{ field, name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) }];
  });
  return {
    fields: Object.fromEntries(
      entries.flatMap(([field, value]) => (typeof value === 'string' ? [[field, value]] : [])),
    ),
    files: (await Promise.all(files)).flat(),
  };
};
