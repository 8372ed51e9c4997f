import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Lines } from '@/features/desk/Lines';
import { Find } from '@/features/find/Find';
import { Icon } from '@/ui/Icon';
import { MeMenu } from './MeMenu';
import classes from './Shell.module.css';

/** The top of every screen: one field to find with (`search` when the screen has its own), lines. */
export function Top({ search }: { search?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes['top']}>
      <div className={classes['search']}>{search ?? <Find />}</div>
      <div className={classes['topLines']}>
        <Lines />
      </div>
      <div className={classes['topMenu']}>
        <MeMenu>
          <ActionIcon variant="default" size={40} aria-label={t('shell.me')}>
            <Icon name="menu" />
          </ActionIcon>
        </MeMenu>
      </div>
    </div>
  );
}
