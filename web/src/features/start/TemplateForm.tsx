import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Answers, SchemeTemplate } from '@/api/start';
import { HoursEditor } from './HoursEditor';
import classes from './Start.module.css';

type Given = NonNullable<Answers>;
type Person = { id: string; name: string; extension: string };
type Props = {
  template: SchemeTemplate;
  answers: Given;
  people: readonly Person[];
  onChange(answers: Given): void;
};

/** The questions of a scheme template, each with what is proposed. */
export function TemplateForm({ template, answers, people, onChange }: Props) {
  const { t } = useTranslation();
  const change = (next: Partial<Given>) => onChange({ ...answers, ...next });
  return (
    <div className={classes['questions']}>
      {template.questions.map((question) => {
        switch (question.id) {
          case 'people':
          case 'second': {
            const field = question.id;
            const chosen = answers[field] ?? [];
            return (
              <fieldset key={field}>
                <legend>{question.text}</legend>
                <small>{question.hint}</small>
                <div className={classes['checks']}>
                  {people.map((person) => (
                    <Checkbox
                      key={person.id}
                      label={`${person.name} ${person.extension}`}
                      checked={chosen.includes(person.id)}
                      onChange={(event) =>
                        change({
                          [field]: event.currentTarget.checked
                            ? [...chosen, person.id]
                            : chosen.filter((one) => one !== person.id),
                        })
                      }
                    />
                  ))}
                </div>
              </fieldset>
            );
          }
          case 'hours':
            return (
              <fieldset key="hours">
                <legend>{question.text}</legend>
                <small>{question.hint}</small>
                <HoursEditor
                  hours={answers.hours ?? question.proposed_hours}
                  onChange={(hours) => change({ hours })}
                />
              </fieldset>
            );
          case 'greeting':
            return (
              <Textarea
                key="greeting"
                label={question.text}
                description={question.hint}
                autosize
                minRows={2}
                maxRows={5}
                maxLength={500}
                value={answers.greeting ?? question.proposed_text}
                onChange={(event) => change({ greeting: event.currentTarget.value })}
              />
            );
          case 'closed':
            return (
              <Radio.Group
                key="closed"
                label={question.text}
                description={question.hint}
                value={answers.closed ?? 'voicemail'}
                onChange={(closed) => change({ closed: closed as Given['closed'] & string })}
              >
                <div className={classes['checks']}>
                  {question.choices.map((choice) => (
                    <Radio key={choice.id} value={choice.id} label={choice.text} />
                  ))}
                </div>
              </Radio.Group>
            );
          case 'mobile': {
            const mobile = answers.mobile ?? '';
            const wrong = mobile !== '' && !/^\+[1-9]\d{6,14}$/.test(mobile);
            return (
              <TextInput
                key="mobile"
                type="tel"
                label={question.text}
                description={question.hint}
                placeholder="+375291234567"
                value={mobile}
                onChange={(event) =>
                  change({ mobile: event.currentTarget.value.replace(/[\s().-]/g, '') || null })
                }
                error={wrong && t('start.bad.mobile')}
              />
            );
          }
          default:
            return null;
        }
      })}
    </div>
  );
}

/** The answers that can be sent: a number that is half typed is none yet. */
export function sendable(answers: Given): Given {
  const mobile = answers.mobile;
  return { ...answers, mobile: mobile && /^\+[1-9]\d{6,14}$/.test(mobile) ? mobile : null };
}
