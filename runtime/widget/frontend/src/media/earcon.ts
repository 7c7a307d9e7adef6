const CUE_GAIN = 0.04; // about -28 dBFS: heard in a quiet room, too soft to be taken for speech
const STORAGE_KEY = "voxloom:cue";

/** Two soft rising notes, 130 ms in all: "your turn". */
export function playCue(context: AudioContext): void {
  for (const [delay, pitch] of [
    [0, 660],
    [0.06, 880],
  ] as const) {
    const start = context.currentTime + delay;
    const [tone, gain] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(CUE_GAIN, start + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.07);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.08);
  }
}

export function cueWanted(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== "off";
  } catch {
    return true; // storage is closed to this page: keep the default
  }
}

export function rememberCue(wanted: boolean): void {
  try {
    localStorage.setItem(STORAGE_KEY, wanted ? "on" : "off");
  } catch {
    // Not remembered; the button still works for this visit.
  }
}
