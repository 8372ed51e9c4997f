import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Crm, changeCrm, crmKeys, readCrmPeople } from '@/api/crm';
import { peopleQuery } from '@/api/people';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';
import classes from './Links.module.css';

/** Who is who: an extension here, a user there. */
export function CrmPeople({ crm }: { crm: Crm }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const staff = useQuery(peopleQuery);
  const again = () => memory.invalidateQueries({ queryKey: crmKeys.crms });
  const read = useMutation({ mutationFn: () => readCrmPeople(crm.kind), onSuccess: again });
  const save = useMutation({
    mutationFn: ({ extension, user }: { extension: string; user: number | null }) =>
      changeCrm(crm.kind, { ...crm.rules, people: { ...crm.rules.people, [extension]: user } }),
    onSuccess: again,
  });
  const failed = read.error ?? save.error;
  const people = (staff.data?.people ?? []).flatMap(({ name, extension }) =>
    extension ? [{ name, extension }] : [],
  );
  return (
    <Panel title={t('links.people')} note={t('links.peopleNote')}>
      <div className={classes['body']}>
        {crm.users.length === 0 && <p className={classes['text']}>{t('links.noUsers')}</p>}
        <div className={classes['people']}>
          {people.map(({ name, extension }) => (
            <div key={extension} className={classes['person']}>
              <span>
                {name} <small className={classes['facts']}>{extension}</small>
              </span>
              <NativeSelect
                size="xs"
                aria-label={t('links.whoThere', { name })}
                value={String(crm.mapped[extension] ?? '')}
                disabled={save.isPending}
                onChange={(event) =>
                  save.mutate({ extension, user: Number(event.currentTarget.value) || null })
                }
                data={[
                  { value: '', label: t('links.nobody') },
                  ...crm.users.map((user) => ({ value: String(user.id), label: user.name })),
                ]}
              />
            </div>
          ))}
        </div>
        {failed && (
          <p role="alert" className={classes['bad']}>
            {problem(failed)}
          </p>
        )}
        <div>
          <Button
            size="xs"
            variant="default"
            loading={read.isPending}
            onClick={() => read.mutate()}
          >
            {t('links.readPeople')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
