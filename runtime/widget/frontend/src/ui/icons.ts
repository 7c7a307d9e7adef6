const SVG = "http://www.w3.org/2000/svg";

/** 24-unit line icons, each a list of paths. */
const PATHS = {
  call: [
    "M6.6 3.5h2.6l1.5 4.2-2 1.6a12.5 12.5 0 0 0 6 6l1.6-2 4.2 1.5v2.6a2.6 2.6 0 0 1-2.8 2.6A16.6 16.6 0 0 1 4 6.3 2.6 2.6 0 0 1 6.6 3.5Z",
  ],
  hangup: [
    "M3.2 13.6c-.5-1 .2-2.4 1.2-3.1a13.2 13.2 0 0 1 15.2 0c1 .7 1.7 2.1 1.2 3.1l-.8 1.7a1.3 1.3 0 0 1-1.5.7l-3-.8a1.3 1.3 0 0 1-1-1.3v-1.5a9.5 9.5 0 0 0-5 0v1.5a1.3 1.3 0 0 1-1 1.3l-3 .8a1.3 1.3 0 0 1-1.5-.7Z",
  ],
  mic: ["M12 3.5a2.8 2.8 0 0 1 2.8 2.8v5.2a2.8 2.8 0 0 1-5.6 0V6.3A2.8 2.8 0 0 1 12 3.5Z", "M5.8 11.5a6.2 6.2 0 0 0 12.4 0", "M12 17.7v2.8"],
  micOff: [
    "M9.2 9.2v2.3a2.8 2.8 0 0 0 4.6 2.1M14.8 10.8V6.3a2.8 2.8 0 0 0-5.4-1",
    "M5.8 11.5a6.2 6.2 0 0 0 9.8 5M18.2 11.5a6.2 6.2 0 0 1-.5 2.4",
    "M12 17.7v2.8",
    "M4.5 4.5l15 15",
  ],
  keypad: ["M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01"],
  send: ["M12 19V5", "M6 11l6-6 6 6"],
  cue: ["M4.5 9.8v4.4h3l4 3.3v-11l-4 3.3h-3Z", "M15 9.3a4 4 0 0 1 0 5.4M17.7 6.8a7.5 7.5 0 0 1 0 10.4"],
  cueOff: ["M4.5 9.8v4.4h3l4 3.3v-11l-4 3.3h-3Z", "M15.5 9.8l4.4 4.4M19.9 9.8l-4.4 4.4"],
  close: ["M6.5 6.5l11 11M17.5 6.5l-11 11"],
  alert: ["M12 8v4.8", "M12 16.2h.01", "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z"],
  done: ["M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z", "M8.3 12.3l2.6 2.5 4.9-5.3"],
  again: ["M4.8 12a7.2 7.2 0 1 0 2.3-5.3L4.8 8.8", "M4.8 4.5v4.3h4.3"],
  chat: ["M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-7l-4.5 3.5v-3.5H5A1.5 1.5 0 0 1 3.5 15V7A1.5 1.5 0 0 1 5 5.5Z"],
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  svg.setAttribute("class", `icon icon-${name}`);
  for (const data of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    svg.append(path);
  }
  return svg;
}
