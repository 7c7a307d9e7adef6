import { CallProblem } from "./problems";

const FIRST_PAUSE_MS = 250; // the process is gone, and another one is there already
const LONGEST_PAUSE_MS = 4_000; // the network may be away for long

/** What the server gave for coming back, should the call be broken off. */
export interface Session {
  readonly secret: string;
  readonly forMs: number; // so long a broken conversation is kept
}

/**
 * Tries to get a broken call back until it works, the server refuses for good, or it is too late.
 * The answer says whether it is back.
 */
export async function comeBack(
  attempt: () => Promise<void>,
  untilMs: number,
  nowMs: () => number,
  signal: AbortSignal,
): Promise<boolean> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await attempt();
      return true;
    } catch (error) {
      const gone = error instanceof CallProblem && error.problem.code === "ticket_refused";
      if (gone || nowMs() + pauseMs > untilMs) return false;
    }
    await pause(pauseMs, signal);
  }
  return false;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener("abort", over);
  });
}
