type Child = Node | string | null | undefined;
type Attributes = Readonly<Record<string, string | boolean | null | undefined | ((event: Event) => void)>>;

/**
 * Makes an element. `onclick` and its like become listeners, `true` an empty attribute, `false` and `null` nothing.
 * There is no way to pass markup or styles: the widget runs under a policy that allows neither inline.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) setAttribute(element, name, value);
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** Sets, or takes away, one attribute; does not touch the page when nothing changed. */
export function setAttribute(element: Element, name: string, value: string | boolean | null): void {
  const wanted = value === true ? "" : value === false ? null : value;
  if (element.getAttribute(name) === wanted) return;
  if (wanted === null) element.removeAttribute(name);
  else element.setAttribute(name, wanted);
}

/** Sets a text without a mutation when it is the same: a live region must not repeat itself. */
export function setText(element: Node, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
