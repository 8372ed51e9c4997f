/** Sizes and lengths as people say them. */
export function sizeOf(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const at = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[at] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: at < 2 ? 0 : 1,
  }).format(bytes / 1000 ** at);
}

export function hoursOf(seconds: number, language: string): string {
  const [unit, value] = seconds < 3600 ? ['minute', seconds / 60] : ['hour', seconds / 3600];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: unit as string,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value as number);
}
