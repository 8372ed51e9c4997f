import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCalls, useMe } from '@/app/context';
import { Icon } from '@/ui/Icon';
import { nameOf } from '@/ui/party';
import { Timer } from '@/ui/Timer';
import { ListenItems } from './Listen';
import classes from './Supervise.module.css';
import { sinceOf } from './words';

/** Talks of those whom I may listen to: who with whom, how long, and the way in. */
export default function Supervise() {
  const { t } = useTranslation();
  const me = useMe();
  const calls = useCalls();
  if (!me.extension || me.listens.length === 0) return null;
  const talks = calls.flatMap((call) =>
    call.employees
      .filter((one) => one.state === 'talking' && me.listens.includes(one.extension))
      .map((employee) => ({ call, employee })),
  );
  return (
    <section className={`v-card ${classes['card']}`} aria-labelledby="supervise-title">
      <div className="v-head">
        <h2 id="supervise-title">{t('desk.supervise')}</h2>
      </div>
      <ul className={classes['list']}>
        {talks.length === 0 && <li className="v-mute">{t('desk.nobodyTalks')}</li>}
        {talks.map(({ call, employee }) => (
          <li key={`${call.linked_id}.${employee.extension}`}>
            <span className={classes['who']}>
              <b>{employee.name}</b>
              <small>
                {nameOf(call.client, t)} · <Timer since={sinceOf(call)} />
              </small>
            </span>
            <Menu width={300} radius={12} withinPortal position="bottom-end">
              <Menu.Target>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<Icon name="ear" size={15} />}
                  aria-label={`${t('listen.title')}: ${employee.name}`}
                >
                  {t('listen.title')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <ListenItems linkedId={call.linked_id} who={employee.name} />
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      <p className={classes['note']}>{t('desk.superviseText')}</p>
    </section>
  );
}
