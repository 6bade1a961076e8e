import { defineConfig } from "vite";

// While the sources are served (npm run dev), the API, the login and the outputs are those of the page that `make up` serves.
const page = process.env.PAGE_URL ?? "http://127.0.0.1:5173/";
const proxy = Object.fromEntries(["/api", "/outputs.json", "/oauth2", "/logout"].map((path) => [path, { target: page, changeOrigin: false }]));

// Relative addresses: the page works below any path.
export default defineConfig({ base: "./", build: { outDir: "dist", target: "es2022" }, server: { proxy } });
