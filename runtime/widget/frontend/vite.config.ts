import { defineConfig } from "vite";

// One classic script with a stable name: a page embeds it with a plain <script src>, needs no module loader and no CORS
// for it, and two builds of the same sources are equal byte for byte (check-bundle.sh asserts it).
export default defineConfig({
  build: {
    outDir: "../static/widget",
    emptyOutDir: false, // the page's own files live beside the bundle
    sourcemap: false,
    target: "es2022",
    reportCompressedSize: false,
    lib: { entry: "src/main.ts", name: "Voxloom", formats: ["iife"], fileName: () => "voxloom-widget.js" },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
