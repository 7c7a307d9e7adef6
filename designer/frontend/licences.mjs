// Writes LICENCES.txt: every package that the bundle is made of, with its licence. Run after a change of the packages.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const parts = [];
for (const [path, told] of Object.entries(lock.packages)) {
  if (!path || path.includes("@types/") || told.dev || told.devOptional || !existsSync(path)) continue;
  const own = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${own.name} has no licence file`);
  parts.push(`${own.name} ${own.version} (${own.license})\n\n${readFileSync(`${path}/${file}`, "utf8").trim()}\n`);
}
writeFileSync("LICENCES.txt", parts.sort().join(`\n${"-".repeat(80)}\n\n`));
