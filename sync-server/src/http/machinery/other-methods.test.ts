import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express, { type RequestHandler, Router } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseOtherMethods } from './other-methods.ts';
import { answerProblem, unknownAddress } from './problem.ts';

const answer =
  (name: string): RequestHandler =>
  (_request, response) => {
    response.send(name);
  };

const first = Router();
first.get('/files', answer('list')).post('/files', answer('upload'));
first.post('/files/_changes', (_request, _response, next) => next(), answer('changes'));
first.get('/files/:id', answer('file'));
first.get('/failing', () => {
  throw new Error('not the method');
});
first.use('/under', answer('under'));
const second = Router();
second.delete('/files', answer('never reached'));
second.put('/elsewhere', answer('elsewhere'));

let server: Server;
let url: string;

beforeAll(async () => {
  const app = express().use(refuseOtherMethods(first), refuseOtherMethods(second), unknownAddress, answerProblem);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = async (method: string, path: string) => {
  const response = await fetch(`${url}${path}`, { method });
  return [response.status, response.headers.get('allow') ?? (await response.text())];
};

test('what an address takes follows from its routes, HEAD and OPTIONS included', async () => {
  expect(await ask('GET', '/files')).toEqual([200, 'list']);
  expect(await ask('POST', '/files')).toEqual([200, 'upload']);
  expect(await ask('HEAD', '/files')).toEqual([200, '']);
  expect(await ask('OPTIONS', '/files')).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
  expect(await ask('DELETE', '/files')).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
  expect(await ask('PATCH', '/elsewhere')).toEqual([405, 'PUT, OPTIONS']);
  expect(await ask('PUT', '/elsewhere')).toEqual([200, 'elsewhere']);
});

test('the first address that fits decides, although a later one would take the method', async () => {
  expect(await ask('POST', '/files/_changes')).toEqual([200, 'changes']);
  expect(await ask('GET', '/files/_changes')).toEqual([405, 'POST, OPTIONS']);
  expect(await ask('HEAD', '/files/_changes')).toEqual([405, 'POST, OPTIONS']);
  expect(await ask('GET', '/files/7')).toEqual([200, 'file']);
});

test('addresses without routes, and errors of a route, are left as they are', async () => {
  expect(await ask('PUT', '/under/anything')).toEqual([200, 'under']);
  expect((await ask('PUT', '/unknown'))[0]).toBe(404);
  expect((await ask('GET', '/failing'))[0]).toBe(500);
});
