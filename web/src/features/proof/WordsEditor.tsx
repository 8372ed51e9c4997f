import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Words.module.css';
import { type LineProblem, mended } from './words';

type Props = {
  text: string;
  problems: readonly LineProblem[];
  readOnly: boolean;
  onText: (text: string) => void;
};

/** Text with numbered lines; what is not understood is told line by line under it. */
export function WordsEditor({ text, problems, readOnly, onText }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const wrong = new Set(problems.map((one) => one.line));
  const goTo = (line: number) => {
    const begin = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(begin, begin + (lines[line - 1]?.length ?? 0));
    if (area.current) area.current.scrollTop = Math.max(0, (line - 4) * LINE);
  };
  return (
    <>
      <div className={classes['editor']}>
        <div className={classes['gutter']} ref={gutter} aria-hidden="true">
          {lines.map((_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              key={index}
              data-wrong={wrong.has(index + 1) || undefined}
            >
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          value={text}
          readOnly={readOnly}
          spellCheck={false}
          wrap="off"
          aria-label={t('proof.words.title')}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? id : undefined}
          onChange={(event) => onText(event.currentTarget.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      {problems.length > 0 && (
        <ol className={classes['wrong']} id={id}>
          {problems.map((problem) => {
            const better = readOnly ? null : mended(text, problem);
            return (
              <li key={`${problem.line} ${problem.text}`}>
                <button type="button" onClick={() => goTo(problem.line)}>
                  <small>{t('proof.words.line', { line: problem.line })}</small>
                  <code>{lines[problem.line - 1]?.trim()}</code>
                </button>
                <p>
                  {problem.text}{' '}
                  {better !== null && (
                    <button
                      type="button"
                      className={classes['link']}
                      onClick={() => onText(better)}
                    >
                      {t('proof.words.mend', { word: problem.closest ?? '' })}
                    </button>
                  )}
                </p>
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}

/** Pixels of a line, as in the style sheet. */
const LINE = 20;
