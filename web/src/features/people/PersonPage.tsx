import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { type Invite, type PersonRow, peopleQuery } from '@/api/people';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { sees } from '@/features/cabinet/places';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { InvitePanel } from './InvitePanel';
import { LeaveWindow } from './LeaveWindow';
import { LeftPanel } from './LeftPanel';
import classes from './People.module.css';
import { PersonForm } from './PersonForm';
import { PhonesPanel } from './PhonesPanel';
import { Waiting } from './Waiting';

/** One person: the form, his way in, the settings of his phones; leaving and coming back. */
export function PersonPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { role } = useMe();
  const people = useQuery({ ...peopleQuery, enabled: sees(role, 'administrator') });
  const isNew = id === 'new';
  const person = people.data?.people.find((one) => one.person === id) ?? null;
  const title = person?.name ?? t(isNew ? 'staff.new' : 'staff.title');
  return (
    <Cabinet
      title={title}
      acts={
        <div className={classes['acts']}>
          {person?.extension && !person.left_at && (
            <Button component={Link} to={`/check?rings=${person.extension}`} variant="default">
              {t('staff.rings', { extension: person.extension })}
            </Button>
          )}
          <Button component={Link} to="/people" variant="default">
            {t('staff.back')}
          </Button>
        </div>
      }
    >
      {people.isPending && <Waiting />}
      {people.isError && !people.data && (
        <section className="v-card">
          <Failure error={people.error} retry={() => void people.refetch()} />
        </section>
      )}
      {people.data && !person && !isNew && (
        <section className="v-card">
          <Empty title={t('staff.missing')}>
            <Link to="/people">{t('staff.back')}</Link>
          </Empty>
        </section>
      )}
      {people.data && person?.left_at && <LeftPanel person={person} people={people.data.people} />}
      {people.data && (isNew || (person && !person.left_at)) && (
        <Working key={id} person={person} />
      )}
    </Cabinet>
  );
}

/** A link is told once: it goes along to the page of a new person, and no further. */
const told = new Map<string, Invite>();

function Working({ person }: { person: PersonRow | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const [invite, setInvite] = useState<Invite | null>(() => told.get(person?.person ?? '') ?? null);
  useEffect(() => {
    if (person) told.clear();
  }, [person]);
  const [isLeaving, setLeaving] = useState(false);
  return (
    <div className={classes[person ? 'cols' : 'one']}>
      <PersonForm
        person={person}
        onSaved={(saved) => {
          if (person) {
            if (saved.invite) setInvite(saved.invite);
          } else {
            if (saved.invite) told.set(saved.person, saved.invite);
            void navigate(`/people/${saved.person}`, { replace: true });
          }
        }}
      />
      {person?.person && (
        <div className={classes['stack']}>
          <InvitePanel person={person} told={invite} onTold={setInvite} />
          <PhonesPanel person={person.person} />
          <div className={classes['printless']}>
            {person.person === me.person ? (
              <small className="v-mute">{t('staff.leave.self')}</small>
            ) : (
              <Button variant="outline" color="red" onClick={() => setLeaving(true)}>
                {t('staff.leave.open')}
              </Button>
            )}
          </div>
        </div>
      )}
      {person?.person && isLeaving && (
        <LeaveWindow person={person.person} onClose={() => setLeaving(false)} />
      )}
    </div>
  );
}
