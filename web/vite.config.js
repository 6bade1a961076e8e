import { defineConfig } from "vite";

// Relative addresses: the page works below any path.
export default defineConfig({ base: "./", build: { outDir: "dist", target: "es2022" } });
