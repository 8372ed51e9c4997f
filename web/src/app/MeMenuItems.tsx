import { Menu, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { signOut } from '@/api/auth';
import { setMyLanguage } from '@/api/hub';
import { keys } from '@/api/queries';
import { OwnState } from '@/features/desk/OwnState';
import { chooseLanguage, LANGUAGES, type Language } from '@/i18n';
import { setKeysEnabled, useKeysEnabled } from '@/ui/keys';
import { useMe } from './context';
import classes from './MeMenu.module.css';
import { memory } from './memory';
import { noteSignedOut } from './session';
import { spoken } from './spoken';

/** Its words come with it: few switch, and seldom. */
const OwnRemote = lazy(async () => ({
  default: (await spoken('people', import('@/features/people/OwnRemote'))).OwnRemote,
}));

/** Own name for each language: whoever lost his way finds home. */
const NAMES: Record<Language, string> = { ru: 'Русский', en: 'English', be: 'Беларуская' };

/** What stands in the menu of oneself: own state, language, looks, the way out. */
export function MeMenuItems() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const keysOn = useKeysEnabled();

  const leave = async () => {
    await signOut();
    memory.clear();
    noteSignedOut();
  };
  const setLanguage = (language: Language) => {
    void chooseLanguage(language);
    setMyLanguage(language).then(
      (next) => memory.setQueryData(keys.me, next),
      () => undefined,
    );
  };

  return (
    <>
      <div className={classes['who']}>
        <b>{me.name}</b>
        <span>
          {me.login} · {me.company.name}
        </span>
      </div>
      <OwnState />
      <Suspense>
        <OwnRemote />
      </Suspense>
      <div className={classes['group']}>
        <span id="menu-language">{t('shell.language')}</span>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="menu-language"
          value={i18n.language}
          onChange={(value) => setLanguage(value as Language)}
          data={LANGUAGES.map((language) => ({ value: language, label: NAMES[language] }))}
        />
      </div>
      <div className={classes['group']}>
        <span id="menu-theme">{t('shell.theme')}</span>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="menu-theme"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`shell.themes.${value}`),
          }))}
        />
      </div>
      <div className={classes['group']}>
        <Switch
          size="sm"
          label={t('shell.keys')}
          checked={keysOn}
          onChange={(event) => setKeysEnabled(event.currentTarget.checked)}
        />
      </div>
      <Menu.Divider />
      <Menu.Item component={Link} to="/account" closeMenuOnClick>
        {t('nav.account')}
      </Menu.Item>
      <Menu.Item component={Link} to="/reports" closeMenuOnClick>
        {t('nav.reports')}
      </Menu.Item>
      <Menu.Item component={Link} to="/devices" closeMenuOnClick>
        {t('nav.devices')}
      </Menu.Item>
      {me.role !== 'employee' && (
        <>
          <Menu.Item component={Link} to="/sims" closeMenuOnClick>
            {t('nav.gsmLong')}
          </Menu.Item>
          <Menu.Item component={Link} to="/check" closeMenuOnClick>
            {t('nav.check')}
          </Menu.Item>
        </>
      )}
      <Menu.Item component="a" href="/api/docs" target="_blank" rel="noreferrer">
        {t('shell.api')}
      </Menu.Item>
      <Menu.Item closeMenuOnClick onClick={() => void leave()}>
        {t('shell.leave')}
      </Menu.Item>
    </>
  );
}
