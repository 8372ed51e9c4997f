import { Modal, type ModalProps } from '@mantine/core';

/** A window over the page, there as long as it is shown. */
export function Window(props: Omit<ModalProps, 'opened'>) {
  return <Modal opened {...props} />;
}
