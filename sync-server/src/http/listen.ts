import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { bracketed, isEverywhere } from './machinery/own-hosts.ts';

type Place = { readonly host: string; readonly port: number };

/** Starts listening and resolves to the URL to open on this machine. Throws a `Failure` with a remedy if the port cannot be opened. */
export const listen = async (server: Server, { host, port }: Place): Promise<string> => {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(error, { host, port });
  }
  return localUrl({ host, port: (server.address() as AddressInfo).port });
};

/** The URL of the server on this machine; a server that listens on all addresses is reached on loopback. */
export const localUrl = ({ host, port }: Place): string =>
  `http://${bracketed(isEverywhere(host) ? '127.0.0.1' : host)}:${port}`;

const listenFailure = (error: unknown, { host, port }: Place): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const refuse = (message: string, hint: string) => new Failure('server.error', message, hint, { cause: error });
  if (code === 'EADDRINUSE')
    return refuse(`Port ${port} is in use.`, 'Stop the other program, or set PORT to another.');
  if (code === 'EACCES') return refuse(`Port ${port} may not be opened.`, 'Set PORT to a number above 1023.');
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return refuse(`This machine has no address ${host}.`, 'Set HOST to one that it has, such as 127.0.0.1.');
  }
  return error;
};
