import { Button, Checkbox, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveAll, archivesQuery, dropArchive } from '@/api/privacy';
import { useMe } from '@/app/context';
import { Failure } from '@/ui/Failure';
import { useMoments } from '@/ui/place';
import { MeanIt } from './MeanIt';
import classes from './Privacy.module.css';
import { sizeOf } from './size';

/** Everything in one file, and files of persons: made in the background, gone after a day. */
export function Archives() {
  const { t, i18n } = useTranslation();
  const { role } = useMe();
  const { full } = useMoments();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const [sounds, setSounds] = useState(false);
  const query = useQuery({
    ...archivesQuery,
    refetchInterval: (q) =>
      q.state.data?.some((one) => one.state === 'asked' || one.state === 'running') ? 1000 : false,
  });
  const again = () => cache.invalidateQueries({ queryKey: ['archives'] });
  const drop = useMutation({ mutationFn: dropArchive, onSuccess: again });
  const rows = query.data?.filter((one) => one.state !== 'gone') ?? [];
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('privacy.archives')}>
      <div className={classes['head']}>
        <h2>{t('privacy.archives')}</h2>
        {role === 'owner' && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('privacy.takeAll')}
          </Button>
        )}
      </div>
      <p className="v-mute">{t('privacy.archivesText')}</p>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <div className={classes['scroll']}>
          <table className={classes['table']}>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <td>
                    {t(`privacy.kind.${one.kind}`)}
                    <div className="v-mute">
                      {full(one.at)}, {one.author}
                    </div>
                  </td>
                  <td>
                    {one.state === 'done' ? (
                      sizeOf(one.bytes, i18n.language)
                    ) : one.state === 'failed' ? (
                      t(one.why === 'no_room' ? 'privacy.noRoom' : 'privacy.failed')
                    ) : (
                      <Progress
                        aria-label={t('privacy.making')}
                        miw={120}
                        value={one.total ? (100 * one.done) / one.total : 0}
                      />
                    )}
                    {one.expires_at && (
                      <div className="v-mute">
                        {t('privacy.until', { when: full(one.expires_at) })}
                      </div>
                    )}
                  </td>
                  <td>
                    <div className={classes['acts']}>
                      {one.url && (one.kind === 'person' || role === 'owner') && (
                        <Button component="a" href={one.url} download size="xs">
                          {t('privacy.download')}
                        </Button>
                      )}
                      <Button
                        size="xs"
                        variant="default"
                        loading={drop.isPending && drop.variables === one.id}
                        onClick={() => drop.mutate(one.id)}
                      >
                        {t('privacy.drop')}
                      </Button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && (
        <MeanIt
          title={t('privacy.takeAll')}
          act={t('privacy.takeAct')}
          run={async (password) => {
            await archiveAll(sounds, password);
            await again();
          }}
          onClose={() => setOpen(false)}
        >
          <p>{t('privacy.takeAllText')}</p>
          <Checkbox
            label={t('privacy.withSounds')}
            checked={sounds}
            onChange={(event) => setSounds(event.currentTarget.checked)}
          />
        </MeanIt>
      )}
    </section>
  );
}
