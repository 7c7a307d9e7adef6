/** A text as it can be listened to before there are values: each place of one by its name, without what only chooses. */
export function spokenOf(text: string): string {
  return text
    .replace(/\{#[\s\S]*?#\}|\{%[\s\S]*?%\}/g, " ")
    .replace(/\{\{\s*([A-Za-z_][\w.]*)?[\s\S]*?\}\}/g, (_place, name: string | undefined) => (name ? ` ${(name.split(".").at(-1) as string).replaceAll("_", " ")} ` : " "))
    .replace(/\s+/g, " ")
    .replace(/ ([,.!?;:])/g, "$1")
    .trim();
}
