/** Things of the office that a setting may name: what there is to choose from, and their names. */
import type { Label, Office } from '@/api/types';
import type { Pick } from './kinds';

/** `group` stands over it in a list: a code of the words `scheme.things`. */
export type Thing = { id: string; name: string; group: ThingGroup; detail?: string };
export type ThingGroup =
  | 'departments'
  | 'people'
  | 'followMe'
  | 'outbound'
  | 'inbound'
  | 'prompts'
  | 'labels';

/** Lists that every company has. */
const OWN_LISTS = ['blacklist', 'vip'];

export type OwnListName = (slug: 'blacklist' | 'vip') => string;

export class Things {
  private readonly office: Office;
  private readonly labels: readonly Label[];
  private readonly ownList: OwnListName;
  private readonly numbers: ReadonlyMap<string, Thing>;

  constructor(office: Office, labels: readonly Label[], ownList: OwnListName) {
    this.office = office;
    this.labels = labels;
    this.ownList = ownList;
    const inside = [...this.departments(), ...this.people(), ...this.followMe()];
    this.numbers = new Map(inside.map((thing) => [thing.id, thing]));
  }

  /** What a setting may be chosen from; nothing where it is typed. `scheme`: where the node is. */
  choices(pick: Pick, scheme: string): Thing[] {
    switch (pick) {
      case 'targets':
        return [...this.numbers.values()];
      case 'members':
      case 'owner':
        return [...this.departments(), ...this.people()];
      case 'prompt':
      case 'music':
        return (this.office.prompts ?? []).map((prompt) => ({
          id: prompt.id,
          name: prompt.name,
          group: 'prompts',
        }));
      case 'outbound':
        return (this.office.outbound ?? []).map(({ id, name }) => ({
          id,
          name,
          group: 'outbound',
        }));
      case 'scheme':
        return (this.office.inbound ?? [])
          .filter((one) => one.id !== scheme)
          .map(({ id, name }) => ({ id, name, group: 'inbound' }));
      case 'list': {
        const own = OWN_LISTS.map((slug) => ({
          id: slug,
          name: this.ownList(slug as 'blacklist' | 'vip'),
          group: 'labels' as const,
        }));
        return [...own, ...this.labelled('list').filter((one) => !OWN_LISTS.includes(one.id))];
      }
      case 'tag':
        return this.labelled('tag');
      default:
        return [];
    }
  }

  /** The name of a thing, the thing itself where nobody knows it. */
  name(pick: Pick, id: string): string {
    if (pick === 'targets' || pick === 'members' || pick === 'owner') {
      return this.numbers.get(id)?.name ?? id;
    }
    return this.choices(pick, '').find((thing) => thing.id === id)?.name ?? id;
  }

  has(pick: Pick, id: string): boolean {
    if (pick === 'tag' || pick === 'list') return true;
    return id.startsWith('+') || this.choices(pick, '').some((thing) => thing.id === id);
  }

  private labelled(kind: Label['kind']): Thing[] {
    return this.labels
      .filter((label) => label.kind === kind)
      .map(({ slug, name }) => ({ id: slug, name, group: 'labels' }));
  }

  private departments(): Thing[] {
    return (this.office.departments ?? []).map(({ number, name }) => ({
      id: number,
      name,
      group: 'departments',
      detail: number,
    }));
  }

  private people(): Thing[] {
    return (this.office.people ?? []).map(({ extension, name }) => ({
      id: extension,
      name,
      group: 'people',
      detail: extension,
    }));
  }

  private followMe(): Thing[] {
    return (this.office.follow_me ?? []).map(({ number, name }) => ({
      id: number,
      name,
      group: 'followMe',
      detail: number,
    }));
  }
}
