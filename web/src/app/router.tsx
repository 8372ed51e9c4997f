/** Addresses of the screens; each screen is a chunk of its own. */
import { createBrowserRouter } from 'react-router';
import { Broken } from './Broken';
import { NotFound } from './NotFound';
import { Shell } from './Shell';
import { spoken } from './spoken';

/** The calm surface itself, for the tenth of a second that a screen needs. */
const Nothing = () => null;

/** Pages of every day, which need nothing of the cabinet. */
const EVERYDAY = /^\/((calls|sms)(\/[^/]*)?|clients(\/\d+)?)?$/;

export const router = createBrowserRouter(
  [
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
      id: 'shell',
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
          lazy: async () => ({
            Component: (await spoken('todo', import('@/features/todo/TodoPage'))).TodoPage,
          }),
        },
        {
          path: 'calls',
          lazy: async () => ({
            Component: (await spoken('log', import('@/features/log/LogPage'))).LogPage,
          }),
        },
        {
          path: 'calls/:id',
          lazy: async () => ({ Component: (await import('@/features/call/CallPage')).CallPage }),
        },
        {
          path: 'clients',
          lazy: async () => ({
            Component: (await spoken('client', import('@/features/client/ClientsPage')))
              .ClientsPage,
          }),
        },
        {
          path: 'clients/:id',
          lazy: async () => ({
            Component: (await spoken('client', import('@/features/client/ClientPage'))).ClientPage,
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
        { path: '*', element: <NotFound /> },
      ],
    },
  ],
  {
    // The addresses of the cabinet themselves come when the first of them is asked for (Q13).
    patchRoutesOnNavigation: async ({ path, patch }) => {
      if (!EVERYDAY.test(path)) patch('shell', (await import('./cabinet')).CABINET);
    },
  },
);
