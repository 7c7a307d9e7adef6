import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { merged } from "../model/together";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** A field whose words go out when it is left, or by Enter: one step of the history for one thing that was written.
 * What others change meanwhile shows as long as nobody types here. */
export function useCommitted(value: string, commit: (words: string) => void, check?: (words: string) => boolean) {
  const [words, setWords] = useState(value);
  const typing = useRef(false);
  const began = useRef(value);
  const latest = useRef({ words, commit, value });
  latest.current = { words, commit, value };
  useEffect(() => {
    if (!typing.current) setWords(value);
  }, [value]);
  const send = () => {
    const { words, commit: out, value: old } = latest.current;
    const now = typing.current ? (merged(began.current, words, old) ?? words) : words; // others may write here too
    typing.current = false;
    if (now !== old && (!check || check(now))) out(now);
    else if (words !== old) setWords(old);
  };
  const last = useRef(send);
  last.current = send;
  // Another node may be chosen while one types: what was written is not lost.
  useEffect(() => () => {
    if (typing.current) last.current();
  }, []);
  return {
    value: words,
    onChange: (event: ChangeEvent<Field>) => {
      if (!typing.current) began.current = value;
      typing.current = true;
      setWords(event.target.value);
    },
    onBlur: send,
    onKeyDown: (event: KeyboardEvent<Field>) => {
      if (event.key === "Enter" && (event.currentTarget.tagName === "INPUT" || event.ctrlKey || event.metaKey)) send();
      if (event.key === "Escape" && typing.current) {
        event.stopPropagation();
        typing.current = false;
        setWords(value);
      }
    },
  };
}
