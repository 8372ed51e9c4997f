import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';

/** A value as it is typed somewhere, with a button that copies it. */
export function Copied({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  return (
    <>
      <code>{value}</code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={copy}
            aria-label={t('devices.copyWhat', { what: label })}
            leftSection={<Icon name="copy" size={13} />}
          >
            {t(copied ? 'devices.copied' : 'devices.copy')}
          </Button>
        )}
      </CopyButton>
    </>
  );
}
