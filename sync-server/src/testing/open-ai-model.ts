import { variableNamer } from '@inbetwin/shared/models/endpoint-fields.ts';
import type { ModelProvider } from '@inbetwin/shared/models/model.ts';
import { openAiKind } from '@inbetwin/shared/models/openai/openai-kind.ts';
import type { ConnectTerms, OfferedModel } from '@inbetwin/shared/models/provider-kind.ts';

type Settings = { readonly baseUrl: string; readonly apiKey?: string };
type Model = OfferedModel & Partial<Omit<ConnectTerms, 'fieldName'>>;

/** A model of an endpoint that is configured by variables. */
export const openAiModel = (settings: Settings, { timeoutMs = 5000, fetch, ...model }: Model): ModelProvider => {
  const fieldName = variableNamer(openAiKind.environment?.variables ?? {});
  return openAiKind.connection.parse(settings).connect({ timeoutMs, fetch, fieldName })(model);
};
