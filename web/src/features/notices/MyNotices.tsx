import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  type Contact,
  myNoticesQuery,
  noticeKeys,
  type Way,
  type Wishes,
  wish,
} from '@/api/notices';
import classes from '@/features/crm/Links.module.css';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import { MailLink } from './MailLink';
import { TelegramLink } from './TelegramLink';

const KINDS = ['missed', 'overdue', 'voicemail', 'sms', 'weekly_report', 'alarm'] as const;
const WAYS: Way[] = ['mail', 'telegram'];

/** Of what one wants to hear when the desk is closed, and where. */
export function MyNotices() {
  const { t } = useTranslation();
  const mine = useQuery(myNoticesQuery);
  return (
    <Panel title={t('links.mine')} note={t('links.mineNote')}>
      <div className={classes['body']} data-testid="my-notices">
        {mine.isError && !mine.data && (
          <Failure error={mine.error} retry={() => void mine.refetch()} />
        )}
        {mine.isPending && <p role="status">{t('links.reading')}</p>}
        {mine.data && (
          <>
            {!mine.data.has_mail && !mine.data.bot && (
              <p className={classes['text']}>
                {t('links.noWays')}{' '}
                {mine.data.is_administrator && (
                  <Link to="/integrations">{t('links.toIntegrations')}</Link>
                )}
              </p>
            )}
            <div className={classes['two']}>
              {(mine.data.has_mail || mine.data.mail) && <MailLink contact={mine.data} />}
              {(mine.data.bot || mine.data.telegram !== null) && (
                <TelegramLink contact={mine.data} />
              )}
            </div>
            {(mine.data.mail || mine.data.telegram !== null) && <WishTable contact={mine.data} />}
          </>
        )}
      </div>
    </Panel>
  );
}

function WishTable({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const save = useMutation({
    mutationFn: wish,
    onSuccess: (made) => memory.setQueryData(noticeKeys.mine, made),
  });
  const wishes: Wishes = save.isPending ? save.variables : contact.wishes;
  const linked: Record<Way, boolean> = {
    mail: contact.mail !== '',
    telegram: contact.telegram !== null,
  };
  const turn = (kind: (typeof KINDS)[number], way: Way, is: boolean) => {
    const had = wishes.wishes[kind] ?? [];
    const next = is ? [...had, way] : had.filter((one) => one !== way);
    save.mutate({ ...wishes, wishes: { ...wishes.wishes, [kind]: next } });
  };
  const kinds = KINDS.filter((kind) => kind !== 'alarm' || contact.is_administrator);
  return (
    <>
      <table className={classes['wishes']}>
        <thead>
          <tr>
            <th scope="col">{t('links.about_what')}</th>
            {WAYS.map((way) => (
              <th key={way} scope="col">
                {t(`links.name.${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`links.kind.${kind}`)}</th>
              {WAYS.map((way) => (
                <td key={way}>
                  <Checkbox
                    aria-label={`${t(`links.kind.${kind}`)}: ${t(`links.name.${way}`)}`}
                    disabled={!linked[way]}
                    checked={linked[way] && (wishes.wishes[kind] ?? []).includes(way)}
                    onChange={(event) => turn(kind, way, event.currentTarget.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes['quiet']}>
        <TextInput
          type="time"
          label={t('links.quietFrom')}
          value={clock(wishes.quiet_from)}
          onChange={(event) =>
            save.mutate({ ...wishes, quiet_from: minutes(event.currentTarget.value) })
          }
        />
        <TextInput
          type="time"
          label={t('links.quietTo')}
          value={clock(wishes.quiet_to)}
          onChange={(event) =>
            save.mutate({ ...wishes, quiet_to: minutes(event.currentTarget.value) })
          }
        />
        {contact.is_administrator && (
          <Switch
            label={t('links.alarmsAlways')}
            checked={wishes.alarms_always}
            onChange={(event) =>
              save.mutate({ ...wishes, alarms_always: event.currentTarget.checked })
            }
          />
        )}
      </div>
      <p className={classes['text']}>
        {t(wishes.quiet_from === wishes.quiet_to ? 'links.neverQuiet' : 'links.quietText')}
      </p>
      {save.isError && (
        <p role="alert" className={classes['bad']}>
          {problem(save.error)}
        </p>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        hidden={wishes.quiet_from === wishes.quiet_to}
        onClick={() => save.mutate({ ...wishes, quiet_from: 0, quiet_to: 0 })}
      >
        {t('links.noQuiet')}
      </Button>
    </>
  );
}

function clock(at: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(at / 60))}:${two(at % 60)}`;
}
function minutes(text: string): number {
  const [hours = '0', rest = '0'] = text.split(':');
  return Number(hours) * 60 + Number(rest);
}
