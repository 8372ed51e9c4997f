/** Addresses of those who run the office: the cabinet, SIM cards and gateways. */
import type { RouteObject } from 'react-router';
import { spoken } from './spoken';

export const CABINET: RouteObject[] = [
  {
    path: 'lists/:name?',
    lazy: async () => ({
      Component: (await spoken('log', import('@/features/lists/ListsPage'))).ListsPage,
    }),
  },
  {
    path: 'mailings',
    lazy: async () => ({
      Component: (await spoken('mailings', import('@/features/mailings/MailingsPage')))
        .MailingsPage,
    }),
  },
  {
    path: 'mailings/new',
    lazy: async () => ({
      Component: (await spoken('mailings', import('@/features/mailings/NewMailingPage')))
        .NewMailingPage,
    }),
  },
  {
    path: 'mailings/:id',
    lazy: async () => ({
      Component: (await spoken('mailings', import('@/features/mailings/MailingPage'))).MailingPage,
    }),
  },
  {
    path: 'privacy',
    lazy: async () => ({
      Component: (await spoken('privacy', import('@/features/privacy/PrivacyPage'))).PrivacyPage,
    }),
  },
  {
    path: 'privacy/person',
    lazy: async () => ({
      Component: (await spoken('privacy', import('@/features/privacy/PersonPage'))).PersonPage,
    }),
  },
  {
    path: 'people',
    lazy: async () => ({
      Component: (await spoken('people', import('@/features/people/PeoplePage'))).PeoplePage,
    }),
  },
  {
    path: 'people/import',
    lazy: async () => ({
      Component: (await spoken('people', import('@/features/people/ImportPage'))).ImportPage,
    }),
  },
  {
    path: 'people/roles',
    lazy: async () => ({
      Component: (await spoken('people', import('@/features/people/RolesPage'))).RolesPage,
    }),
  },
  {
    path: 'people/:id',
    lazy: async () => ({
      Component: (await spoken('people', import('@/features/people/PersonPage'))).PersonPage,
    }),
  },
  {
    path: 'account',
    lazy: async () => ({
      Component: (
        await spoken(['account', 'popup', 'links'], import('@/features/account/AccountPage'))
      ).AccountPage,
    }),
  },
  {
    path: 'audit',
    lazy: async () => ({
      Component: (await spoken('audit', import('@/features/audit/AuditPage'))).AuditPage,
    }),
  },
  {
    path: 'schemes',
    lazy: async () => ({
      Component: (
        await spoken(['scheme', 'proof', 'start'], import('@/features/scheme/SchemesPage'))
      ).SchemesPage,
    }),
  },
  {
    path: 'schemes/:id',
    lazy: async () => ({
      Component: (await spoken(['scheme', 'proof'], import('@/features/scheme/ConstructorPage')))
        .ConstructorPage,
    }),
  },
  {
    path: 'schemes/out/:id',
    lazy: async () => ({
      Component: (await spoken(['scheme', 'proof'], import('@/features/scheme/OutPage'))).OutPage,
    }),
  },
  {
    path: 'departments',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/DepartmentsPage')))
        .DepartmentsPage,
    }),
  },
  {
    path: 'departments/:number',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/DepartmentPage')))
        .DepartmentPage,
    }),
  },
  {
    path: 'departments/follow-me',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/FollowMePage')))
        .FollowMeListPage,
    }),
  },
  {
    path: 'departments/follow-me/:number',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/FollowMePage')))
        .FollowMePage,
    }),
  },
  {
    path: 'departments/conferences',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/ConferencesPage')))
        .ConferencesPage,
    }),
  },
  {
    path: 'departments/numbers',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/NumbersPage'))).NumbersPage,
    }),
  },
  {
    path: 'departments/codes',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/CodesPage'))).CodesPage,
    }),
  },
  {
    path: 'departments/holidays',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/HolidaysPage')))
        .HolidaysPage,
    }),
  },
  {
    path: 'departments/company',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/departments/CompanyPage'))).CompanyPage,
    }),
  },
  {
    path: 'outgoing/:id?',
    lazy: async () => ({
      Component: (await spoken('office', import('@/features/outgoing/OutgoingPage'))).OutgoingPage,
    }),
  },
  {
    path: 'lines',
    lazy: async () => ({
      Component: (await spoken('lines', import('@/features/lines/LinesPage'))).LinesPage,
    }),
  },
  {
    path: 'lines/migration',
    lazy: async () => ({
      Component: (await spoken('lines', import('@/features/lines/MigrationPage'))).MigrationPage,
    }),
  },
  {
    path: 'lines/:id',
    lazy: async () => ({
      Component: (await spoken('lines', import('@/features/lines/LinePage'))).LinePage,
    }),
  },
  {
    path: 'prompts',
    lazy: async () => ({
      Component: (await spoken('prompts', import('@/features/prompts/PromptsPage'))).PromptsPage,
    }),
  },
  {
    path: 'calls/:id/scheme',
    lazy: async () => ({
      Component: (await spoken(['scheme', 'proof'], import('@/features/proof/CallOnScheme')))
        .CallOnSchemePage,
    }),
  },
  {
    path: 'schemes/replay',
    lazy: async () => ({
      Component: (await spoken(['proof', 'scheme'], import('@/features/proof/ReplayPage')))
        .ReplayPage,
    }),
  },
  {
    path: 'start',
    lazy: async () => ({
      Component: (
        await spoken(['start', 'lines', 'equipment'], import('@/features/start/StartPage'))
      ).StartPage,
    }),
  },
  {
    path: 'publish',
    lazy: async () => ({
      Component: (await spoken('publish', import('@/features/publish/PublishPage'))).PublishPage,
    }),
  },
  {
    path: 'integrations',
    lazy: async () => ({
      Component: (
        await spoken(['hooks', 'account', 'links'], import('@/features/hooks/IntegrationsPage'))
      ).IntegrationsPage,
    }),
  },
  {
    path: 'integrations/bitrix',
    lazy: async () => ({
      Component: (await spoken('links', import('@/features/crm/CrmPage'))).BitrixPage,
    }),
  },
  {
    path: 'integrations/amo',
    lazy: async () => ({
      Component: (await spoken('links', import('@/features/crm/CrmPage'))).AmoPage,
    }),
  },
  {
    path: 'integrations/mail',
    lazy: async () => ({
      Component: (await spoken('links', import('@/features/notices/ChannelPage'))).MailPage,
    }),
  },
  {
    path: 'integrations/telegram',
    lazy: async () => ({
      Component: (await spoken('links', import('@/features/notices/ChannelPage'))).TelegramPage,
    }),
  },
  {
    path: 'reports/:tab?',
    lazy: async () => ({
      Component: (await spoken('reports', import('@/features/reports/ReportsPage'))).ReportsPage,
    }),
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
      Component: (await spoken('equipment', import('@/features/gateways/GatewayPage'))).GatewayPage,
    }),
  },
  {
    path: 'adapters/:id',
    lazy: async () => ({
      Component: (await spoken('equipment', import('@/features/gateways/AdapterPage'))).AdapterPage,
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
    path: 'clients/merge',
    lazy: async () => ({
      Component: (await spoken('client', import('@/features/client/MergePage'))).MergePage,
    }),
  },
  {
    path: 'clients/doubles',
    lazy: async () => ({
      Component: (await spoken('client', import('@/features/client/DoublesPage'))).DoublesPage,
    }),
  },
  {
    path: 'clients/import',
    lazy: async () => ({
      Component: (await spoken('client', import('@/features/client/ImportPage'))).ImportPage,
    }),
  },
  {
    path: 'client-fields',
    lazy: async () => ({
      Component: (await spoken('client', import('@/features/client/FieldsPage'))).FieldsPage,
    }),
  },
  {
    path: 'check',
    lazy: async () => ({
      Component: (await spoken('proof', import('@/features/check/CheckPage'))).CheckPage,
    }),
  },
];
