import { VoxloomWidget } from "./widget";

// A page may load the script twice (two snippets pasted): the first one counts.
if (customElements.get("voxloom-widget") === undefined) customElements.define("voxloom-widget", VoxloomWidget);
