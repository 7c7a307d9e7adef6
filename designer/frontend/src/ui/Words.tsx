import { Fragment } from "react";

/** A text in which `names` stand between backticks. */
export function Words({ text }: { text: string }) {
  return text.split("`").map((part, at) => (at % 2 ? <code key={at}>{part}</code> : <Fragment key={at}>{part}</Fragment>));
}
