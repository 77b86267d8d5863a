import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { makeFolder } from './testing/make-folder.ts';

const fileOf = (text: string): string => {
  const file = path.join(makeFolder(), 'models.yaml');
  writeFileSync(file, text);
  return file;
};

const problemsOf = (text: string, environment: Readonly<Record<string, string>> = {}): string => {
  try {
    readConfig({ ...environment, MODELS_FILE: fileOf(text) });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The file was accepted.');
};

const yaml = `
endpoints:
  - name: own
    kind: openai
    baseUrl: http://10.0.0.5:8000/v1
    local: true
    models: [qwen3]
  - name: paid
    kind: openai
    apiKey: { env: PAID_KEY }
    models:
      - name: big
        price: { input: 2, output: 8 }
        contextTokens: 128000
      - { name: blind, can: [] }
embedding:
  kind: openai
  model: bge-m3
  baseUrl: http://127.0.0.1:11434/v1
teams:
  team-1: { localOnly: true }
  team-2: { models: [big] }
`;

const expected = {
  endpoints: [
    { name: 'own', kind: 'openai', local: true, models: [{ name: 'qwen3' }] },
    {
      name: 'paid',
      local: false,
      models: [
        { name: 'big', price: { input: 2, output: 8 }, contextTokens: 128_000 },
        { name: 'blind', can: [] },
      ],
    },
  ],
  policies: { 'team-1': { localOnly: true }, 'team-2': { models: ['big'] } },
  embedding: { kind: 'openai', model: 'bge-m3', dimensions: 1024 },
};

test('a file describes endpoints, the embedding model and what teams are restricted to', () => {
  expect(readConfig({ MODELS_FILE: fileOf(yaml), PAID_KEY: 'sk-paid' }).models).toMatchObject(expected);
});

test('the same may be written as JSON, in a file or in the variable itself', () => {
  const json = JSON.stringify({ endpoints: [{ name: 'own', kind: 'openai', apiKey: 'sk-1', models: ['small'] }] });
  for (const MODELS_FILE of [fileOf(json), json]) {
    expect(readConfig({ MODELS_FILE }).models.endpoints).toMatchObject([{ name: 'own', models: [{ name: 'small' }] }]);
  }
});

test('the endpoint of the variables is asked first', () => {
  const { endpoints } = readConfig({ MODELS_FILE: fileOf(yaml), PAID_KEY: 'sk-paid', OPENAI_API_KEY: 'sk-1' }).models;
  expect(endpoints.map(({ name }) => name)).toEqual(['openai', 'own', 'paid']);
});

test('no secret shows in the settings that were read', () => {
  const config = readConfig({ MODELS_FILE: fileOf(yaml), PAID_KEY: 'sk-paid', OPENAI_API_KEY: 'sk-first' });
  expect(JSON.stringify(config)).not.toMatch(/sk-/);
});

const endpoint = (lines: string): string => `endpoints:\n  - name: own\n    kind: openai\n${lines}`;

test.each([
  [
    'an address',
    endpoint('    baseUrl: localhost\n    models: [a]'),
    'MODELS_FILE, line 4: endpoints.0.baseUrl must be an address',
  ],
  [
    'a price',
    endpoint('    models:\n      - name: a\n        price: { input: -1, output: 1 }'),
    'line 6: endpoints.0.models.0.price.input ',
  ],
  ['no models', endpoint('    models: []'), 'line 4: endpoints.0.models '],
  ['a model twice', endpoint('    models: [a, a]'), 'line 4: endpoints.0.models must name each model once'],
  [
    'the name of the rules',
    endpoint('    models: [no-model]'),
    'line 4: endpoints.0.models.0.name stands for the rules',
  ],
  ['a field that is not known', endpoint('    models: [a]\n    key: x'), 'line 2: endpoints.0 Unrecognized key: "key"'],
  [
    'a kind that is not there',
    'endpoints:\n  - name: own\n    kind: oracle\n    models: [a]',
    'line 3: endpoints.0.kind ',
  ],
  ['the built-in kind', 'endpoints:\n  - name: own\n    kind: no-model\n    models: [a]', 'line 3: endpoints.0.kind '],
  [
    'a name twice',
    `${endpoint('    models: [a]')}\n  - name: own\n    kind: openai\n    models: [b]`,
    'line 5: endpoints.1.name is the name of another endpoint',
  ],
  [
    'a variable that is not set',
    endpoint('    apiKey: { env: NO_SUCH_KEY }\n    models: [a]'),
    'line 4: endpoints.0.apiKey names the variable NO_SUCH_KEY, which is not set',
  ],
  [
    'more models than a team has room for',
    endpoint(`    models: [${Array.from({ length: 22 }, (_, at) => `m${at}`)}]`),
    'line 2: endpoints must offer 21 models',
  ],
  [
    'an embedder of unknown size',
    'embedding:\n  kind: openai\n  model: own\n  apiKey: k',
    'line 2: embedding.dimensions must say how many values',
  ],
  [
    'an embedder that is nowhere',
    'embedding:\n  kind: openai\n  model: bge-m3',
    'line 2: embedding.apiKey must be set, or baseUrl',
  ],
  ['a restriction that is not known', 'teams:\n  t1: { local: true }', 'line 2: teams.t1 Unrecognized key'],
  ['a field of its own', 'models: []', 'line 1: the file Unrecognized key'],
  ['no YAML', 'endpoints: [', 'MODELS_FILE cannot be read: '],
  ['a text', 'endpoints', 'MODELS_FILE, line 1: the file '],
])('%s is refused with the line and the field', (_what, text, problem) => {
  expect(problemsOf(text)).toContain(problem);
});

test('a name that the variables took, and an embedder beside theirs, are refused', () => {
  const environment = { OPENAI_API_KEY: 'sk-1', EMBEDDINGS_API_KEY: 'sk-1', EMBEDDINGS_MODEL: 'bge-m3' };
  const text = endpoint('    models: [a]').replace('own', 'openai');
  expect(problemsOf(text, environment)).toContain('line 2: endpoints.0.name is the name of another endpoint');
  expect(problemsOf('embedding: { kind: openai, model: bge-m3, apiKey: k }', environment)).toContain(
    'line 1: embedding is configured by variables already',
  );
});

test('a file that is not there is named', () => {
  expect(() => readConfig({ MODELS_FILE: '/no/such/file' })).toThrow(/MODELS_FILE cannot be read: .*no such file/);
});
