/** The few pictures that the interface needs; always beside words or with a label of their own. */
const PATHS = {
  desk: 'M3 4h8v9H3zM13 4h8v5h-8zM13 11h8v9h-8zM3 15h8v5H3z',
  todo: 'M12 21a9 9 0 1 0-9-9M12 7v5l3 2M3 17l2 2 4-4',
  calls: 'M4 5h16M4 10h16M4 15h10M4 20h10',
  clients:
    'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-6.500 7-6.500s7 2.500 7 6.500M16 4a4 4 0 0 1 0 7M18 15c2.500.8 4 3 4 6',
  devices: 'M5 3h14v18H5zM9 7h6M9 12h.01M12 12h.01M15 12h.01M9 16h.01M12 16h.01M15 16h.01',
  phone:
    'M5 3h4l2 5-2.500 1.500a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z',
  in: 'M18 6 7 17M7 9v8h8',
  out: 'M6 18 17 7M9 7h8v8',
  internal: 'M4 9h14l-4-4M20 15H6l4 4',
  note: 'M5 4h14v12l-4 4H5zM9 9h6M9 13h4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4',
  play: 'M7 4l13 8-13 8z',
  pause: 'M7 4v16M17 4v16',
  down: 'M12 4v12M7 11l5 5 5-5M4 20h16',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  menu: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.500-6 8-6s8 2 8 6',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M4.500 12a.7.7 0 1 0 1.400 0a.7.7 0 1 0-1.400 0M11.300 12a.7.7 0 1 0 1.400 0a.7.7 0 1 0-1.400 0M18.100 12a.7.7 0 1 0 1.400 0a.7.7 0 1 0-1.400 0',
  plus: 'M12 5v14M5 12h14',
  tape: 'M6 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM18 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 15h12',
  park: 'M4 3h16v18H4zM9 17V7h4a3 3 0 0 1 0 6H9',
  mail: 'M3 5h18v14H3zM3 6l9 7 9-7',
  ban: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12',
  star: 'M12 3l2.700 5.900 6.300.7-4.700 4.300 1.300 6.300-5.600-3.200-5.600 3.200 1.300-6.300L3 9.600l6.300-.7z',
  ear: 'M7 9a5 5 0 1 1 9 3c-2 2-2 3-2 5a3 3 0 0 1-6 0M10 9a2 2 0 1 1 4 0',
  alarm: 'M12 3 2 20h20zM12 10v4M12 17h.01',
  check: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9a3 3 0 1 1 3 4v1M12 17h.01',
  tick: 'M4 12.500l5 5L20 6.500',
  sms: 'M4 4h16v12H10l-5 4v-4H4zM8 8.500h8M8 12h5',
  sim: 'M6 3h8l5 5v13H6zM9.500 12h6v6h-6z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  ticks: 'M2 12.500l4.500 4.500L15 7.500M12 16.500l.5.5L22 7.500',
  tower: 'M12 11v10M8 21l4-10 4 10M7.500 13a6 6 0 1 1 9 0M4.500 15.500a10 10 0 1 1 15 0',
  office:
    'M4 21V7l8-4 8 4v14M9 21v-5h6v5M8.500 10h.01M12 10h.01M15.500 10h.01M8.500 13h.01M15.500 13h.01',
  chart: 'M4 20V4M4 20h16M9 16v-5M13 16V8M17 16v-3',
  back: 'M15 5l-7 7 7 7',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
