import { Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import {
  changeView,
  dropView,
  openFirst,
  type SavedView,
  saveView,
  viewKey,
  viewsQuery,
} from '@/api/log';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import classes from './Tools.module.css';

type Props = { params: URLSearchParams; onView(params: URLSearchParams): void };

const NONE: SavedView[] = [];

/** The filters of an address as a view keeps them; which view it is is no filter. */
export function filtersOf(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...params].filter(([name]) => name !== 'view' && name !== 'by'));
}

export function addressOf(view: SavedView): URLSearchParams {
  return new URLSearchParams({ ...view.filters, view: String(view.id) });
}

/** Saved filters: one's own and the company's; open, save, send to a colleague, open first. */
export function ViewsMenu({ params, onView }: Props) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const views = useQuery(viewsQuery).data ?? NONE;
  const [isSaving, setSaving] = useState(false);
  const current = views.find((one) => String(one.id) === params.get('view'));
  const renew = () => memory.invalidateQueries({ queryKey: viewKey });
  const tell = (message: string) => notifications.show({ message });
  const failed = (error: unknown) =>
    notifications.show({ message: problem(error), color: 'red', role: 'alert' });
  const act = useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: renew,
    onError: failed,
  });
  const groups = [
    { word: 'mine', rows: views.filter((one) => one.is_mine) },
    { word: 'shared', rows: views.filter((one) => !one.is_mine) },
  ] as const;
  return (
    <>
      <Menu width={290} radius={12} withinPortal position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant={current ? 'light' : 'default'}>
            {current ? t('logTools.view', { name: current.name }) : t('logTools.views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onView(new URLSearchParams())}>{t('logTools.all')}</Menu.Item>
          {views.length === 0 && <Menu.Label>{t('logTools.noViews')}</Menu.Label>}
          {groups.map(
            ({ word, rows }) =>
              rows.length > 0 && (
                <div key={word}>
                  <Menu.Label>{t(`logTools.${word}`)}</Menu.Label>
                  {rows.map((view) => (
                    <Menu.Item
                      key={view.id}
                      onClick={() => onView(addressOf(view))}
                      leftSection={
                        view.is_first ? <Icon name="star" size={14} /> : <span aria-hidden="true" />
                      }
                    >
                      {view.name}
                      {!view.is_mine && (
                        <small className={classes['most']}>
                          {t('logTools.by', { who: view.author })}
                        </small>
                      )}
                    </Menu.Item>
                  ))}
                </div>
              ),
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" size={14} />} onClick={() => setSaving(true)}>
            {t('logTools.saveView')}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="copy" size={14} />}
            onClick={() =>
              void navigator.clipboard
                ?.writeText(
                  `${location.origin}/calls?${new URLSearchParams(filtersOf(params)).toString()}`,
                )
                .then(() => tell(t('logTools.copied')))
            }
          >
            {t('logTools.copyLink')}
          </Menu.Item>
          {current && (
            <Menu.Item
              leftSection={<Icon name="star" size={14} />}
              onClick={() =>
                act.mutate(() =>
                  openFirst(current.id, !current.is_first).then(() =>
                    tell(
                      t(current.is_first ? 'logTools.isNotFirst' : 'logTools.isFirst', {
                        name: current.name,
                      }),
                    ),
                  ),
                )
              }
            >
              {t(current.is_first ? 'logTools.notFirst' : 'logTools.first')}
            </Menu.Item>
          )}
          {current?.is_mine && (
            <>
              <Menu.Item
                leftSection={<Icon name="tick" size={14} />}
                onClick={() =>
                  act.mutate(() =>
                    changeView(current.id, {
                      name: current.name,
                      is_shared: current.is_shared ?? false,
                      filters: filtersOf(params),
                    }).then(() => tell(t('logTools.saved', { name: current.name }))),
                  )
                }
              >
                {t('logTools.update')}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<Icon name="close" size={14} />}
                onClick={() => {
                  act.mutate(() =>
                    dropView(current.id).then(() =>
                      tell(t('logTools.dropped', { name: current.name })),
                    ),
                  );
                  onView(new URLSearchParams());
                }}
              >
                {t('logTools.dropView', { name: current.name })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {isSaving && (
        <SaveView
          filters={filtersOf(params)}
          onClose={() => setSaving(false)}
          onSaved={(view) => {
            void renew();
            setSaving(false);
            tell(t('logTools.saved', { name: view.name }));
            onView(addressOf(view));
          }}
        />
      )}
    </>
  );
}

type SaveProps = {
  filters: Record<string, string>;
  onClose(): void;
  onSaved(view: SavedView): void;
};

function SaveView({ filters, onClose, onSaved }: SaveProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => saveView({ name: name.trim(), is_shared: isShared, filters }),
    onSuccess: onSaved,
  });
  const isTaken = save.error instanceof ApiError && save.error.code === 'view_taken';
  const wrong = save.isError && (isTaken ? t('logTools.viewTaken') : problem(save.error));
  return (
    <Modal opened onClose={onClose} title={t('logTools.saveView')} radius={14}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) save.mutate();
        }}
      >
        <TextInput
          data-autofocus
          label={t('logTools.viewName')}
          value={name}
          maxLength={80}
          required
          error={wrong}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox
          label={t('logTools.share')}
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div className={classes['acts']}>
          <Button variant="default" onClick={onClose}>
            {t('logTools.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('logTools.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
