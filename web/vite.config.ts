/** The page's build. `npm run build` calls it through scripts/build-web.ts; `npx vite web` serves it while one works on it. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { NONCE } from "./nonce.js";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  html: { cspNonce: NONCE },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // What offices run: the browsers of domestic systems and of Windows 7 stand at Chromium 100 to 109.
    target: ["chrome100", "edge100", "firefox100", "safari15.4"],
    // A font or picture as a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:7300", "/readyz": "http://127.0.0.1:7300" } },
});
