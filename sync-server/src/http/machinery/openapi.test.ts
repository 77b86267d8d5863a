import { type RouteName, routes } from '@inbetwin/shared/contracts/http.ts';
import { LINES_MEDIA_TYPE } from '@inbetwin/shared/contracts/route.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startApi } from '../testing/start-api.ts';
import { createOpenApiDocument } from './openapi.ts';

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: z.looseObject({}) }))
    .optional(),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) }).optional(),
  responses: z.record(
    z.string().regex(/^(\d{3}|default)$/),
    z.object({
      description: z.string().min(1),
      content: z.record(z.string(), z.object({ schema: z.looseObject({}) })).optional(),
    }),
  ),
});

const documentSchema = z.object({
  openapi: z.string().startsWith('3.1'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'patch', 'delete']), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
    securitySchemes: z.object({ bearer: z.looseObject({}) }),
  }),
});

const document = documentSchema.parse(JSON.parse(JSON.stringify(createOpenApiDocument())));

const operationOf = (name: RouteName) => {
  const { method, path } = routes[name];
  const operations = new Map(Object.entries(document.paths[path.replace(/:(\w+)/, '{$1}')] ?? {}));
  return operationSchema.parse(operations.get(method));
};

test('describes every route of the contract: its input, its answer and its failures', () => {
  for (const [name, route] of Object.entries(routes)) {
    const operation = operationOf(name as RouteName);
    expect(operation.operationId).toBe(name);
    expect(Object.keys(operation.responses)).toContain(String(route.status));
    expect(operation.security !== undefined).toBe(route.access !== 'public');
    expect(operation.requestBody !== undefined).toBe('body' in route);
    expect(operation.parameters?.some((parameter) => parameter.in === 'path') ?? false).toBe(route.path.includes(':'));
    expect(operation.parameters?.some((parameter) => parameter.in === 'query') ?? false).toBe('query' in route);
    // Whatever changes or removes something that has a version can name it.
    const takesVersion = 'versioned' in route && (route.method === 'patch' || route.method === 'delete');
    expect(operation.parameters?.some((parameter) => parameter.in === 'header') ?? false).toBe(takesVersion);
    expect(Object.keys(operation.responses).includes('412')).toBe(takesVersion);
    if (route.method === 'patch') expect(takesVersion).toBe(true);
    const answers = Object.keys(operation.responses[String(route.status)]?.content ?? {});
    expect(answers.includes(LINES_MEDIA_TYPE)).toBe('progress' in route);
    const failed = Object.entries(operation.responses).filter(([status]) => !/^2/.test(status));
    expect(failed.length).toBeGreaterThan(0);
    for (const [, { content }] of failed) {
      expect(content?.['application/problem+json']?.schema).toEqual({ $ref: '#/components/schemas/Problem' });
    }
  }
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name = ''] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  expect(Object.keys(operationOf('createSource').requestBody?.content ?? {})).toContain('multipart/form-data');
});

test('is served, beside the answers of an operator', async () => {
  const api = await startApi();
  expect(await (await api.send('GET', '/api/v1/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  expect(await (await api.send('GET', '/health')).json()).toEqual({ status: 'ok' });
  expect(await (await api.send('GET', '/ready')).json()).toEqual({ status: 'ready' });
  await api.close();
});
