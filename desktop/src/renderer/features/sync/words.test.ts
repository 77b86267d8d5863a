// @vitest-environment jsdom
import type { Policies } from '@inbetwin/shared/entities/declaring/merge-policy.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeLanguage, startI18n, wordFor } from '../../i18n/i18n.ts';

/** The fields that may come to have more than one value, by their last name. */
const namesOf = (policies: Policies): readonly string[] =>
  Object.entries(policies).flatMap(([name, policy]) => {
    if (typeof policy !== 'string') {
      return [name, ...namesOf('fields' in policy ? policy.fields : policy.listById)];
    }
    return policy === 'keep-both' || policy === 'text' || policy === 'set-union' ? [name] : [];
  });

beforeAll(() => startI18n('ru'));

describe.each(['ru', 'en'] as const)('in %s', (language) => {
  beforeAll(() => changeLanguage(language));

  it('every field that a person may have to choose about has a name', () => {
    const names = Object.values(entities).flatMap((entity) =>
      'merge' in entity ? namesOf(entity.merge as Policies) : [],
    );
    expect(names).toContain('stage');
    expect(names.filter((name) => wordFor('sync.field', name) === undefined)).toEqual([]);
  });
});
