import { type Caller, Refusal, request, SOUND, Unreachable } from "../api/client";
import { LABELS } from "../labels";
import { spokenOf } from "../model/spoken";
import { notify, store } from "./store";

interface Ticket {
  ticket: string;
}

/** Lets texts be heard in the bot's voice, one at a time. */
export class Listening {
  private context: AudioContext | null = null;
  private source: AudioBufferSourceNode | null = null;
  private attempts = 0;

  constructor(
    private readonly who: Caller,
    private readonly slug: string,
    private readonly settle: () => Promise<boolean>,
  ) {}

  /** Make a text to sound; resolves when it was heard, or another one begins. `began`: it can be heard. */
  async play(text: string, began: () => void): Promise<void> {
    this.stop();
    const attempt = this.attempts;
    this.context ??= new AudioContext(); // made by a click, so that browsers let it sound
    const context = this.context;
    try {
      const words = spokenOf(text);
      if (!words) {
        notify({ tone: "info", text: LABELS.listenNothing });
        return;
      }
      const ticket = await this.ticket();
      const sound = await request<ArrayBuffer>(fetch, this.who, "POST", "/rt/voice", { ticket, text: words }, SOUND);
      const buffer = await context.decodeAudioData(sound);
      if (attempt !== this.attempts) return;
      await context.resume();
      began();
      await this.heard(context, buffer);
    } catch (problem) {
      if (attempt !== this.attempts) return;
      const told = problem instanceof Refusal ? problem : { message: problem instanceof Unreachable ? LABELS.listenFailed : LABELS.listenUnplayable, remedy: "" };
      notify({ tone: "bad", text: told.message, detail: told.remedy });
    }
  }

  stop(): void {
    this.attempts++;
    this.source?.stop();
    this.source = null;
  }

  private heard(context: AudioContext, buffer: AudioBuffer): Promise<void> {
    return new Promise((over) => {
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      source.onended = () => over();
      source.start();
      this.source = source;
    });
  }

  /** Of the draft, whose voice and pronunciations may be new; of what answers callers while the draft has errors. */
  private async ticket(): Promise<string> {
    await this.settle();
    const { rev } = store.getState();
    const frozen = await request<{ bot: string; trial: string }>(fetch, this.who, "POST", `${this.who.api}/bots/${encodeURIComponent(this.slug)}/draft/trial`, { rev }).catch((problem: unknown) => {
      if (problem instanceof Refusal && problem.status === 422) return { bot: this.slug, trial: undefined, problem };
      throw problem;
    });
    try {
      return (await request<Ticket>(fetch, this.who, "POST", "/rt/tickets?debug=1", { bot: frozen.bot, ...(frozen.trial ? { trial: frozen.trial } : {}) })).ticket;
    } catch (problem) {
      throw "problem" in frozen && frozen.problem ? frozen.problem : problem; // mending the draft is what helps
    }
  }
}
