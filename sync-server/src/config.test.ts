import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test('an empty environment gives a server on loopback with no model and no bot', () => {
  expect(readConfig({ OPENAI_API_KEY: ' ' })).toEqual({
    role: 'all',
    port: 8787,
    host: '127.0.0.1',
    trustedProxies: 0,
    registration: 'open',
    dataFolder: '.data',
    takeOverTeams: false,
    allowPrivateEndpoints: false,
    logLevel: 'warn',
    models: { endpoints: [], policies: {}, embedding: undefined },
    quietMs: 1500,
    timeZone: 'Europe/Moscow',
    teamFilesBytes: 2048 * 1024 * 1024,
    searchMemoryBytes: 512 * 1024 * 1024,
    drainMs: 0,
  });
});

test.each([
  ['ROLE', 'boss'],
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['PUBLIC_URL', 'crm.example.com'],
  ['PUBLIC_URL', 'https://crm.example.com/path'],
  ['PUBLIC_URL', 'https://me:secret@crm.example.com'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '-1'],
  ['TRUST_PROXY', '100'],
  ['TRUST_PROXY', 'proxy.example.com'],
  ['TRUST_PROXY', '10.0.0.1, '],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', '0.0.0.0/0'],
  ['COUCHDB_URL', 'couch:5984'],
  ['AMQP_URL', 'http://rabbit:5672'],
  ['TELEGRAM_BOT_TOKEN', 'my token'],
  ['TELEGRAM_API_ROOT', 'file:///etc'],
  ['OPENAI_BASE_URL', 'localhost'],
  ['OPENAI_PRICE_INPUT', 'cheap'],
  ['OPENAI_PRICE_OUTPUT', '-1'],
  ['EMBEDDINGS_BASE_URL', 'localhost'],
  ['EMBEDDINGS_DIMENSIONS', '0'],
  ['SECRET_KEY', 'short'],
  ['INSTALLATION_ID', 'of ours'],
  ['TAKE_OVER_TEAMS', 'all'],
  ['ALLOW_PRIVATE_ENDPOINTS', 'yes'],
  ['REGISTRATION', 'no'],
  ['TEAM_FILES_MB', '0'],
  ['SEARCH_MEMORY_MB', '15'],
  ['SEARCH_THREADS', '0'],
  ['DRAIN_SECONDS', '301'],
  ['PRINT_LINK', 'once'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused with its name', (name, value) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`^${name} `));
});

test('every wrong setting is named at once', () => {
  const wrong = { PORT: 'x', SECRET_KEY: 'y', OPENAI_BASE_URL: 'z' };
  expect(() => readConfig(wrong)).toThrow(/PORT .*\nSECRET_KEY .*\nOPENAI_BASE_URL /);
});

test('a model of one’s own needs its name, and no key', () => {
  expect(() => readConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' })).toThrow(/OPENAI_MODEL/);
  const config = readConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'qwen3' });
  const price = { input: 0, output: 0 };
  expect(config.models.endpoints).toMatchObject([
    { name: 'openai', kind: 'openai', local: true, models: [{ name: 'qwen3', price }] },
  ]);
});

test('a model costs what a million tokens are said to cost', () => {
  const given = { OPENAI_API_KEY: 'sk-1', OPENAI_PRICE_INPUT: '0.4', OPENAI_PRICE_OUTPUT: '1.6' };
  expect(readConfig(given).models.endpoints[0]?.models).toEqual([
    { name: 'gpt-4.1-mini', price: { input: 0.4, output: 1.6 } },
  ]);
});

test('several models share an endpoint, each with a price of its own or all with one', () => {
  const given = { OPENAI_API_KEY: 'sk-1', OPENAI_MODEL: 'small, large', OPENAI_PRICE_INPUT: '0.4,2' };
  expect(readConfig({ ...given, OPENAI_PRICE_OUTPUT: '1' }).models.endpoints[0]?.models).toEqual([
    { name: 'small', price: { input: 0.4, output: 1 } },
    { name: 'large', price: { input: 2, output: 1 } },
  ]);
  expect(() => readConfig({ ...given, OPENAI_PRICE_INPUT: '1,2,3' })).toThrow(/^OPENAI_PRICE_INPUT /);
  expect(() => readConfig({ ...given, OPENAI_MODEL: 'small,small' })).toThrow(/^OPENAI_MODEL /);
});

test('a model for embeddings needs its name, a key or an address, and the size of its vectors unless that is known', () => {
  const model = 'text-embedding-3-small';
  const baseUrl = 'http://127.0.0.1:11434/v1';
  expect(() => readConfig({ EMBEDDINGS_API_KEY: 'sk-1' })).toThrow(/EMBEDDINGS_MODEL/);
  expect(() => readConfig({ EMBEDDINGS_MODEL: model, OPENAI_API_KEY: 'sk-1' })).toThrow(/EMBEDDINGS_API_KEY/);
  expect(() => readConfig({ EMBEDDINGS_MODEL: 'own', EMBEDDINGS_BASE_URL: baseUrl })).toThrow(/EMBEDDINGS_DIMENSIONS/);
  const known = readConfig({ EMBEDDINGS_MODEL: model, EMBEDDINGS_API_KEY: 'sk-1' });
  expect(known.models.embedding).toMatchObject({ kind: 'openai', model, dimensions: 1536 });
  const own = { EMBEDDINGS_MODEL: 'own', EMBEDDINGS_BASE_URL: baseUrl, EMBEDDINGS_DIMENSIONS: '384' };
  expect(readConfig(own).models.embedding).toMatchObject({ kind: 'openai', model: 'own', dimensions: 384 });
});

test('private endpoints are refused unless switched on, wherever the server listens', () => {
  for (const HOST of ['127.0.0.1', 'localhost', '0.0.0.0']) {
    expect(readConfig({ HOST }).allowPrivateEndpoints).toBe(false);
    expect(readConfig({ HOST, ALLOW_PRIVATE_ENDPOINTS: 'true' }).allowPrivateEndpoints).toBe(true);
  }
});

test('proxies are trusted by their number or by their addresses, and none by default', () => {
  expect(readConfig({ TRUST_PROXY: '2' }).trustedProxies).toBe(2);
  const addresses = ['loopback', '10.0.0.0/8', '2001:db8::1'];
  expect(readConfig({ TRUST_PROXY: addresses.join(', ') }).trustedProxies).toEqual(addresses);
});

test('anybody may make a team on loopback, and elsewhere only who is invited, unless told otherwise', () => {
  const modes = (HOST: string) => [readConfig({ HOST }), readConfig({ HOST, REGISTRATION: 'closed' })];
  expect(modes('localhost').map(({ registration }) => registration)).toEqual(['open', 'closed']);
  expect(modes('0.0.0.0').map(({ registration }) => registration)).toEqual(['invited', 'closed']);
});

test('the public address is kept as an origin', () => {
  expect(readConfig({ PUBLIC_URL: 'https://CRM.example.com:443/' }).publicUrl).toBe('https://crm.example.com');
});

test('a process that answers only operators takes any free port unless told otherwise', () => {
  expect(readConfig({ ROLE: 'worker' })).toMatchObject({ role: 'worker', port: 0 });
  expect(readConfig({ ROLE: 'api' })).toMatchObject({ role: 'api', port: 8787 });
  expect(readConfig({ ROLE: 'channels', PORT: '9000' })).toMatchObject({ role: 'channels', port: 9000 });
});
