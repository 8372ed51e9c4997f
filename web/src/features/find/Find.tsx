import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { readClients } from '@/api/hub';
import { keys } from '@/api/queries';
import { usePeople } from '@/app/context';
import { useClickToCall } from '@/features/command/run';
import { Reach } from '@/features/desk/Reach';
import { Icon } from '@/ui/Icon';
import { SearchField } from '@/ui/SearchField';
import classes from './Find.module.css';
import { findHits, type Hit } from './hits';

/** One field for everything: a name opens a card or calls a colleague, a number is called. */
export function Find() {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const [barred, setBarred] = useState<string | null>(null);
  const list = useId();
  const people = usePeople();
  const navigate = useNavigate();
  const { call, refusal } = useClickToCall();
  const asked = useDeferredValue(q.trim());
  const clients = useQuery({
    queryKey: [...keys.clients, 'find', asked],
    queryFn: () => readClients(asked, undefined, 6),
    enabled: asked.length > 1,
    placeholderData: (before) => before,
  });
  const hits = findHits(q, people, asked.length > 1 ? (clients.data?.items ?? []) : []);
  const shown = open && hits.length > 0;
  const active = Math.min(at, hits.length - 1);

  const shownHit = shown ? hits[active] : undefined;
  const asks = shownHit?.kind === 'call' && !refusal ? shownHit.number : null;

  const take = (hit: Hit | undefined) => {
    // Told beforehand that the call would come to nothing: nothing is dialled.
    if (!hit || (hit.kind === 'call' && (refusal || hit.number === barred))) return;
    setOpen(false);
    setQ('');
    if (hit.kind === 'client') void navigate(`/clients/${hit.id}`);
    else if (hit.kind === 'log') void navigate(`/calls?q=${encodeURIComponent(hit.q)}`);
    else call(hit.number, hit.name);
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((active + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(hits[active]);
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else (event.target as HTMLElement).blur();
    }
  };

  return (
    <div className={classes['find']}>
      <SearchField
        label={t('find.label')}
        value={q}
        onChange={(value) => {
          setQ(value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={press}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        {...(shown ? { 'aria-activedescendant': `${list}-${active}` } : {})}
      />
      <div className={classes['list']} hidden={!shown}>
        <div id={list} role="listbox" aria-label={t('find.label')}>
          {hits.map((hit, index) => (
            <div
              key={hit.key}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              aria-disabled={hit.kind === 'call' && (refusal !== null || hit.number === barred)}
              className={classes['hit']}
              onPointerMove={() => setAt(index)}
              // Before the field loses focus and the list goes.
              onPointerDown={(event) => {
                event.preventDefault();
                take(hit);
              }}
            >
              <Icon
                name={hit.kind === 'call' ? 'phone' : hit.kind === 'client' ? 'clients' : 'calls'}
                size={16}
              />
              <span>
                {hit.kind === 'log' ? t('find.log', { q: hit.q }) : hit.title}
                {hit.kind !== 'log' && hit.note && <small> {hit.note}</small>}
              </span>
              <small>
                {hit.kind === 'call' && (refusal ?? t('action.call'))}
                {hit.kind === 'client' && t('find.card')}
              </small>
            </div>
          ))}
        </div>
        <div className={classes['reach']}>
          <Reach to={asks} onKnown={setBarred} />
        </div>
      </div>
    </div>
  );
}
