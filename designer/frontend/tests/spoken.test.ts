import { expect, test } from "vitest";
import { spokenOf } from "../src/model/spoken";

test("places of values are said by their names", () => {
  expect(spokenOf("Your {{ account }} balance is {{ result.balance | money }}.")).toBe("Your account balance is balance.");
  expect(spokenOf("{{ first_name }}, hello")).toBe("first name, hello");
});

test("what only chooses is not said", () => {
  expect(spokenOf("{% if amount > 5 %}Much{% else %}Little{% endif %} {# a note #}for {{ 1 + 2 }} you")).toBe("Much Little for you");
  expect(spokenOf("{{ }} {% raw")).toBe("{% raw");
});
