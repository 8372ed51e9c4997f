/** What roles are called: the four that are built in, and those of the company. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rolesQuery } from '@/api/people';
import { useMe } from '@/app/context';
import { sees } from '@/features/cabinet/places';

const BUILT_IN = ['owner', 'administrator', 'head', 'employee'] as const;
type BuiltIn = (typeof BUILT_IN)[number];

export function useRoles(): { slug: string; name: string }[] {
  const { t } = useTranslation();
  const { role } = useMe();
  const known = useQuery({ ...rolesQuery, enabled: sees(role, 'administrator') }).data;
  if (!known) return BUILT_IN.map((slug) => ({ slug, name: t(`staff.role.${slug}`) }));
  return known
    .filter(({ slug }) => slug !== 'owner' || role === 'owner')
    .map(({ slug, name }) => ({ slug, name }));
}

export function useRoleName(): (slug: string) => string {
  const { t } = useTranslation();
  const roles = useRoles();
  return (slug) => {
    const isBuiltIn = (BUILT_IN as readonly string[]).includes(slug);
    return isBuiltIn
      ? t(`staff.role.${slug as BuiltIn}`)
      : (roles.find((one) => one.slug === slug)?.name ?? slug);
  };
}
