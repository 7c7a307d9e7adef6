import { problem, ticketProblem } from "./problems";
import { readBot } from "./protocol";
import type { Ticket } from "./protocol";

const TICKET_DEADLINE_MS = 10_000; // a ticket takes milliseconds; ten seconds means that nobody is there

/** Asks for a one-use ticket. Throws `CallProblem`. */
export async function requestTicket(url: string, bot: string, signal: AbortSignal): Promise<Ticket> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ bot }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TICKET_DEADLINE_MS)]),
    });
  } catch {
    throw problem("unreachable");
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw ticketProblem(response.status, body);
  return readTicket(body);
}

export function readTicket(body: unknown): Ticket {
  const raw = (body !== null && typeof body === "object" ? body : {}) as Record<string, unknown>;
  if (typeof raw["ticket"] !== "string" || raw["ticket"] === "") throw problem("server_problem");
  const socket = typeof raw["socket"] === "string" ? raw["socket"] : "/rt/call";
  return { ticket: raw["ticket"], socket, bot: readBot(raw["bot"]) };
}
