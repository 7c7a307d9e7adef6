import "@xyflow/react/dist/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/canvas.css";
import "./styles/panels.css";
import "./styles/calls.css";
import { createRoot } from "react-dom/client";
import { draftApi } from "./api/client";
import { withEarly } from "./api/early";
import { App } from "./App";
import { readConfig } from "./config";
import { Live } from "./state/live";
import { store } from "./state/store";
import { Sync } from "./state/sync";
import { Listening } from "./state/listening";
import { Trying } from "./state/trying";
import { keepUnsent } from "./state/unsent";
import { followAddress, tidyView } from "./state/view";

const mount = document.getElementById("designer");
if (mount) {
  const config = readConfig(document);
  const early = withEarly(fetch, `${config.api}/bots/${encodeURIComponent(config.slug)}/draft`, (window as { vxDraft?: Promise<Response> }).vxDraft);
  const sync = new Sync(draftApi(config, config.slug, early), store);
  const trying = new Trying(config, config.slug, () => sync.settled());
  const listening = new Listening(config, config.slug, () => sync.settled());
  createRoot(mount).render(<App config={config} commands={sync} trying={trying} listening={listening} />);
  const begin = () => {
    const live = new Live(config.live, config.client, (change) => sync.hear(change));
    followAddress();
    keepUnsent(sync, config.slug);
    live.open();
    live.where(store.getState().flow, null);
    window.addEventListener("online", () => sync.retry());
    store.subscribe((state, before) => {
      if (state.graph !== before.graph) tidyView();
      if (state.flow !== before.flow || state.selected !== before.selected) live.where(state.flow, state.selected.at(-1) ?? null);
    });
  };
  const stop = store.subscribe((state) => {
    if (state.sync !== "saved") return;
    stop();
    begin();
  });
  void sync.open();
}
