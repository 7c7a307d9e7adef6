import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { defineConfig } from "vite";

/** Notes what the bundle was made from: a test without node sees by it that the bundle is not of these sources. */
const noted = {
  name: "noted-sources",
  apply: "build" as const,
  closeBundle() {
    const sources = readdirSync("src", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = sources.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"));
    const files = [...names, "package-lock.json", "vite.config.ts"].sort();
    const lines = files.map((file) => `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${file}\n`);
    writeFileSync("bundle.sha256", lines.join(""));
  },
};

// Stable names, no source maps, nothing inlined: the page's policy allows files of its own host alone, and two builds of
// the same sources are equal byte for byte (check-bundle.sh asserts it).
export default defineConfig({
  base: "./",
  plugins: [noted],
  build: {
    outDir: "../static/designer",
    emptyOutDir: true,
    sourcemap: false,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: "src/main.tsx",
      output: {
        entryFileNames: "designer.js",
        chunkFileNames: "designer-[name].js",
        assetFileNames: (asset: { names?: string[] }) => (asset.names?.[0]?.endsWith(".css") ? "designer.css" : "[name][extname]"),
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
