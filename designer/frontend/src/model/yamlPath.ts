/** Where a cursor stands in a YAML text that may be half written: by the indentation of its lines, and by brackets on
 * the line itself. Good enough to offer words; nothing is changed by it. */
export interface Cursor {
  /** Keys and indices of the map that the cursor is in. */
  path: (string | number)[];
  /** Whether the cursor stands behind a colon, and behind which key. */
  value: boolean;
  key: string;
  /** The other keys of that map. */
  siblings: string[];
  line: number;
  indent: number;
}

const ENTRY = /^(\s*)((?:- +)*)(?:([\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s+(.*))?)?/;

interface Parsed {
  indent: number;
  key: string | null;
  dashes: number;
  rest: string;
}

function parsed(line: string): Parsed | null {
  if (/^\s*(#.*)?$/.test(line)) return null;
  const found = ENTRY.exec(line);
  if (!found) return null;
  const dashes = (found[2] ?? "").length / 2;
  return { indent: (found[1] ?? "").length + (found[2] ?? "").length, key: found[3]?.replace(/^["']|["']$/g, "") ?? null, dashes: Math.floor(dashes), rest: found[4] ?? "" };
}

const OPEN = /^(\s*)((?:- +)*)(?:[\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s+(?:[|>][-+\d]*))?\s*(?:\s#.*)?$/;

/** How far in a line stands that comes below a key without a value, if the cursor is at the end of one; else null. */
export function indentBehind(line: string, column: number): number | null {
  if (line.slice(column).trim() !== "") return null;
  const found = OPEN.exec(line.slice(0, column));
  return found ? (found[1] ?? "").length + (found[2] ?? "").length + 2 : null;
}

export function cursorAt(lines: readonly string[], at: number, column: number): Cursor | null {
  const before = (lines[at] ?? "").slice(0, column);
  if (/(^|\s)#/.test(before)) return null;
  const own = parsed(before) ?? { indent: before.length, key: null, dashes: 0, rest: "" };
  const outer = pathAbove(lines, at, own.indent, own.dashes);
  const inside = own.key === null ? null : braces(own.rest);
  if (inside) {
    const path = [...outer, own.key as string, ...inside.path];
    return { path, value: inside.value, key: inside.key, siblings: inside.siblings, line: at, indent: own.indent };
  }
  const value = own.key !== null && /:\s+\S*$|:\s+.*$/.test(before);
  return { path: outer, value, key: value ? (own.key as string) : "", siblings: siblings(lines, at, own.indent), line: at, indent: own.indent };
}

/** The keys of the lines that this one stands below. */
function pathAbove(lines: readonly string[], at: number, indent: number, dashes: number): (string | number)[] {
  const path: (string | number)[] = [];
  let limit = indent;
  let listed = dashes > 0;
  for (let line = at - 1; line >= 0 && limit > 0; line--) {
    const above = parsed(lines[line] as string);
    if (!above || (above.key === null && above.dashes === 0)) continue;
    const start = above.indent - 2 * above.dashes;
    if (above.indent < limit || (listed && above.dashes === 0 && above.indent <= limit - 2)) {
      if (above.key !== null && above.rest === "" && above.indent < limit) {
        path.unshift(...(listed ? [above.key, 0] : [above.key]));
        limit = above.indent;
        listed = above.dashes > 0;
        if (above.dashes > 0) limit = start + 1;
      } else if (above.indent < limit) limit = Math.max(above.indent, 0);
    } else if (above.indent === limit && above.dashes > 0 && !listed) {
      listed = true; // the first key of an entry of a list stands on the line of its dash
    }
  }
  return path;
}

/** What is open on the line: `{type: say, ` is a map, `[{if: x, ` one in a list. */
function braces(rest: string): { path: (string | number)[]; value: boolean; key: string; siblings: string[] } | null {
  const stack: { kind: "{" | "["; key: string; siblings: string[] }[] = [];
  let word = "";
  let quote = "";
  let key = "";
  for (const sign of rest) {
    if (quote) {
      if (sign === quote) quote = "";
      continue;
    }
    const top = stack.at(-1);
    if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{" || sign === "[") {
      stack.push({ kind: sign, key: top?.kind === "{" ? key : "", siblings: [] });
      word = key = "";
    } else if (sign === "}" || sign === "]") {
      stack.pop();
      word = key = "";
    } else if (sign === ",") word = key = "";
    else if (sign === ":" && top?.kind === "{") {
      key = word.trim();
      top.siblings.push(key);
      word = "";
    } else word += sign;
  }
  const top = stack.at(-1);
  if (!top) return null;
  const path: (string | number)[] = [];
  for (const [at, one] of stack.entries()) {
    if (at > 0 && one.key) path.push(one.key);
    if (one.kind === "[") path.push(0);
  }
  return { path, value: top.kind === "{" && key !== "", key, siblings: top.siblings };
}

function siblings(lines: readonly string[], at: number, indent: number): string[] {
  const found: string[] = [];
  for (const step of [-1, 1]) {
    for (let line = at + step; line >= 0 && line < lines.length; line += step) {
      const other = parsed(lines[line] as string);
      if (!other) continue;
      if (other.indent < indent) break;
      if (other.indent === indent && other.key) found.push(other.key);
      if (other.dashes > 0 && other.indent === indent && step < 0) break;
    }
  }
  return found;
}

/** The `type` that is written in the map that the cursor is in, or in one around it. */
export function typeOf(lines: readonly string[], cursor: Cursor, depth: number): string | null {
  const inline = /[{,]\s*type:\s*([\w]+)/.exec(lines[cursor.line] ?? "");
  if (inline && depth >= cursor.path.length) return inline[1] as string;
  if (depth < cursor.path.length) return null;
  for (const step of [-1, 1]) {
    for (let line = cursor.line + (step > 0 ? 0 : -1); line >= 0 && line < lines.length; line += step) {
      const other = parsed(lines[line] as string);
      if (!other) continue;
      if (other.indent < cursor.indent) break;
      if (other.indent === cursor.indent && other.key === "type") return other.rest.replace(/\s+#.*$/, "").trim() || null;
    }
  }
  return null;
}
