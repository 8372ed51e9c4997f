import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { readWords, type Words, writeWords } from '@/api/proof';
import type { Office } from '@/api/types';
import { Failure } from '@/ui/Failure';
import { useProblem } from '@/ui/problem';
import type { Kind } from './faults';
import type { SchemeChange } from './mends';
import classes from './Words.module.css';
import { WordsEditor } from './WordsEditor';
import { changeOf, type LineProblem, problemsOf } from './words';

/** Milliseconds of a pause in typing after which the words are read. */
const PAUSE = 500;

/** Edited words outlive the tab: nothing that was typed is lost by looking elsewhere. `of` is the
 * text that was edited. */
export type Edited = { text: string; of: string } | null;

type Props = {
  office: Office;
  scheme: string;
  kind: Kind;
  edited: Edited;
  onEdit: (edited: Edited) => void;
  onChange?: ((change: SchemeChange) => void) | undefined;
};

/** The scheme in words that a person may edit: read as one types, put into the draft when told. */
export function InWords({ office, scheme, kind, edited, onEdit, onChange }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [isWide, wide] = useDisclosure(false);
  const { words, failed, retry } = useWords(office, scheme, kind);
  const reading = useReading(office, scheme, kind, edited?.text ?? null);
  if (!words) {
    if (failed) return <Failure error={failed} retry={retry} />;
    return (
      <p className={classes['wait']} role="status">
        {t('proof.words.writing')}
      </p>
    );
  }
  const text = edited?.text ?? words.text;
  const isOld = edited !== null && edited.of !== words.text;
  const edit = (next: string) =>
    onEdit(next === words.text ? null : { text: next, of: edited?.of ?? words.text });
  const apply = async () => {
    try {
      const read = await readWords({ office, scheme, direction: kind, text });
      const old = (office[kind] ?? []).find((one) => one.id === scheme);
      onChange?.(changeOf(read, old));
      onEdit(null);
      wide.close();
      notifications.show({ message: t('proof.words.applied') });
    } catch (error) {
      // What is not understood is told under its line already.
      if (!(error instanceof ApiError) || error.code !== 'words_not_understood')
        notifications.show({ color: 'red', message: problem(error) });
    }
  };
  const body = (
    <>
      {isOld && (
        <p className={classes['note']} role="status">
          {t('proof.words.moved')}{' '}
          <button type="button" className={classes['link']} onClick={() => onEdit(null)}>
            {t('proof.words.again')}
          </button>
        </p>
      )}
      <WordsEditor
        text={text}
        problems={edited ? reading.problems : []}
        readOnly={!onChange}
        onText={edit}
      />
      <div className={classes['acts']}>
        {onChange && (
          <>
            <Button
              size="xs"
              disabled={!edited || reading.state !== 'understood'}
              onClick={() => void apply()}
            >
              {t('proof.words.apply')}
            </Button>
            <Button size="xs" variant="default" disabled={!edited} onClick={() => onEdit(null)}>
              {t('proof.words.drop')}
            </Button>
          </>
        )}
        {!isWide && (
          <Button size="xs" variant="default" onClick={wide.open}>
            {t('proof.words.wide')}
          </Button>
        )}
      </div>
      <p className={classes['state']} role="status">
        {edited &&
          (reading.error
            ? problem(reading.error)
            : t(`proof.words.${reading.state}`, { count: reading.problems.length }))}
      </p>
      <Guide words={words} />
    </>
  );
  return (
    <>
      {!isWide && body}
      <Modal
        opened={isWide}
        onClose={wide.close}
        size="min(1100px, 94vw)"
        title={t('proof.words.title')}
        classNames={{ body: classes['big'] ?? '' }}
      >
        {isWide && body}
      </Modal>
    </>
  );
}

/** All that may be written, for who adds a node by hand. */
function Guide({ words }: { words: Words }) {
  const { t } = useTranslation();
  return (
    <details className={classes['guide']}>
      <summary>{t('proof.words.guide')}</summary>
      <p>{t('proof.words.guideText')}</p>
      {words.guide.map((chapter) => (
        <section key={chapter.name}>
          <pre>
            {`[${t('proof.words.name')}] ${chapter.name}`}
            {chapter.lines.map((line) => `\n  ${line}`)}
          </pre>
          {chapter.about && <p>{chapter.about}</p>}
        </section>
      ))}
    </details>
  );
}

/** The words of the scheme as it is drawn; the last ones stay while others are awaited. */
function useWords(office: Office, scheme: string, kind: Kind) {
  const { i18n } = useTranslation();
  const [words, setWords] = useState<Words | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const asked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language, another round: again
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        asked.current = true;
        writeWords({ office, scheme, direction: kind }, abort.signal).then(
          (answer) => {
            if (abort.signal.aborted) return;
            setWords(answer);
            setFailed(null);
          },
          (error: unknown) => {
            if (!abort.signal.aborted) setFailed(error);
          },
        );
      },
      asked.current ? PAUSE : 0,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [office, scheme, kind, i18n.language, round]);
  const retry = () => {
    setFailed(null);
    setRound((before) => before + 1);
  };
  return { words, failed, retry };
}

type Reading = {
  state: 'reading' | 'understood' | 'notUnderstood';
  problems: LineProblem[];
  error: unknown;
};
const AWAITED: Reading = { state: 'reading', problems: [], error: null };

/** Whether the hub understands the text; the answer of an older text stays till the next. */
function useReading(office: Office, scheme: string, kind: Kind, text: string | null): Reading {
  const [reading, setReading] = useState<{ of: string | null; is: Reading }>({
    of: null,
    is: AWAITED,
  });
  useEffect(() => {
    if (text === null) return;
    const abort = new AbortController();
    const tell = (is: Reading) => {
      if (!abort.signal.aborted) setReading({ of: text, is });
    };
    const timer = setTimeout(() => {
      readWords({ office, scheme, direction: kind, text }, abort.signal).then(
        () => tell({ state: 'understood', problems: [], error: null }),
        (error: unknown) => {
          const problems = error instanceof ApiError ? problemsOf(error.facts) : [];
          const state = 'notUnderstood';
          tell({ state, problems, error: problems.length > 0 ? null : error });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [office, scheme, kind, text]);
  return reading.of === text ? reading.is : { ...AWAITED, problems: reading.is.problems };
}
