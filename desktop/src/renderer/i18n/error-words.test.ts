// @vitest-environment jsdom
import { errorCodes } from '@inbetwin/shared/contracts/errors.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeLanguage, startI18n, wordFor } from './i18n.ts';
import { ru } from './ru.ts';

const codes = Object.keys(errorCodes);
const codesOf = (family: string, ...except: readonly string[]): readonly string[] =>
  codes.filter((code) => code.startsWith(`${family}.`) && !except.includes(code));

/** The interface asks for the kinds of channel that it offers. */
const ofChannels = codesOf('channel', 'channel.unknown_kind');
/** About signing in at a platform. */
const ofSigningIn: readonly string[] = [
  'channel.needs_sign_in',
  'channel.sign_in_void',
  'channel.denied',
  'channel.other_account',
];
/** Connecting an account sends nothing. */
const ofSending: readonly string[] = [
  'channel.window_closed',
  'channel.blocked',
  'channel.no_files',
  'channel.no_templates',
  'channel.template_unavailable',
];
const ofConnecting = ofChannels.filter((code) => !ofSending.includes(code));
const ofDelivery = ofChannels.filter((code) => !ofSigningIn.includes(code));
/** A channel's state, which is told like an error. */
const connecting = 'channel.connecting';

/** The places that have words for codes, each with the codes that can reach it. */
const places = [
  ['settings.channels.error', [...ofConnecting, connecting, 'team.elsewhere', 'auth.forbidden', 'server.error']],
  ['inbox.delivery.reason', [...ofDelivery, 'file.gone', 'file.too_large', 'knowledge.quota', 'server.error']],
  [
    'inbox.file.reason',
    ['file.gone', 'file.too_large', 'knowledge.quota', 'channel.unreachable', 'channel.rejected', 'server.error'],
  ],
  ['knowledge.error', codesOf('knowledge', 'knowledge.quota')],
  [
    'knowledge.original.reason',
    ['file.digest', 'knowledge.quota', 'request.too_large', 'auth.forbidden', 'resource.not_found'],
  ],
  [
    'signIn.error',
    [
      ...codesOf('auth').filter((code) => /wrong_credentials|email_taken|link_used|registration_closed/.test(code)),
      'request.too_many',
      'request.invalid',
    ],
  ],
  ['sync.problem', [...codesOf('server'), 'store.full', 'store.unavailable', 'request.too_many']],
  ['agents.test.error', ['resource.not_found', 'run.limit']],
] as const;

beforeAll(() => startI18n('ru'));

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  beforeAll(() => changeLanguage(language));

  it.each(places)('%s has words for every code that can reach it', (group, reaching) => {
    expect(reaching.filter((code) => wordFor(group, code) === undefined)).toEqual([]);
  });
});

it.each(places)('%s has words for no other code', (group, reaching) => {
  const known = new Set(reaching.map((code) => code.replaceAll(/[._](\w)/g, (_, next: string) => next.toUpperCase())));
  const words = group.split('.').reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>>)[name], ru);
  const others = Object.keys(words as object).filter((key) => !known.has(key) && key !== 'other' && key !== 'network');
  expect(others).toEqual([]);
});
