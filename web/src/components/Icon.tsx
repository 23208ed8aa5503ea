/** The few signs that the page needs, drawn on a 16 × 16 grid with one stroke. */
const PATHS = {
  mark: "M3.5 1.5v13M3.5 2.5h9.5l-2.6 3 2.6 3H3.5",
  overview: "M2 9.5h4.5V14H2zM9.5 7H14v7H9.5zM2 2h4.5v4.5H2zM9.5 2H14v2.5H9.5z",
  lights:
    "M2 2h3v3H2zM6.5 2h3v3h-3zM11 2h3v3h-3zM2 6.5h3v3H2zM6.5 6.5h3v3h-3zM11 6.5h3v3h-3zM2 11h3v3H2zM6.5 11h3v3h-3zM11 11h3v3h-3z",
  items: "M5.5 3.5H14M5.5 8H14M5.5 12.5H14M2 3.5h.8M2 8h.8M2 12.5h.8",
  inspections: "M3 2.5h10v12H3zM6 1.5h4v2.5H6zM5.5 9l1.8 1.8 3.2-3.6",
  registers: "M2 2.5h12v11H2zM2 6h12M2 9.8h12M6 2.5v11",
  letters: "M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5",
  roster:
    "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 3a2.3 2.3 0 0 1 0 4.2M12 9.8c1.6.5 2.5 1.8 2.5 3.7",
  person: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14.5c0-3 2.3-4.8 5.5-4.8s5.5 1.8 5.5 4.8",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
  moon: "M13.5 9.8A6 6 0 1 1 6.2 2.5a4.8 4.8 0 0 0 7.3 7.3z",
  system: "M2 3h12v8H2zM5.5 14h5M8 11v3",
  play: "M4.5 2.5v11l8.5-5.5z",
  pause: "M5 2.5v11M11 2.5v11",
  next: "M3 2.5v11l7-5.5zM12.5 2.5v11",
  left: "M10 3 5 8l5 5",
  right: "M6 3l5 5-5 5",
  down: "M3 6l5 5 5-5",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  filter: "M1.5 3h13l-5 6v4.5l-3-1.5V9z",
  print: "M4 6V2h8v4M4 11.5H2v-5.5h12v5.5h-2M4 9.5h8V14H4z",
  back: "M7 3 2 8l5 5M2.5 8H14",
  upload: "M8 11V2.5M4.5 6 8 2.5 11.5 6M2 10.5V14h12v-3.5",
  download: "M8 2.5V11M4.5 7.5 8 11l3.5-3.5M2 10.5V14h12v-3.5",
  tasks: "M2 2.5h12v11H2zM5 8l2 2 4-4",
  clock: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.5V8l2.5 1.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
