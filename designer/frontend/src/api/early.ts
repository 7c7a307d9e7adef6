/** `send`, but the first request for the draft is answered by what the page asked for itself before this program was there. */
export function withEarly(send: typeof fetch, url: string, early: Promise<Response> | undefined): typeof fetch {
  let left = early;
  return (to, init) => {
    if (!left || String(to) !== url || init?.method !== "GET") return send(to, init);
    const first = left;
    left = undefined;
    return first;
  };
}
