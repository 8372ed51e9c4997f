import { Menu } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

const load = () => import('./MeMenuItems');
/** Apart from the first load (Q13), and here before anybody presses. */
const MeMenuItems = lazy(async () => ({ default: (await load()).MeMenuItems }));

export function MeMenu({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    const soon = setTimeout(() => void load().catch(() => undefined), 1500);
    return () => clearTimeout(soon);
  }, []);
  return (
    <Menu width={290} position="top-start" withinPortal closeOnItemClick={false} radius={12}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown aria-label={t('shell.me')}>
        <Suspense>
          <MeMenuItems />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}
