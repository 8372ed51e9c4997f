/** Mantine dressed in the tokens of `ui/surface.css`. */

import { ActionIcon, Button, type CSSVariablesResolver, createTheme } from '@mantine/core';
import i18n from 'i18next';

/** Colours of a button in the tones of the surface: Mantine's own lose contrast in the dark. */
function tones(variant: string | undefined, color: unknown, prefix: 'button' | 'ai') {
  switch (variant) {
    case undefined:
    case 'filled':
      return { [`--${prefix}-color`]: 'var(--v-on-acc)' };
    case 'outline':
    case 'subtle': {
      const tone = color === 'red' ? 'var(--v-miss)' : color === undefined ? 'var(--v-acc)' : null;
      if (!tone) return {};
      const edge = variant === 'outline' ? { [`--${prefix}-bd`]: `1px solid ${tone}` } : {};
      // Mantine's red under a pointer is too deep for red words on it.
      const under = { [`--${prefix}-hover`]: tone.replace(')', '-soft)') };
      return { [`--${prefix}-color`]: tone, ...under, ...edge };
    }
    default:
      return {};
  }
}

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  fontFamily: "'Golos Text', Inter, 'Noto Sans', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', monospace",
  defaultRadius: 10,
  respectReducedMotion: true,
  focusRing: 'auto',
  colors: {
    teal: [
      '#e6f6f3',
      '#cdebe6',
      '#9fdcd3',
      '#6fd6c8',
      '#4fd1c1',
      '#2fb5a5',
      '#1d9a8c',
      '#14857a',
      '#0f766e',
      '#0a5d57',
    ],
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      styles: { label: { fontWeight: 600 } },
      vars: (_theme, props) => ({ root: tones(props.variant, props.color, 'button') }),
    }),
    ActionIcon: ActionIcon.extend({
      vars: (_theme, props) => ({ root: tones(props.variant, props.color, 'ai') }),
    }),
    // Asked at each showing: the language may have changed.
    Notification: {
      defaultProps: () => ({ closeButtonProps: { 'aria-label': i18n.t('action.close') } }),
    },
    Modal: {
      defaultProps: () => ({
        centered: true,
        radius: 14,
        padding: 'lg',
        closeButtonProps: { 'aria-label': i18n.t('action.close') },
      }),
    },
    // Mantine's place for the first focus is no item of a menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md' } },
  },
});

export const surface: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--v-panel)',
    '--mantine-color-text': 'var(--v-ink)',
    '--mantine-color-dimmed': 'var(--v-mute)',
    '--mantine-color-placeholder': 'var(--v-mute)',
    '--mantine-color-default': 'var(--v-panel)',
    '--mantine-color-default-hover': 'var(--v-soft)',
    '--mantine-color-default-color': 'var(--v-ink)',
    '--mantine-color-default-border': 'var(--v-line)',
    '--mantine-color-error': 'var(--v-miss)',
    '--mantine-line-height': '1.45',
  };
  return { variables: {}, light: shared, dark: shared };
};
