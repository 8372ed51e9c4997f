/** What roles are called: the four that are built in, and those of the company. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type RoleRow, rolesQuery, type SightWord } from '@/api/people';
import { useMe } from '@/app/context';
import { sees } from '@/features/cabinet/places';

const BUILT_IN = ['owner', 'administrator', 'head', 'employee'] as const;
type BuiltIn = (typeof BUILT_IN)[number];

export type RoleChoice = { slug: string; name: string; base: RoleRow['base']; sight: SightWord };

/** Whose sight cannot be limited: they could give themselves any. */
export function seesAll(base: RoleRow['base']): boolean {
  return base === 'owner' || base === 'administrator';
}

export function useRoles(): RoleChoice[] {
  const { t } = useTranslation();
  const { role } = useMe();
  const known = useQuery({ ...rolesQuery, enabled: sees(role, 'head') }).data;
  if (!known) {
    return BUILT_IN.map((slug) => ({
      slug,
      name: t(`staff.role.${slug}`),
      base: slug,
      sight: 'all' as const,
    }));
  }
  return known.filter(({ slug }) => slug !== 'owner' || role === 'owner');
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
