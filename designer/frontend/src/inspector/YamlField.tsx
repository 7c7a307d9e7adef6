import { useEffect, useId, useState } from "react";
import { fill, LABELS } from "../labels";
import { loadYaml, type YamlTools } from "../yaml/load";
import type { FieldProps } from "./Fields";
import { useCommitted } from "./useCommitted";

/** A field that has no form: its value as YAML. What is no YAML is told of and stays here; nothing is lost. */
export function YamlField({ field, value, onChange, readOnly, id }: FieldProps & { id?: string }) {
  const [yaml, setYaml] = useState<YamlTools | null>(null);
  const [problem, setProblem] = useState("");
  const own = useId();
  useEffect(() => {
    void loadYaml().then(setYaml);
  }, []);
  const text = yaml ? (value === undefined ? "" : yaml.write(value)) : "";
  const input = useCommitted(text, (words) => {
    if (!yaml) return;
    if (words.trim() === "") return onChange(undefined);
    const read = yaml.read(words);
    if ("value" in read) onChange(read.value);
  }, (words) => {
    const read = yaml?.read(words);
    return words.trim() === "" || Boolean(read && "value" in read);
  });
  const check = (words: string) => {
    const read = yaml?.read(words);
    setProblem(words.trim() && read && "problem" in read ? read.problem : "");
  };
  return (
    <>
      <textarea
        id={id ?? own}
        className="vx-textarea vx-mono"
        rows={text.split("\n").length}
        spellCheck={false}
        readOnly={readOnly || !yaml}
        aria-invalid={problem !== ""}
        aria-label={id ? undefined : field.name}
        placeholder={yaml ? field.placeholder : LABELS.yamlLoading}
        {...input}
        onChange={(event) => {
          check(event.target.value);
          input.onChange(event);
        }}
        onBlur={() => problem === "" && input.onBlur()}
      />
      {problem && <p className="vx-field-error" role="alert">{fill(LABELS.yamlWrong, { problem })}</p>}
    </>
  );
}
