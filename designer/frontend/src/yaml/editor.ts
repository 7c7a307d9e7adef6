import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type StateCommand, Transaction } from "@codemirror/state";
import { crosshairCursor, drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, hoverTooltip, keymap, lineNumbers, rectangularSelection } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Splice } from "../api/types";
import { indentBehind } from "../model/yamlPath";
import { type Knowledge, completions, hoverAt } from "./assist";

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  nonce: string;
  label: string;
  readOnly: boolean;
  knowledge: () => Knowledge;
  onText: (text: string) => void;
  /** The cursor is in another line, from 1; not told for moves that the page made. */
  onLine: (line: number) => void;
  onUndo: () => void;
  onRedo: () => void;
}

export interface Mark {
  line: number;
  column: number;
  severity: "error" | "warning";
  message: string;
}

export interface EditorHandle {
  /** Make edits that were not typed here. */
  edit(edits: readonly Splice[]): void;
  /** Show another text whole, where it differs. */
  replace(text: string): void;
  text(): string;
  mark(marks: readonly Mark[]): void;
  show(line: number, column: number, focus: boolean): void;
  setReadOnly(readOnly: boolean): void;
  destroy(): void;
}

const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", color: "var(--vx-ink)", backgroundColor: "var(--vx-surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--vx-mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--vx-accent)" },
  ".cm-cursor": { borderLeftColor: "var(--vx-accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--vx-surface)", color: "var(--vx-muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--vx-tint) 55%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--vx-accent) 26%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--vx-tint)" },
  ".cm-tooltip": { backgroundColor: "var(--vx-raised)", color: "var(--vx-ink)", border: "1px solid var(--vx-line)", borderRadius: "8px", boxShadow: "var(--vx-shadow)", maxWidth: "420px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--vx-accent)", color: "var(--vx-accent-ink)" },
  ".cm-completionDetail": { color: "inherit", opacity: "0.8", fontStyle: "normal", marginLeft: "8px" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 10px", font: "13px/1.45 var(--vx-font)" },
  ".cm-hover-words": { padding: "8px 10px", font: "13px/1.45 var(--vx-font)" },
  ".cm-panels": { backgroundColor: "var(--vx-page)", color: "var(--vx-ink)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--vx-line)" },
  ".cm-textfield": { backgroundColor: "var(--vx-surface)", border: "1px solid var(--vx-line-strong)", borderRadius: "6px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--vx-raised)", border: "1px solid var(--vx-line-strong)", borderRadius: "6px", color: "var(--vx-ink)" },
  ".cm-searchMatch": { backgroundColor: "var(--vx-warning-tint)", outline: "1px solid var(--vx-warning)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--vx-tint)", border: "none", color: "var(--vx-accent)" },
  ".cm-diagnostic": { font: "13px/1.45 var(--vx-font)" },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--vx-flow)" },
  { tag: tags.comment, color: "var(--vx-muted)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--vx-answer)" },
  { tag: [tags.number, tags.bool, tags.keyword, tags.null], color: "var(--vx-decide)" },
  { tag: [tags.labelName, tags.typeName], color: "var(--vx-generate)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--vx-muted)" },
]);

export function editor(options: EditorOptions): EditorHandle {
  const readOnly = new Compartment();
  let line = 0;
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        lineNumbers(), foldGutter(), highlightSpecialChars(), drawSelection(), dropCursor(), indentOnInput(), bracketMatching(),
        closeBrackets(), rectangularSelection(), crosshairCursor(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), search(), lintGutter(), EditorState.tabSize.of(2), EditorView.lineWrapping,
        yaml(), syntaxHighlighting(COLOURS), THEME,
        autocompletion({ override: [completions(options.knowledge)], icons: false }),
        hoverTooltip((at, pos) => hoverAt(at.state, pos, options.knowledge())),
        readOnly.of(EditorState.readOnly.of(options.readOnly)),
        // One history for both panes: it is the page's. Tab leaves the editor; nobody is caught in it.
        keymap.of([
          { key: "Mod-z", run: () => told(options.onUndo), preventDefault: true },
          { key: "Mod-y", mac: "Mod-Shift-z", run: () => told(options.onRedo), preventDefault: true },
          { key: "Mod-Shift-z", run: () => told(options.onRedo), preventDefault: true },
          { key: "Enter", run: indentBelow },
          ...completionKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap, ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          const remote = update.transactions.some((one) => one.annotation(Transaction.remote));
          if (update.docChanged && !remote) options.onText(update.state.doc.toString());
          const now = update.state.doc.lineAt(update.state.selection.main.head).number;
          if (now === line) return;
          line = now;
          if (update.selectionSet && !remote && update.view.hasFocus) options.onLine(now);
        }),
      ],
    }),
  });
  const ours = [Transaction.addToHistory.of(false), Transaction.remote.of(true)];
  return {
    edit: (edits) => view.dispatch({ changes: edits.map(([from, to, insert]) => ({ from, to, insert })), annotations: ours }),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: ours }),
    text: () => view.state.doc.toString(),
    mark: (marks) => view.dispatch(setDiagnostics(view.state, marks.flatMap((mark) => diagnostic(view.state, mark)))),
    show: (wanted, column, focus) => {
      const target = view.state.doc.line(Math.max(1, Math.min(wanted, view.state.doc.lines)));
      const at = Math.min(target.from + Math.max(0, column - 1), target.to);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }), annotations: ours });
      if (focus) view.focus();
    },
    setReadOnly: (now) => view.dispatch({ effects: readOnly.reconfigure(EditorState.readOnly.of(now)) }),
    destroy: () => view.destroy(),
  };
}

/** Enter behind a key that has nothing yet: what comes next stands below it, one step further in. */
export const indentBelow: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  const indent = state.selection.ranges.length === 1 && main.empty ? indentBehind(line.text, main.head - line.from) : null;
  if (indent === null || state.readOnly) return false;
  const insert = `\n${" ".repeat(indent)}`;
  dispatch(state.update({ changes: { from: main.head, to: line.to, insert }, selection: { anchor: main.head + 1 + indent }, scrollIntoView: true, userEvent: "input" }));
  return true;
};

function told(run: () => void): boolean {
  run();
  return true;
}

/** From the column of a finding to the end of its word, or of its line. */
function diagnostic(state: EditorState, mark: Mark): Diagnostic[] {
  if (mark.line < 1 || mark.line > state.doc.lines) return [];
  const line = state.doc.line(mark.line);
  const from = Math.min(line.from + Math.max(0, mark.column - 1), line.to);
  const word = /^[^\s:,]+/.exec(state.sliceDoc(from, line.to));
  return [{ from, to: word ? from + word[0].length : line.to, severity: mark.severity, message: mark.message }];
}
