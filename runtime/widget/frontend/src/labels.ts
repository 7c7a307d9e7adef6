/** Every word the widget shows or announces, in one table: a page replaces any of them with the `labels` attribute. */
export const ENGLISH = {
  widget: "Voice assistant",
  idleTitle: "Talk to {name}",
  idleVoice: "Start a call and speak as you would on the phone. You can interrupt at any time.",
  idleText: "Type a message to start the conversation.",
  idleHybrid: "Start a call and speak naturally, or type below. You can interrupt at any time.",
  tryThis: "Try saying",
  start: "Start call",
  startText: "Start chat",
  startAgain: "Start again",
  tryAgain: "Try again",
  typeInstead: "Type instead",
  continueCall: "Keep waiting",
  end: "End call",
  endText: "End chat",
  mute: "Mute",
  unmute: "Unmute",
  keypad: "Keypad",
  keypadKey: "Key {key}",
  cueOn: "Sound cue on",
  cueOff: "Sound cue off",
  cueHint: "Play a short sound when the assistant starts to listen",
  open: "Open {name}",
  close: "Close {name}",
  message: "Message",
  messageHint: "Type a message",
  send: "Send message",
  captions: "Conversation",
  you: "You",
  heardPartly: "Interrupted",
  pressed: "Pressed {keys}",
  hearReply: "Tap to hear the assistant",
  duration: "Call time",
  stateIdle: "Ready",
  stateMicrophone: "Allow the microphone in your browser",
  stateServer: "Connecting",
  stateAudio: "Connecting the audio",
  stateReconnecting: "Reconnecting",
  stateListening: "Listening",
  stateMuted: "You are muted",
  stateThinking: "Thinking",
  stateSpeaking: "Speaking",
  stateYourTurn: "Your turn",
  stateReplying: "Replying",
  stateEnded: "Ended",
  stateError: "Not connected",
  weak: "The connection is weak. Trying to recover the audio.",
  reconnecting: "The connection was lost. Nothing you said is gone; getting you back.",
  endedTitle: "The call has ended",
  endedTextTitle: "The chat has ended",
  endedGoodbye: "Thanks for talking to us.",
  endedHandoff: "You have been passed to a person.",
  endedHangup: "You ended it.",
  endedLimit: "A limit of this service was reached.",
  endedDuration: "The time limit was reached.",
  endedTurns: "The conversation had become very long. Please start a new one.",
  endedIdle: "Nothing was written for a while, so it was closed.",
  endedMessages: "Too many messages came at once.",
  endedStopping: "The service is restarting. Please try again in a moment.",
  endedError: "The assistant had a problem and had to stop.",
  endedAfter: "It lasted {time}.",
  micRefused: "Your microphone is blocked",
  micRefusedRemedy: "Click the lock or camera icon beside the address, allow the microphone for this site, and try again.",
  micMissing: "No microphone was found",
  micMissingRemedy: "Plug in a microphone or a headset, check that it is switched on, and try again.",
  micInUse: "Your microphone is busy",
  micInUseRemedy: "Another program is using it. Close other calls or recorders and try again.",
  insecure: "Calls need a secure page",
  insecureRemedy: "Open this page with https:// in its address. Typing works here too.",
  unsupported: "This browser cannot make calls",
  unsupportedRemedy: "Use a current version of Chrome, Edge, Firefox or Safari, or type instead.",
  ticketRefused: "The call was not allowed",
  ticketRefusedRemedy: "Reload the page and try again. If it happens again, tell the owner of this site.",
  unreachable: "The assistant cannot be reached",
  unreachableRemedy: "Check your internet connection and try again in a moment.",
  busy: "All lines are busy",
  busyRemedy: "Try again in a minute, or type instead.",
  mediaLost: "The audio connection was lost",
  mediaLostRemedy: "Check your network and start again, or continue by typing.",
  mediaFailed: "The audio could not be connected",
  mediaFailedRemedy: "A firewall or VPN may be blocking it. Try another network, or type instead.",
  noNetwork: "Your browser found no network for the call",
  noNetworkRemedy: "Connect to a network (browsers do not call without one, not even to this machine), or type instead.",
  socketLost: "The connection was lost",
  socketLostRemedy: "You could not be brought back to the conversation. Check your internet connection, then start again.",
  elsewhere: "The conversation goes on elsewhere",
  elsewhereRemedy: "Another window or device of yours has it now. Start again to begin a new one here.",
  serverProblem: "The assistant had a problem",
  serverProblemRemedy: "It is not your fault. Start again in a moment.",
  times: "How fast it answered",
  timesEmpty: "Start a call and speak. Each answer then shows here how long you waited for it, and what for.",
  timesSpeak: "Say something. Each answer to what you say shows here how long you waited for it, and what for. What you type is not timed.",
  timesMedian: "Median",
  timesSlowest: "Slowest",
  timesNumbers: "Numbers",
  timesOlder: "Earlier turns are among the numbers.",
  timesTurn: "Turn {number}",
  timesTurnHead: "Turn",
  timesTotal: "Total",
  timesAnswer: "To the answer",
  timesSeconds: "{seconds} s",
  timesCutOff: "Cut off before it was heard",
  timesNotHeard: "Not heard",
  timesReady: "Worked out while you paused",
  timesNotReady: "Worked out after you had finished",
  timesFiller: "Said first that it takes a moment; the answer came after {time}",
  timesWaited: "Waited {time}",
  timesWaitedWhy: "Waited {time}: {why}",
  timesLate: "{waited} ({time} of it until the words were known)",
  timesWaitColumn: "Why it waited",
  timesReadyColumn: "When it was worked out",
  partUplink: "Your line",
  partHold: "Waiting",
  partRecognition: "Recognising",
  partUnderstanding: "Understanding",
  partEngine: "Deciding",
  partFirstToken: "Tool or model",
  partClause: "First words of the model",
  partSynthesis: "Voice",
  partEgress: "Way back",
  holdAnswer: "that was an answer",
  holdRequest: "that could be a whole sentence",
  holdMayGoOn: "people often go on after such an answer",
  holdIncomplete: "digits or letters were missing",
  holdUnfinished: "the sentence broke off",
  holdUnclear: "it was not clear what was meant",
  holdNothing: "no words were heard",
  holdUndecided: "the words were not known in time",
  holdUnheard: "nobody could recognise the words",
} as const;

export type LabelKey = keyof typeof ENGLISH;
export type Labels = Readonly<Record<LabelKey, string>>;

/** The table with the page's own words laid over it; unknown keys and values that are no text are left out. */
export function mergeLabels(overrides: unknown): Labels {
  const merged: Record<string, string> = { ...ENGLISH };
  if (overrides !== null && typeof overrides === "object" && !Array.isArray(overrides)) {
    for (const [key, value] of Object.entries(overrides)) {
      if (Object.hasOwn(ENGLISH, key) && typeof value === "string") merged[key] = value;
    }
  }
  return merged as Labels;
}

/** Reads a JSON attribute; `undefined` when it is absent or no JSON. */
export function readJson(text: string | null): unknown {
  if (text === null || text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Puts values into the `{places}` of a label; a place without a value stays as it is. */
export function fill(label: string, values: Readonly<Record<string, string>>): string {
  return label.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** 0:07, 12:40, 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number): string => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
