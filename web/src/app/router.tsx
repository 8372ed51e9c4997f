/** Addresses of the screens; each screen is a chunk of its own. */
import { createBrowserRouter } from 'react-router';
import { Broken } from './Broken';
import { CABINET } from './cabinet';
import { NotFound } from './NotFound';
import { Shell } from './Shell';
import { spoken } from './spoken';

/** The calm surface itself, for the tenth of a second that a screen needs. */
const Nothing = () => null;

export const router = createBrowserRouter([
  {
    path: '/login',
    HydrateFallback: Nothing,
    lazy: async () => ({ Component: (await import('@/features/login/LoginPage')).LoginPage }),
  },
  {
    path: '/welcome/:token',
    HydrateFallback: Nothing,
    lazy: async () => ({ Component: (await import('@/features/login/WelcomePage')).WelcomePage }),
  },
  {
    path: '/invite/:token',
    HydrateFallback: Nothing,
    lazy: async () => ({
      Component: (await spoken('people', import('@/features/people/InvitePage'))).InvitePage,
    }),
  },
  {
    element: <Shell />,
    errorElement: <Broken />,
    HydrateFallback: Nothing,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import('@/features/desk/DeskPage')).DeskPage }),
      },
      {
        path: 'todo',
        lazy: async () => ({ Component: (await import('@/features/todo/TodoPage')).TodoPage }),
      },
      {
        path: 'calls',
        lazy: async () => ({ Component: (await import('@/features/log/LogPage')).LogPage }),
      },
      {
        path: 'calls/:id',
        lazy: async () => ({ Component: (await import('@/features/call/CallPage')).CallPage }),
      },
      {
        path: 'clients',
        lazy: async () => ({
          Component: (await import('@/features/client/ClientsPage')).ClientsPage,
        }),
      },
      {
        path: 'clients/:id',
        lazy: async () => ({
          Component: (await import('@/features/client/ClientPage')).ClientPage,
        }),
      },
      {
        path: 'devices',
        lazy: async () => ({
          Component: (await import('@/features/settings/DevicesPage')).DevicesPage,
        }),
      },
      {
        path: 'sms/:number?',
        lazy: async () => ({ Component: (await import('@/features/sms/SmsPage')).SmsPage }),
      },
      {
        path: 'sims',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/sims/SimsPage'))).SimsPage,
        }),
      },
      {
        path: 'sims/:line',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/sims/SimPage'))).SimPage,
        }),
      },
      {
        path: 'gateways',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/gateways/GatewaysPage')))
            .GatewaysPage,
        }),
      },
      {
        path: 'gateways/:id',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/gateways/GatewayPage')))
            .GatewayPage,
        }),
      },
      {
        path: 'adapters/:id',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/gateways/AdapterPage')))
            .AdapterPage,
        }),
      },
      {
        path: 'costs',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/gsm/CostsPage'))).CostsPage,
        }),
      },
      {
        path: 'repairs',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/gsm/RepairsPage'))).RepairsPage,
        }),
      },
      {
        path: 'rules',
        lazy: async () => ({
          Component: (await spoken('equipment', import('@/features/rules/RulesPage'))).RulesPage,
        }),
      },
      {
        path: 'check',
        lazy: async () => ({
          Component: (await spoken('proof', import('@/features/check/CheckPage'))).CheckPage,
        }),
      },
      ...CABINET,
      { path: '*', element: <NotFound /> },
    ],
  },
]);
