const QUIET_DB = -60; // below this a level meter shows nothing
const LOUD_DB = -14; // speech at arm's length peaks about here

/** RMS of samples (-1..1) as a level from 0 to 1, linear in decibels: the ear's own scale. */
export function level(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0) return 0;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}

/** Rises fast, falls slowly, so that a meter follows speech without flicker. */
export function smooth(previous: number, next: number): number {
  return previous + (next - previous) * (next > previous ? 0.5 : 0.12);
}

/** The level of one audio stream, read when asked. */
export class LevelMeter {
  private readonly analyser: AnalyserNode;
  private readonly source: MediaStreamAudioSourceNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(context: AudioContext, stream: MediaStream) {
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source = context.createMediaStreamSource(stream);
    this.source.connect(this.analyser);
  }

  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    return level(this.samples);
  }

  close(): void {
    this.source.disconnect();
  }
}
