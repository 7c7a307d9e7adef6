import { useEffect, useRef, useState } from "react";
import { LABELS } from "../labels";
import { isMended, type Stand, type Trial } from "../model/trial";
import { useHouse } from "../state/context";
import { store, useDesigner } from "../state/store";
import { openFlow } from "../state/view";
import { Button, Empty, IconButton } from "../ui/controls";
import { KeepCase } from "./KeepCase";
import { Switches } from "./Switches";
import { TrialLines } from "./TrialLines";

/** A chat with the draft; the canvas shows where it goes. */
export function TryIt() {
  const { trying } = useHouse();
  const trial = useDesigner((state) => state.trial);
  const stale = useDesigner((state) => state.trial.phase !== "idle" && state.trial.phase !== "starting" && state.trial.rev !== state.rev);
  const mended = useDesigner(isMended);
  const [words, setWords] = useState("");
  const [follow, setFollow] = useState(true);
  const end = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const talking = trial.phase === "listening" || trial.phase === "thinking" || trial.phase === "speaking";
  const speaks = trial.mode === "voice";
  useEffect(() => {
    if (store.getState().trial.phase === "idle") void trying.start();
  }, [trying]);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [trial.lines, trial.partial]);
  useEffect(() => {
    if (trial.phase === "listening" && !speaks) input.current?.focus();
  }, [trial.phase === "listening", speaks]);
  useFollow(follow ? trial.at : null);
  const send = (keys: boolean) => {
    const text = words.trim();
    if (!text || !talking) return;
    if (keys) trying.press(text);
    else trying.say(text);
    setWords("");
  };
  const values = Object.entries(trial.values).filter(([, value]) => value !== null);
  return (
    <aside className="vx-inspector vx-try" aria-label={LABELS.tryIt}>
      <header className="vx-side-head">
        <h2>{LABELS.tryIt}</h2>
        <span className="vx-grow" />
        <label className="vx-try-follow"><input type="checkbox" checked={follow} onChange={(event) => setFollow(event.target.checked)} /> {LABELS.tryFollow}</label>
        <IconButton className="vx-small" icon="start" label={LABELS.tryAgainNew} onClick={() => void trying.start(trial.mode)} />
        <IconButton className="vx-small" icon="close" label={LABELS.close} onClick={() => {
          if (speaks && (talking || trial.phase === "starting")) trying.hangUp(); // nobody is listened to by a panel that is closed
          store.setState({ trying: false });
        }} />
      </header>
      {(mended || stale) && <p className="vx-try-stale" role="status">{mended ? LABELS.tryMended : LABELS.tryStale} <button type="button" className="vx-link" onClick={() => void trying.start(trial.mode)}>{LABELS.tryAgainNew}</button></p>}
      <div className="vx-try-lines" role="log" aria-label={LABELS.tryLog} tabIndex={0}>
        {(mended || trial.lines.length === 0) && <Empty icon="say" hint={LABELS.tryHint} />}
        {!mended && <TrialLines trial={trial} />}
        {trial.partial && <div className="vx-line-you vx-line-partial" aria-hidden="true"><p>{trial.partial}</p></div>}
        {(trial.phase === "thinking" || trial.phase === "starting") && <p className="vx-try-dots" role="status"><span className="vx-hidden">{LABELS.tryThinking}</span><i /><i /><i /></p>}
        <div ref={end} />
      </div>
      {values.length > 0 && (
        <dl className="vx-try-values" aria-label={LABELS.tryValues}>
          {values.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="vx-clip">{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd></div>)}
        </dl>
      )}
      <Switches />
      {trial.phase !== "starting" && <KeepCase key={trial.began} trial={trial} />}
      {speaks && (talking || trial.phase === "starting") && <CallBar trial={trial} />}
      {talking || trial.phase === "starting" ? (
        <form
          className="vx-try-form"
          onSubmit={(event) => {
            event.preventDefault();
            send(false);
          }}
        >
          <input ref={input} className="vx-input" aria-label={LABELS.tryWords} placeholder={LABELS.tryWords} value={words} disabled={!talking} onChange={(event) => setWords(event.target.value)} />
          {/^[0-9*#]+$/.test(words.trim()) && <Button onClick={() => send(true)}>{LABELS.tryKeys}</Button>}
          <Button tone={speaks ? "plain" : "primary"} type="submit" disabled={!talking || !words.trim()}>{LABELS.send}</Button>
          {!speaks && <IconButton icon="microphone" label={LABELS.trySpeakHint} onClick={() => void trying.start("voice")} />}
        </form>
      ) : (
        <div className="vx-try-form">
          <Button tone="primary" icon="start" onClick={() => void trying.start()}>{LABELS.tryStart}</Button>
          <Button icon="microphone" title={LABELS.trySpeakHint} onClick={() => void trying.start("voice")}>{LABELS.trySpeak}</Button>
        </div>
      )}
    </aside>
  );
}

/** A call that is under way: what it does now, the microphone, and the way out. */
function CallBar({ trial }: { trial: Trial }) {
  const { trying } = useHouse();
  const told = { starting: LABELS.tryConnecting, thinking: LABELS.tryThinking, speaking: LABELS.trySpeaking, listening: LABELS.tryListening }[trial.phase as string] ?? "";
  return (
    <div className={`vx-try-call vx-try-${trial.phase}`}>
      <span className="vx-try-lamp" aria-hidden="true" />
      <span className="vx-grow" role="status">{trial.muted ? LABELS.tryMuted : told}</span>
      <Button icon={trial.muted ? "microphoneOff" : "microphone"} aria-pressed={trial.muted} className={trial.muted ? "vx-pressed" : ""} disabled={trial.phase === "starting"} onClick={() => trying.mute(!trial.muted)}>{trial.muted ? LABELS.tryUnmute : LABELS.tryMute}</Button>
      <Button icon="hangUp" tone="danger" onClick={() => trying.hangUp()}>{LABELS.tryHangUp}</Button>
    </div>
  );
}

/** Keep the canvas where the bot is. */
function useFollow(at: Stand | null): void {
  const flow = at?.flow;
  const node = at?.node;
  useEffect(() => {
    const { graph, flow: shown } = store.getState();
    if (!flow || !node || !graph?.flows[flow]?.nodes.some((one) => one.name === node)) return;
    if (shown !== flow) openFlow(flow);
    store.setState({ reveal: { node, focus: false, id: Date.now() } });
  }, [flow, node]);
}
