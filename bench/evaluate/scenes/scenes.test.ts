import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialogueFileSchema } from '../dialogues/dialogue.ts';
import { WrongUse } from '../read-arguments.ts';
import { WrongSet } from '../set-files.ts';
import { type Matcher, matcherSchema, mismatch, saysText } from './matcher.ts';
import { readSceneArguments } from './read-scene-arguments.ts';
import { readYaml } from './read-yaml.ts';

describe('reading', () => {
  const read = (text: string) => () => readYaml('talk.yaml', text, dialogueFileSchema);
  const talk = (turn: string) => `dialogues:\n  - name: talk\n    language: en\n    turns:\n      - ${turn}\n`;

  it.each([
    ['dialogues: [', /^talk\.yaml:1: /],
    ['dialogues: []', /^talk\.yaml:1: dialogues: /],
    [talk('customer: Hi\n        expects: {}'), /^talk\.yaml:6: dialogues\.0\.turns\.0\.expects: is not known$/],
    [
      talk('customer: Hi\n        expect:\n          outcome: happy'),
      /^talk\.yaml:7: dialogues\.0\.turns\.0\.expect\.outcome: /,
    ],
    [
      talk('customer: Hi\n        expect:\n          - reply:\n              contains: [{ $like: x }]'),
      /^talk\.yaml:8: .*\$like: is no matcher$/,
    ],
    [talk('customer: Hi\n        expect: { lead: { title: { $matches: "(" } } }'), /is no regular expression/],
    [talk('person: { mode: agent }\n        customer: Hi'), /^talk\.yaml:5: .*the customer’s, a person’s or silence/],
    [talk('customer: Hi\n        after: soon'), /^talk\.yaml:6: .*must look like 20m, 3h or 2d/],
    [
      'dialogues:\n  - name: Big Talk\n    language: en\n    turns: [{ customer: Hi }]',
      /^talk\.yaml:2: .*small letters/,
    ],
  ])('tells file, line and place of what is wrong in %j', (text, message) => {
    expect(read(text)).toThrow(WrongSet);
    expect(read(text)).toThrow(message);
  });
});

describe('matching', () => {
  it.each<[Matcher, unknown]>([
    ['a', 'a'],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      [{ a: 1 }, { a: 1 }],
      [{ a: 2 }, { a: 1 }, { a: 1, b: 1 }],
    ],
    [{ $contains: '18 000' }, 'Цена 18\u00a0000 ₽'],
    [{ $contains: 'ЕЛКА' }, 'ёлка'],
    [{ $matches: '^\\d+$' }, '12'],
    [{ $min: 1, $max: 2 }, 1.5],
    [{ $oneOf: [1, { $contains: 'b' }] }, 'abc'],
    [{ $not: [{}] }, []],
    [{ a: { $absent: true } }, {}],
  ])('%j fits %j', (expected, actual) => {
    expect(mismatch(expected, actual)).toBeUndefined();
  });

  it.each<[Matcher, unknown]>([
    ['a', 'A'],
    [{ a: 1 }, undefined],
    [[{ a: 1 }, { a: 1 }], [{ a: 1 }]],
    [[], 'text'],
    [{ $contains: 'x' }, 1],
    [{ $matches: '^\\d+$' }, '1a'],
    [{ $min: 1 }, 0],
    [{ $max: 1 }, 2],
    [{ $oneOf: [1, 2] }, 3],
    [{ $not: [{}] }, [1, {}]],
    [{ a: { $absent: true } }, { a: null }],
  ])('%j does not fit %j', (expected, actual) => {
    expect(mismatch(expected, actual)).toBeTypeOf('string');
  });

  it('finds every value like itself, and in a list in any order', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).filter((each) => !JSON.stringify(each).includes('"$'));
    fc.assert(
      fc.property(value, fc.array(value, { maxLength: 5 }), (one, many) => {
        const plain: Matcher = matcherSchema.parse(JSON.parse(JSON.stringify(one)));
        expect(mismatch(plain, JSON.parse(JSON.stringify(one)))).toBeUndefined();
        const list = matcherSchema.parse(JSON.parse(JSON.stringify(many)));
        expect(mismatch(list, JSON.parse(JSON.stringify(many)).toReversed())).toBeUndefined();
      }),
    );
  });

  it('finds a text in itself, whatever its case', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(saysText(`a ${text.toUpperCase()} b`, text.toUpperCase().toLowerCase())).toBe(true);
      }),
    );
  });
});

describe('arguments', () => {
  it('are both voices and a bar of all where nothing is said', () => {
    expect(readSceneArguments([])).toEqual({ voices: ['no-model', 'scripted'], bar: 1, json: false });
    expect(readSceneArguments(['--with', 'live', '--only', 'order', '--bar', '0.8', '--in', 'mine', '--json'])).toEqual(
      {
        voices: ['live'],
        bar: 0.8,
        json: true,
        only: 'order',
        in: 'mine',
      },
    );
  });

  it.each([[['--with', 'gpt']], [['--bar', '2']], [['--bar', 'most']], [['--all']]])('%j is a wrong use', (args) => {
    expect(() => readSceneArguments(args)).toThrow(WrongUse);
  });
});
