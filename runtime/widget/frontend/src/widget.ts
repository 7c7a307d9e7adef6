import { Call } from "./call/call";
import { isSettled } from "./call/captions";
import type { Captions } from "./call/captions";
import { isLive, isTalking } from "./call/machine";
import type { CallView, Phase } from "./call/machine";
import { PROBLEMS } from "./call/problems";
import type { CallMode, ServerMessage } from "./call/protocol";
import { openSocket, socketUrl } from "./call/signalling";
import { requestTicket } from "./call/tickets";
import { follow, NO_TIMES } from "./call/times";
import type { Times } from "./call/times";
import { fill, mergeLabels } from "./labels";
import type { Labels } from "./labels";
import { cueWanted, playCue, rememberCue } from "./media/earcon";
import { Media, openMicrophone } from "./media/media";
import { ATTRIBUTES, readOptions } from "./options";
import type { Options } from "./options";
import { sheets } from "./styles/sheets";
import { mainMode } from "./ui/context";
import type { Actions, Scene } from "./ui/context";
import { Launcher } from "./ui/launcher";
import { Panel } from "./ui/panel";
import { Timing } from "./ui/timing";

const SCRIPT_ORIGIN = originOfScript();
const CLOCK_MS = 500; // twice a second, so that no second of the call time is skipped

/** `<voxloom-widget bot-id="…">`: a voice or text conversation with a bot, on any page. */
export class VoxloomWidget extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;

  private options: Options = this.read();
  private replaced: Labels | null = null;
  private readonly call = new Call(
    {
      media: async (handlers) => {
        const context = this.sound();
        const microphone = await openMicrophone();
        try {
          return new Media(microphone, context, handlers, this.root);
        } catch (error) {
          for (const track of microphone.getTracks()) track.stop();
          throw error;
        }
      },
      ticket: (signal) => requestTicket(this.options.ticketUrl, this.options.bot, signal),
      variables: () => this.options.variables,
      socket: (path) => openSocket(socketUrl(this.options.server, path)),
      nowMs: () => performance.now(),
    },
    {
      onView: (view, before) => this.onView(view, before),
      onCaptions: () => this.draw(),
      onMessage: (message) => this.onMessage(message),
    },
  );
  private readonly actions: Actions = {
    start: (mode) => void this.begin(mode),
    end: () => this.end(),
    mute: (muted) => this.mute(muted),
    send: (text) => void this.sendText(text),
    press: (keys) => void this.sendDigits(keys),
    cue: (wanted) => this.setCue(wanted),
    unblock: () => this.call.unblock(),
    close: () => this.toggle(false),
  };
  private readonly root = this.attachShadow({ mode: "open", delegatesFocus: false });
  private readonly panel = new Panel(this.actions, () => this.call.levels());
  private readonly launcher = new Launcher(() => this.toggle(!this.open));
  private readonly timing = new Timing();
  private times: Times = NO_TIMES;
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private open = false;
  private cue = cueWanted();
  private built = false;

  connectedCallback(): void {
    if (!this.built) {
      this.built = true;
      this.root.adoptedStyleSheets = sheets();
      this.root.append(this.panel.element, this.timing.element, this.launcher.element);
      this.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.options.floating && this.open) this.toggle(false);
      });
    }
    this.options = this.read();
    this.open = this.options.startOpen;
    this.draw();
    this.panel.stage.orb.connect();
    queueMicrotask(() => this.tell("ready", {}));
  }

  disconnectedCallback(): void {
    this.call.end();
    this.panel.stage.orb.disconnect();
    clearInterval(this.timer);
    void this.context?.close();
    this.context = null;
  }

  attributeChangedCallback(): void {
    if (!this.built) return;
    this.options = this.read();
    this.draw();
  }

  /** idle, connecting, reconnecting, listening, thinking, speaking, ended or error. */
  get state(): Phase {
    return this.call.view.phase;
  }

  /** Replaces words of the widget; the same as the `labels` attribute, as an object. */
  set labels(overrides: Partial<Labels>) {
    this.replaced = mergeLabels(overrides);
    this.draw();
  }

  get labels(): Labels {
    return this.replaced ?? this.options.labels;
  }

  /** Starts a call (or, with mode `text`, a chat). Resolves when it is set up or has failed. */
  start(mode: CallMode = mainMode(this.options.mode)): Promise<void> {
    return this.begin(mode);
  }

  end(): void {
    this.call.end();
  }

  mute(muted = true): void {
    this.call.mute(muted);
  }

  sendText(text: string): boolean {
    return this.call.sendText(text);
  }

  sendDigits(keys: string): boolean {
    const sent = this.call.sendDigits(keys);
    if (sent) this.call.note(fill(this.labels.pressed, { keys }));
    return sent;
  }

  private begin(mode: CallMode): Promise<void> {
    if (mode === "voice") this.sound(); // inside the caller's own gesture, or the browser keeps it silent
    return this.call.start(mode);
  }

  private toggle(open: boolean): void {
    this.open = open;
    this.draw();
    if (open) this.panel.settleFocus(this.scene());
    else this.launcher.element.focus();
  }

  private setCue(wanted: boolean): void {
    this.cue = wanted;
    rememberCue(wanted);
    if (wanted) playCue(this.sound());
    this.draw();
  }

  private sound(): AudioContext {
    this.context ??= new AudioContext();
    if (this.context.state === "suspended") void this.context.resume();
    return this.context;
  }

  private onView(view: CallView, before: CallView): void {
    const hadFocus = this.root.activeElement;
    this.draw();
    if (hadFocus !== null && !isVisible(hadFocus)) this.panel.settleFocus(this.scene());
    if (view.phase === before.phase) return;
    this.tell("state", { state: view.phase });
    const goesOn = isTalking(before.phase) || before.phase === "reconnecting";
    if (isTalking(view.phase) && !goesOn) this.tell("call-start", { mode: view.mode });
    if (view.phase === "listening" && view.mode === "voice" && this.cue && !view.muted) playCue(this.sound());
    if (view.phase === "ended") this.tell("call-end", { reason: view.ended?.reason ?? "error" });
    if (view.phase === "error" && view.problem !== null) this.failed(view, before);
    this.keepTime(isLive(view.phase));
    if (!isLive(view.phase)) void this.context?.suspend(); // gives the loudspeaker back to the machine
  }

  private failed(view: CallView, before: CallView): void {
    const problem = view.problem;
    if (problem === null) return;
    const words = PROBLEMS[problem.code];
    const message = problem.message ?? this.labels[words.title];
    this.tell("error", { code: problem.code, message, remedy: problem.remedy ?? this.labels[words.remedy] });
    const talked = isTalking(before.phase) || before.phase === "reconnecting";
    if (talked) this.tell("call-end", { reason: "error" });
  }

  private onMessage(message: ServerMessage): void {
    const before = this.times;
    this.times = follow(before, message);
    if (this.times !== before) this.draw();
    if (message.type === "transcript") this.tell("user-transcript", { text: message.text, final: message.final });
    if (message.type === "said" || message.type === "filler") this.tell("bot-transcript", { text: message.text });
  }

  private keepTime(live: boolean): void {
    clearInterval(this.timer);
    if (live) this.timer = setInterval(() => this.panel.header.tick(this.scene(), performance.now()), CLOCK_MS);
  }

  private draw(): void {
    if (!this.built) return;
    const scene = this.scene();
    const captions: Captions = this.call.captions;
    this.panel.element.hidden = scene.floating && !this.open;
    this.panel.update(scene, captions);
    this.panel.header.tick(scene, performance.now());
    this.timing.update(scene, this.times, captions, this.lang);
    this.launcher.update(scene, this.open);
    this.dataset["state"] = scene.view.phase;
  }

  private scene(): Scene {
    const { options, call } = this;
    const labels = this.labels;
    return {
      view: call.view,
      labels,
      mode: options.mode,
      name: call.view.bot?.name || options.botName || labels.widget,
      examples: options.examples,
      captions: options.captions,
      cue: this.cue,
      floating: options.floating,
      empty: call.captions.lines.length === 0 && isSettled(call.captions),
    };
  }

  private read(): Options {
    return readOptions((name) => this.getAttribute(name), SCRIPT_ORIGIN);
  }

  private tell(name: string, detail: Readonly<Record<string, unknown>>): void {
    this.dispatchEvent(new CustomEvent(`voxloom:${name}`, { detail, bubbles: true, composed: true }));
  }
}

function isVisible(element: Element): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}

/** The server is where the script came from, unless the page says otherwise. */
function originOfScript(): string {
  const script = document.currentScript ?? document.querySelector('script[src*="voxloom-widget"]');
  const source = script instanceof HTMLScriptElement ? script.src : "";
  return source === "" ? location.origin : new URL(source, location.href).origin;
}
