import path from 'node:path';
import { type ChatTurn, startFakeOpenAi } from '@inbetwin/sync-server/testing/fake-openai.ts';
import { describe, expect, test } from 'vitest';
import { WrongUse } from '../read-arguments.ts';
import type { VoiceName } from '../scenes/read-scene-arguments.ts';
import { readYaml } from '../scenes/read-yaml.ts';
import { withStore } from '../scenes/with-store.ts';
import { type Dialogue, dialogueFileSchema } from './dialogue.ts';
import { evaluateDialogues } from './evaluate-dialogues.ts';
import { readDialogues } from './read-dialogues.ts';
import { voicesOf } from './voices.ts';

const dialogues = await readDialogues(path.join(import.meta.dirname, '../../dialogues'));

const evaluate = (chosen: readonly Dialogue[], voice: VoiceName) =>
  withStore((store) => evaluateDialogues(chosen, { store, createVoice: voicesOf(voice, {}) }));

const failures = async (chosen: readonly Dialogue[], voice: VoiceName): Promise<readonly string[]> =>
  (await evaluate(chosen, voice)).dialogues.flatMap(({ name, reasons }) =>
    reasons.map((reason) => `${name}: ${reason}`),
  );

test('there are at least 30 dialogues, about as many in Russian as in English', () => {
  expect(dialogues.length).toBeGreaterThanOrEqual(30);
  const russian = dialogues.filter(({ language }) => language === 'ru').length;
  expect(russian).toBeGreaterThanOrEqual(15);
  expect(dialogues.length - russian).toBeGreaterThanOrEqual(15);
});

test.each(['no-model', 'scripted'] as const)(
  'every dialogue goes as expected with the voice %s',
  {
    timeout: 120_000,
  },
  async (voice) => {
    expect(await failures(dialogues, voice)).toEqual([]);
  },
);

const yaml = (expectation: string): readonly Dialogue[] => {
  const text = `
setup:
  knowledge: [{ title: Terms, text: The deposit is 30 % of the order. }]
dialogues:
  - name: broken
    language: en
    turns:
      - customer: What is the deposit? My e-mail is kate@example.com
        script:
          rag:
            - call: { search_knowledge: { query: deposit } }
            - say: "The deposit is 30 % [1]."
        expect: ${expectation}
`;
  const { setup, dialogues: read } = readYaml('broken.yaml', text, dialogueFileSchema);
  return read.map((dialogue) => ({ ...dialogue, category: 'broken', setup }));
};

const breaches = [
  ['{ reply: { contains: [40 %] } }', /the reply lacks "40 %"/],
  ['{ reply: { lacks: [30 %] } }', /the reply has "30 %"/],
  ['{ reply: { cites: [Prices] } }', /"Prices" is not cited/],
  ['{ reply: { language: ru } }', /the reply is in en, not ru/],
  ['{ reply: { count: 2 } }', /1 replies and not 2/],
  ['{ reply: none }', /the agent said/],
  ['{ suggestion: {} }', /nothing was suggested/],
  ['{ outcome: drafted }', /the outcome is replied, not drafted/],
  ['{ calls: [{ tool: create_order }] }', /create_order was not called/],
  ['{ calls: [{ tool: search_knowledge, arguments: { query: price } }] }', /arguments.query is .*, not "price"/],
  ['{ calls: [{ tool: search_knowledge, agent: intake }] }', /was called by rag, not intake/],
  ['{ calls: [{ tool: search_knowledge, state: failed }] }', /is done, not failed/],
  ['{ forbidden: [{ tool: search_knowledge }] }', /search_knowledge was called with/],
  ['{ handover: { reason: angry } }', /no person was called/],
  ['{ conversation: { mode: human } }', /conversation.mode is "agent", not "human"/],
  ['{ contact: { email: { $absent: true } } }', /contact.email is "kate@example.com", and must be absent/],
  ['{ lead: { score: { $min: 99 } } }', /lead.score is \d+, below 99/],
  ['{ facts: [{ key: budget }] }', /facts has nothing like/],
  ['{ work: [{ kind: task }] }', /work has nothing like/],
  ['[{ when: any }, { when: model, handover: { reason: other } }]', /no person was called/],
] as const;

test('every broken expectation turns red, for its reason', async () => {
  const broken = breaches.flatMap(([expectation], at) =>
    yaml(expectation).map((each) => ({ ...each, name: `broken-${at}` })),
  );
  const report = await evaluate(broken, 'scripted');
  const reasons = report.dialogues.map((verdict) => verdict.reasons.join('\n'));
  for (const [at, [expectation, reason]] of breaches.entries()) {
    expect(reasons[at], expectation).toMatch(reason);
  }
  expect(report).toMatchObject({ passed: 0, share: 0 });
});

test('what is expected of the other voice alone is not asked of this one', async () => {
  const report = await evaluate(yaml('{ when: model, outcome: drafted }'), 'no-model');
  expect(report).toMatchObject({ passed: 0, failed: 0, notApplicable: 1, share: 1 });
});

test('a script that does not fit what is asked turns red', async () => {
  const [dialogue] = yaml('{ outcome: replied }');
  if (!dialogue) throw new Error('There is no dialogue.');
  const saying = (rag: readonly { say?: string; call?: Record<string, { query: string }> }[]) => [
    { ...dialogue, turns: dialogue.turns.map((turn) => ({ ...turn, script: { rag: [...rag] } })) },
  ];
  expect((await failures(saying([{ say: 'One.' }, { say: 'Two.' }]), 'scripted')).join()).toMatch(/was not asked for/);
  const endless = saying([{ call: { search_knowledge: { query: 'deposit' } } }]);
  expect((await failures(endless, 'scripted')).join()).toMatch(/the script has no line for rag/);
});

describe('a live model', () => {
  const greeting = dialogues.filter(({ name }) => name === 'greeting-ru');

  const failuresWith = async (turn: ChatTurn): Promise<readonly string[]> => {
    const endpoint = await startFakeOpenAi();
    endpoint.always(turn);
    const environment = { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: endpoint.baseUrl, OPENAI_MODEL: 'model' };
    try {
      const createVoice = voicesOf('live', environment);
      const report = await withStore((store) => evaluateDialogues(greeting, { store, createVoice }));
      expect(report.model).toBe('model');
      return report.dialogues.flatMap(({ reasons }) => reasons);
    } finally {
      await endpoint.stop();
    }
  };

  test('is asked over the wire, and its scripts are ignored', async () => {
    expect(await failuresWith({ kind: 'answer', text: 'Здравствуйте! Слушаю вас.' })).toEqual([]);
    expect((await failuresWith({ kind: 'answer', text: 'Hello.' })).join()).toMatch(/the reply is in en, not ru/);
  });

  test('that does not answer fails, though the rules would have passed', async () => {
    expect((await failuresWith({ kind: 'status', status: 401 })).join()).toMatch(/the rules spoke for rag in place/);
  });

  test('that is not configured is a wrong use', () => {
    expect(() => voicesOf('live', {})).toThrow(WrongUse);
    expect(() => voicesOf('live', { OPENAI_BASE_URL: 'http://127.0.0.1:1' })).toThrow(/OPENAI_MODEL/);
  });
});
