import base from "./base.css?inline";
import controls from "./controls.css?inline";
import conversation from "./conversation.css?inline";
import timing from "./timing.css?inline";

let made: CSSStyleSheet[] | undefined;

/** The style sheets of every widget on the page, made once. Constructed sheets need no `unsafe-inline`. */
export function sheets(): CSSStyleSheet[] {
  made ??= [base, controls, conversation, timing].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return made;
}
