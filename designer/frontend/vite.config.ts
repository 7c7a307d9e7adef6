import { defineConfig } from "vite";

// Stable names, no source maps, nothing inlined: the page's policy allows files of its own host alone, and two builds of
// the same sources are equal byte for byte (check-bundle.sh asserts it).
export default defineConfig({
  base: "./",
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
