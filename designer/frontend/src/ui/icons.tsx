import type { ReactNode } from "react";

/** Line icons of 24 units, drawn for this page. */
const PATHS: Record<string, ReactNode> = {
  say: <path d="M4 5h16v11H10l-4 4v-4H4z" />,
  ask: <><path d="M4 5h16v11H10l-4 4v-4H4z" /><path d="M10 9.2a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1M12 13.6v.1" /></>,
  decide: <path d="M12 3v5M12 8l-6 6v7M12 8l6 6v7" />,
  set: <path d="M5 8h14M5 16h14M9 5v6M15 13v6" />,
  call: <path d="M14.5 5.5a4 4 0 0 0-5 5L4 16l4 4 5.500-5.500a4 4 0 0 0 5-5l-2.500 2.500-3-3z" />,
  generate: <path d="M11 4l1.600 4.400L17 10l-4.400 1.600L11 16l-1.600-4.400L5 10l4.400-1.600zM18 15l.8 2.200L21 18l-2.200.8L18 21l-.8-2.200L15 18l2.200-.8z" />,
  answer: <path d="M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM19 4h-4a2 2 0 0 0-2 2M19 4v14h-4a2 2 0 0 0-2 2" />,
  flow: <path d="M5 4h5v5H5zM14 15h5v5h-5zM7.500 9v4a4 4 0 0 0 4 4H14" />,
  handoff: <path d="M8.500 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-4 2.500-6 6-6 1.500 0 2.800.4 3.800 1.100M15 17h6M18.500 14l3 3-3 3" />,
  end: <path d="M4 14c0-5 16-5 16 0v2l-4-.5V13c-2.500-.8-5.500-.8-8 0v2.500L4 16z" />,
  slot: <path d="M4 8h16v8H4zM8 12h4" />,
  variable: <path d="M7 4c-2 0-2 2-2 4s-1 4-2 4c1 0 2 2 2 4s0 4 2 4M17 4c2 0 2 2 2 4s1 4 2 4c-1 0-2 2-2 4s0 4-2 4M9.500 9l5 6M14.500 9l-5 6" />,
  intent: <path d="M12 20s-7-4.500-7-10a4 4 0 0 1 7-2.600A4 4 0 0 1 19 10c0 5.500-7 10-7 10z" />,
  tool: <path d="M14.500 5.500a4 4 0 0 0-5 5L4 16l4 4 5.500-5.500a4 4 0 0 0 5-5l-2.500 2.500-3-3z" />,
  search: <path d="M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L20 20" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  undo: <path d="M9 6L4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2" transform="translate(0 -2)" />,
  redo: <path d="M15 6l5 5-5 5M20 11H10a6 6 0 0 0 0 12h2" transform="translate(0 -2)" />,
  fit: <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />,
  tidy: <path d="M4 5h6v5H4zM14 4h6v4h-6zM14 11h6v4h-6zM4 15h6v5H4zM10 7h4M10 17l4-3" />,
  map: <path d="M9 4L4 6v14l5-2 6 2 5-2V4l-5 2zM9 4v14M15 6v14" />,
  code: <path d="M8 7l-5 5 5 5M16 7l5 5-5 5M13.500 5l-3 14" />,
  warning: <path d="M12 4L2.500 20h19zM12 10v4.500M12 17.200v.1" />,
  error: <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500v5.500M12 16v.1" />,
  check: <path d="M5 12.500l4.500 4.500L19 7" />,
  trash: <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5" />,
  copy: <path d="M9 9h11v11H9zM5 15H4V4h11v1" />,
  duplicate: <path d="M9 9h11v11H9zM5 15H4V4h11v1M14.500 12v5M12 14.500h5" />,
  up: <path d="M12 19V5M6 11l6-6 6 6" />,
  down: <path d="M12 5v14M6 13l6 6 6-6" />,
  left: <path d="M19 12H5M11 6l-6 6 6 6" />,
  right: <path d="M5 12h14M13 6l6 6-6 6" />,
  chevron: <path d="M9 6l6 6-6 6" />,
  keyboard: <path d="M3 6h18v12H3zM7 10v.1M11 10v.1M15 10v.1M7 14h10" />,
  note: <path d="M5 4h14v10l-5 6H5zM19 14h-5v6" />,
  start: <path d="M7 5l12 7-12 7z" />,
  cloud: <path d="M7 18a4 4 0 0 1 0-8 5.500 5.500 0 0 1 10.600 1.500A3.300 3.300 0 0 1 17 18z" />,
  cloudOff: <path d="M7 18a4 4 0 0 1-.5-7.900M10 6.300a5.500 5.500 0 0 1 7.600 5.200A3.300 3.300 0 0 1 20 16M4 4l16 16" />,
  users: <path d="M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-4 2.500-6 6.500-6s6.500 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2.300.8 3.500 2.700 3.500 5.500" />,
  alignLeft: <path d="M4 4v16M8 7h12v4H8zM8 14h7v4H8z" />,
  alignTop: <path d="M4 4h16M7 8h4v12H7zM14 8h4v7h-4z" />,
  spreadDown: <path d="M4 4h16M4 20h16M7 9.500h10v5H7z" />,
  spreadAcross: <path d="M4 4v16M20 4v16M9.500 7h5v10h-5z" />,
  calls: <path d="M6 3.500h3l1.500 4-2 1.500a12 12 0 0 0 5.500 5.500l1.500-2 4 1.500v3a2 2 0 0 1-2.200 2C10 18.500 5.500 14 4 6a2 2 0 0 1 2-2.500z" />,
  microphone: <path d="M12 14.500a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3" />,
  microphoneOff: <path d="M15 10.500v-4a3 3 0 0 0-5.700-1.300M9 9.500v2a3 3 0 0 0 4.500 2.600M5.500 11.500a6.500 6.500 0 0 0 10.500 5M18 14a6.400 6.400 0 0 0 .5-2.500M12 18v3M4 4l16 16" />,
  hangUp: <path d="M4 14c0-5 16-5 16 0v2l-4-.5V13c-2.500-.8-5.500-.8-8 0v2.500L4 16z" />,
  clock: <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2" />,
  shield: <path d="M12 3l7.500 2.500v6c0 4.500-3 7.500-7.500 9.500-4.500-2-7.500-5-7.500-9.500v-6z" />,
  compare: <path d="M9 4v16M9 8H5v8h4M15 4v16M15 8h4v8h-4" />,
  panel: <path d="M4 5h16v14H4zM14.500 5v14" />,
  edit: <path d="M4 20l1-5L16 4l4 4L9 19z" />,
  flag: <path d="M6 21V4h12l-3 4 3 4H6" />,
};

export function Icon({ name, size = 16 }: { name: string; size?: number }) {
  return (
    <svg className="vx-icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {PATHS[name] ?? PATHS.note}
    </svg>
  );
}
