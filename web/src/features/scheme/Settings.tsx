import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Office } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { FormContext } from './fields/context';
import { Fields } from './fields/Field';
import type { Scheme } from './graph';
import { whyNoWire } from './graph';
import { type Kinds, type Port, portsOf } from './kinds';
import { useMark } from './marks';
import classes from './Settings.module.css';
import { keyOf, type Problem, shortText } from './stage';
import { nameOf } from './summary';
import type { Things } from './things';

type Props = {
  office: Office;
  scheme: Scheme;
  node: string;
  kinds: Kinds;
  things: Things;
  readOnly: boolean;
  onSettings: (settings: Record<string, unknown>) => void;
  onWire: (port: string, to: string | null) => void;
  /** A new node shall stand at this way out. */
  onAfter: (port: string) => void;
  onRemove: () => void;
  onClose: () => void;
};

const NO_PROBLEMS: readonly Problem[] = [];

/** The settings of a node: a form of its schema, where its ways lead, what is wrong with it. */
export function Settings(props: Props) {
  const { office, scheme, node: id, kinds, things, readOnly, onClose } = props;
  const { t } = useTranslation();
  const problems = useMark((shown) => shown.stage.problems[id] ?? NO_PROBLEMS);
  const node = scheme.nodes[id];
  const kind = node && kinds.get(node.kind);
  const context = useMemo(
    () => kind && { kind, scheme: scheme.id, node: id, things, office, readOnly },
    [kind, scheme.id, id, things, office, readOnly],
  );
  if (!node || !kind || !context) return null;
  const ports = portsOf(kind, node);
  return (
    <FormContext value={context}>
      <aside
        key={id}
        className={classes['panel']}
        aria-label={t('scheme.settingsOf', { name: kind.name })}
      >
        <div className={classes['head']}>
          <h2>{kind.name}</h2>
          <ActionIcon variant="subtle" size={34} aria-label={t('action.close')} onClick={onClose}>
            <Icon name="close" />
          </ActionIcon>
        </div>
        <div className={classes['body']}>
          <p className={classes['about']}>{kind.about}</p>
          {problems.length > 0 && (
            <ul className={classes['problems']}>
              {problems.map((problem) => (
                <li key={keyOf(problem)} data-severity={problem.severity}>
                  {shortText(problem)}
                </li>
              ))}
            </ul>
          )}
          <Fields form={kind.form} path="" place="" value={node} onChange={props.onSettings} />
          {ports.length > 0 && (
            <section className={classes['ways']} aria-label={t('scheme.ways')}>
              <h3>{t('scheme.ways')}</h3>
              {ports.map((port) => (
                <Way key={port.id} {...props} port={port} to={node.exits?.[port.id] ?? ''} />
              ))}
            </section>
          )}
        </div>
        {!readOnly && id !== scheme.start && (
          <div className={classes['foot']}>
            <Button variant="subtle" color="red" size="xs" onClick={props.onRemove}>
              {t('scheme.removeNode')}
            </Button>
          </div>
        )}
      </aside>
    </FormContext>
  );
}

const NEW = '+';

/** Where a way out leads: the wire of the drawing, for who draws by keyboard. */
function Way(props: Props & { port: Port; to: string }) {
  const { scheme, node: id, kinds, things, readOnly, port, to } = props;
  const { t } = useTranslation();
  const others = Object.entries(scheme.nodes).filter(
    ([other]) => whyNoWire(scheme, kinds, id, port.id, other) === null,
  );
  return (
    <NativeSelect
      label={port.words}
      value={to in scheme.nodes ? to : ''}
      disabled={readOnly}
      error={to in scheme.nodes ? null : t('scheme.leadsToNothing')}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        if (chosen === NEW) props.onAfter(port.id);
        else props.onWire(port.id, chosen === '' ? null : chosen);
      }}
    >
      <option value="">{t('scheme.nowhere')}</option>
      {others.map(([other, node]) => (
        <option key={other} value={other}>
          {nameOf(node, kinds, things, t)}
        </option>
      ))}
      <option value={NEW}>{t('scheme.newNode')}</option>
    </NativeSelect>
  );
}
