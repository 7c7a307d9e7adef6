/** Calls and their stories. */
export const CALLS = {
  calls: "Calls",
  callsLoading: "Looking up the calls…",
  callsNone: "Nobody has called this bot yet. Calls and trials show up here, as stories of what was said and done.",
  callVersion: "Version {number}",
  callTrial: "Trial of a draft",
  callTurns: "{count} turns",
  callTurn: "1 turn",
  callRunning: "under way",
  callStory: "What was said and done",
  callSilence: "Silence",
  callInterrupted: "interrupted",
  replay: "Replay on this draft",
  replayHint: "What this draft would have done with the same words.",
  replaySame: "All is the same: {count} events.",
  replayDiffers: "From here it goes otherwise: {text}",
  replaySurrogates: "The caller's own values are gone; others stood in.",
} as const;
