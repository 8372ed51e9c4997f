import { describe, expect, it } from 'vitest';
import { changesOf, type Fields, mergeFields } from '@/features/client/merge';

const phone = (number: string) => ({ number, kind: '', comment: '' });
const base: Fields = {
  name: 'Anna',
  company_name: 'Flax',
  phones: [phone('+1')],
  emails: [],
  values: { city: 'Minsk', size: 5 },
};

describe('two people change one card', () => {
  it('takes what only one of them changed', () => {
    const merged = mergeFields(
      base,
      { ...base, name: 'Anna Lis' },
      { ...base, phones: [phone('+1'), phone('+2')] },
    );
    expect(merged).toEqual({
      fields: { ...base, name: 'Anna Lis', phones: [phone('+1'), phone('+2')] },
      conflicts: [],
    });
  });

  it('asks when both changed one field differently, and keeps what was typed', () => {
    const merged = mergeFields(base, { ...base, name: 'Mine' }, { ...base, name: 'Theirs' });
    expect(merged.conflicts).toEqual(['name']);
    expect(merged.fields.name).toBe('Mine');
  });

  it('asks nothing when both wrote the same', () => {
    const same = { ...base, name: 'Same' };
    expect(mergeFields(base, same, same)).toEqual({ fields: same, conflicts: [] });
  });

  it('sends only changes', () => {
    expect(changesOf(base, base)).toEqual({});
    expect(changesOf(base, { ...base, phones: [] })).toEqual({ phones: [] });
    const values = { size: 5, city: 'Minsk' };
    expect(changesOf(base, { ...base, values })).toEqual({});
    expect(changesOf(base, { ...base, values: { city: 'Brest' } })).toEqual({
      values: { city: 'Brest', size: null },
    });
  });
});
