/** What every field of a node's form may need to know. */
import { createContext, useContext } from 'react';
import type { Office } from '@/api/types';
import type { Kind } from '../kinds';
import type { Things } from '../things';

export type FormContextOf = {
  kind: Kind;
  scheme: string;
  node: string;
  things: Things;
  office: Office;
  readOnly: boolean;
};

export const FormContext = createContext<FormContextOf | null>(null);

export function useForm(): FormContextOf {
  const context = useContext(FormContext);
  if (!context) throw new Error('outside the form of a node');
  return context;
}
