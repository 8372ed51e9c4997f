import { useKeysEnabled } from './keys';

/** The key that does what the button says; not shown when single keys are switched off. */
export function Key({ children }: { children: string }) {
  const isOn = useKeysEnabled();
  if (!isOn) return null;
  return (
    <span aria-hidden="true">
      <kbd>{children}</kbd>
    </span>
  );
}
