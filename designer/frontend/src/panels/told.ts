import { Refusal } from "../api/client";
import { LABELS } from "../labels";

/** What went wrong, as a line for people. */
export function told(problem: unknown): string {
  return problem instanceof Refusal ? `${problem.message || LABELS.refused} ${problem.remedy}`.trim() : LABELS.noServer;
}
