/** The draft of the office: one an account, saved as one types, the same on every page. */
import { useEffect, useSyncExternalStore } from 'react';
import { client, taken } from '@/api/client';
import { ApiError } from '@/api/error';
import type { components } from '@/api/schema';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { begin, type History, redo, step, undo } from './history';

/** How the hub keeps a draft; revision 0: none yet, `office` is the one in force. */
export type DraftOut = components['schemas']['DraftOut'];
export type OtherDraft = DraftOut['others'][number];

export type DraftDoor = {
  read: () => Promise<DraftOut>;
  write: (revision: number, office: Office) => Promise<{ revision: number }>;
};

export type Saving =
  | { kind: 'saved' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'failed'; error: unknown };

export type DraftState = {
  /** null: not loaded yet, or not to be had (`failure`). */
  office: Office | null;
  failure: unknown;
  saving: Saving;
  basedOn: number;
  isChanged: boolean;
  stale: boolean;
  others: readonly OtherDraft[];
  canUndo: boolean;
  canRedo: boolean;
};

const NOTHING: DraftState = {
  office: null,
  failure: null,
  saving: { kind: 'saved' },
  basedOn: 0,
  isChanged: false,
  stale: false,
  others: [],
  canUndo: false,
  canRedo: false,
};

/** Milliseconds of quiet after which what was typed is saved; a failed save is tried again. */
const QUIET = 600;
const AGAIN = 5000;

/** Lives longer than any page: who comes back finds his steps, also those that are not saved. */
export class DraftStore {
  private readonly door: DraftDoor;
  private history: History<Office> | null = null;
  private hub: DraftOut | null = null;
  private saved: Office | null = null;
  private saving: Saving = { kind: 'saved' };
  private failure: unknown = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: Promise<void> | null = null;
  private seen: DraftState = NOTHING;
  private readonly watchers = new Set<() => void>();

  constructor(door: DraftDoor) {
    this.door = door;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly state = (): DraftState => this.seen;

  /** Reads the draft; what is typed here and not saved yet stays. */
  readonly load = (): Promise<void> => {
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  };

  /** `change` gets the draft and gives the next one; steps `about` one thing are one step. */
  readonly edit = (change: (office: Office) => Office, about: string | null = null): void => {
    if (this.history) this.go(step(this.history, change(this.history.now), about));
  };

  readonly undo = (): void => {
    if (this.history) this.go(undo(this.history));
  };

  readonly redo = (): void => {
    if (this.history) this.go(redo(this.history));
  };

  /** What another tab has saved, as one more step: what was here can be had back by undo. */
  readonly takeTheirs = async (): Promise<void> => {
    const hub = await this.door.read();
    this.hub = hub;
    this.saved = hub.office;
    this.history = this.history ? step(this.history, hub.office) : begin(hub.office);
    this.saving = { kind: 'saved' };
    this.tell();
  };

  /** What is here goes over what another tab has saved. */
  readonly keepMine = async (): Promise<void> => {
    const { revision } = await this.door.read();
    if (this.hub) this.hub = { ...this.hub, revision };
    await this.save();
  };

  /** Saves now; a save under way is waited for by the timer of the next. */
  readonly save = async (): Promise<void> => {
    clearTimeout(this.timer);
    const office = this.history?.now;
    if (!office || !this.hub || this.saving.kind === 'saving') return;
    if (office === this.saved) {
      this.saving = { kind: 'saved' };
      this.tell();
      return;
    }
    const mine: Saving = { kind: 'saving' };
    this.saving = mine;
    this.tell();
    try {
      const { revision } = await this.door.write(this.hub.revision, office);
      // Forgotten meanwhile: what was written is of no concern any more.
      if (this.saving !== mine) return;
      this.hub = { ...this.hub, revision, is_changed: true };
      this.saved = office;
      this.saving = { kind: 'saved' };
      if (this.history?.now !== office) this.wait();
    } catch (error) {
      if (this.saving !== mine) return;
      this.saving = { kind: 'failed', error };
      // A refusal stands until something changes; a hub that is away comes back.
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) {
        this.timer = setTimeout(() => void this.save(), AGAIN);
      }
    }
    this.tell();
  };

  /** Forgets everything: the draft was published or thrown away, or somebody else signed in. */
  readonly forget = (): void => {
    clearTimeout(this.timer);
    this.history = null;
    this.hub = null;
    this.saved = null;
    this.failure = null;
    this.saving = { kind: 'saved' };
    this.tell();
  };

  get isUnsaved(): boolean {
    return this.history !== null && this.history.now !== this.saved;
  }

  private async read(): Promise<void> {
    try {
      const hub = await this.door.read();
      this.failure = null;
      if (this.isUnsaved) {
        // The revision stays: if another tab has written, saving says so.
        if (this.hub) this.hub = { ...this.hub, stale: hub.stale, others: hub.others };
      } else {
        const isSame = this.hub?.revision === hub.revision && this.hub.based_on === hub.based_on;
        if (!isSame || !this.history) {
          this.history = begin(hub.office);
          this.saved = hub.office;
        }
        this.hub = hub;
      }
    } catch (error) {
      if (!this.history) this.failure = error;
    }
    this.tell();
  }

  private go(history: History<Office>): void {
    if (history === this.history) return;
    this.history = history;
    if (this.saving.kind !== 'saving') this.wait();
    this.tell();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.saving = { kind: 'waiting' };
    this.timer = setTimeout(() => void this.save(), QUIET);
  }

  private tell(): void {
    this.seen = {
      office: this.history?.now ?? null,
      failure: this.failure,
      saving: this.saving,
      basedOn: this.hub?.based_on ?? 0,
      isChanged: this.isUnsaved || (this.hub?.is_changed ?? false),
      stale: this.hub?.stale ?? false,
      others: this.hub?.others ?? [],
      canUndo: (this.history?.past.length ?? 0) > 0,
      canRedo: (this.history?.future.length ?? 0) > 0,
    };
    for (const watcher of this.watchers) watcher();
  }
}

export const draft = new DraftStore({
  read: async () => taken(await client.GET('/api/v1/draft')),
  write: async (revision, office) =>
    taken(await client.PUT('/api/v1/draft', { body: { revision, office } })),
});
let owner: string | null = null;

/** The draft of who is signed in; a page that shows it reads it anew. */
export function useDraft(): DraftState {
  const { login } = useMe();
  const state = useSyncExternalStore(draft.watch, draft.state);
  useEffect(() => {
    if (owner !== null && owner !== login) draft.forget();
    owner = login;
    void draft.load();
  }, [login]);
  return state;
}
