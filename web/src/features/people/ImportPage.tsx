import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  confirmImport,
  type Imported,
  type ImportPreview,
  type ImportRow,
  previewImport,
} from '@/api/people';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { Panel } from '@/features/gsm/Panel';
import { useProblem } from '@/ui/problem';
import { csvOf, download } from './csv';
import classes from './People.module.css';
import { useRefreshed } from './queries';
import { Tick } from './Tick';

/** People from a table: chosen, shown with its faults, and only then made (S33). */
export function ImportPage() {
  const { t } = useTranslation();
  const refreshed = useRefreshed();
  const [file, setFile] = useState<File | null>(null);
  const look = useMutation({ mutationFn: previewImport });
  const make = useMutation({
    mutationFn: (preview: ImportPreview) =>
      confirmImport(
        preview.rows.flatMap((row) => (row.person ? [row.person] : [])),
        preview.version,
      ),
    onSuccess: () => refreshed(),
  });
  const read = (chosen: File) => {
    setFile(chosen);
    make.reset();
    look.mutate(chosen);
  };
  return (
    <Cabinet
      title={t('staff.list.title')}
      acts={
        <Button component={Link} to="/people" variant="default">
          {t('staff.list.toList')}
        </Button>
      }
    >
      <div className={classes['stack']}>
        {make.data ? (
          <Made made={make.data} />
        ) : look.data && file ? (
          <Preview
            preview={look.data}
            name={file.name}
            isPending={make.isPending}
            error={make.error}
            onMake={() => make.mutate(look.data)}
            onOther={() => look.reset()}
          />
        ) : (
          <Chosen isPending={look.isPending} error={look.error} onFile={read} />
        )}
      </div>
    </Cabinet>
  );
}

type ChosenProps = { isPending: boolean; error: unknown; onFile(file: File): void };

function Chosen({ isPending, error, onFile }: ChosenProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [isOver, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Panel title={t('staff.list.title')} note={t('staff.list.lead')}>
      <div className={classes['body']}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop at; the button in it does the same */}
        <div
          className={classes['drop']}
          data-over={isOver}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            const dropped = event.dataTransfer.files[0];
            if (dropped) onFile(dropped);
          }}
        >
          <b>{t('staff.list.drop')}</b>
          <input
            ref={field}
            type="file"
            className="v-hidden"
            tabIndex={-1}
            aria-label={t('staff.list.choose')}
            accept=".csv,.tsv,.txt,.xlsx"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              // The same file, mended, may be chosen again.
              event.currentTarget.value = '';
              if (chosen) onFile(chosen);
            }}
          />
          <Button loading={isPending} onClick={() => field.current?.click()}>
            {t('staff.list.choose')}
          </Button>
          <p className="v-mute">{t('staff.list.columns')}</p>
          <p className="v-mute">{t('staff.list.limits')}</p>
          {isPending && <p role="status">{t('staff.list.reading')}</p>}
          {error !== null && (
            <p role="alert" className={classes['off']}>
              {problem(error)}
            </p>
          )}
        </div>
        <div className={classes['acts']}>
          <span>{t('staff.list.sample')}:</span>
          {['xlsx', 'csv'].map((form) => (
            <a key={form} href={`/api/v1/people/import/sample?format=${form}`}>
              {form.toUpperCase()}
            </a>
          ))}
        </div>
      </div>
    </Panel>
  );
}

type PreviewProps = {
  preview: ImportPreview;
  name: string;
  isPending: boolean;
  error: unknown;
  onMake(): void;
  onOther(): void;
};

function Preview({ preview, name, isPending, error, onMake, onOther }: PreviewProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [onlyBad, setOnlyBad] = useState(false);
  const fields = preview.columns.flatMap((one) => (one.field ? [one] : []));
  const ignored = preview.columns.filter((one) => !one.field).map((one) => one.heading);
  const rows = onlyBad ? preview.rows.filter(isBad) : preview.rows;
  return (
    <Panel
      title={t('staff.list.read', { name, kind: preview.kind.toUpperCase() })}
      note={preview.encoding}
    >
      <div className={classes['sums']} role="status">
        <b data-tone="good">{t('staff.list.good', { count: preview.good })}</b>
        {preview.bad > 0 && <b data-tone="bad">{t('staff.list.bad', { count: preview.bad })}</b>}
        {preview.skipped > 0 && <span>{t('staff.list.skipped', { count: preview.skipped })}</span>}
        {preview.bad > 0 && (
          <Tick
            label={t('staff.list.onlyBad')}
            checked={onlyBad}
            onChange={(checked) => setOnlyBad(checked)}
          />
        )}
      </div>
      {ignored.length > 0 && (
        <p className={`${classes['body']} v-mute`}>
          {t('staff.list.ignored', { names: ignored.join(', ') })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by its keys */}
      <section className={classes['wide']} tabIndex={0} aria-label={name}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th>{t('staff.list.line')}</th>
              {fields.map((one) => (
                <th key={one.heading}>{one.heading}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.line} row={row} fields={fields.map((one) => one.field ?? '')} />
            ))}
          </tbody>
        </table>
      </section>
      <div className={classes['body']}>
        {error !== null && (
          <p role="alert" className={classes['off']}>
            {problem(error)}
          </p>
        )}
        {preview.good === 0 ? (
          <p>{t('staff.list.nothing')}</p>
        ) : (
          preview.bad > 0 && <p className="v-mute">{t('staff.list.badLeft')}</p>
        )}
        <div className={classes['acts']}>
          {preview.good > 0 && (
            <Button loading={isPending} onClick={onMake}>
              {t('staff.list.make', { count: preview.good })}
            </Button>
          )}
          <Button variant="default" onClick={onOther}>
            {t('staff.list.other')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

const isBad = (row: ImportRow) => row.person === null && row.skipped !== true;

function Row({ row, fields }: { row: ImportRow; fields: string[] }) {
  const { t } = useTranslation();
  const problems = row.problems ?? [];
  const at = (field: string) =>
    problems.filter((one) => one.field === field || one.field.startsWith(`${field}/`));
  const loose = problems.filter((one) => !fields.includes(one.field.split('/')[0] ?? ''));
  return (
    <tr data-skip={row.skipped} data-line={row.line}>
      <td>
        {row.line}
        {row.skipped && <div>{t('staff.list.already')}</div>}
        {loose.map((one) => (
          <small key={one.code} data-severity={one.severity}>
            {one.text}
          </small>
        ))}
      </td>
      {fields.map((field) => {
        const wrong = at(field);
        return (
          <td key={field} data-bad={wrong.some((one) => one.severity !== 'warning')}>
            {row.values[field]}
            {wrong.map((one) => (
              <small key={one.code} data-severity={one.severity}>
                {one.text}
              </small>
            ))}
          </td>
        );
      })}
    </tr>
  );
}

function Made({ made }: { made: Imported }) {
  const { t } = useTranslation();
  const invited = made.people.filter((one) => one.invite);
  const save = () =>
    download(
      'vochi-links.csv',
      csvOf([
        [
          t('staff.list.name'),
          t('staff.list.extension'),
          t('staff.list.login'),
          t('staff.list.link'),
        ],
        ...invited.map((one) => [
          one.name,
          one.extension,
          one.invite?.login ?? '',
          `${location.origin}${one.invite?.path ?? ''}`,
        ]),
      ]),
    );
  return (
    <Panel title={t('staff.list.done', { count: made.people.length, version: made.version })}>
      <div className={classes['body']}>
        <p>{t(invited.length > 0 ? 'staff.list.linksText' : 'staff.list.noLinks')}</p>
        <div className={classes['acts']}>
          {invited.length > 0 && <Button onClick={save}>{t('staff.list.links')}</Button>}
          <Button component={Link} to="/people" variant="default">
            {t('staff.list.toList')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
