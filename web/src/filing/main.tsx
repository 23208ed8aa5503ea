import "../theme/base.css";
import "./filing.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./form/App.js";
import { noteInstallOffer } from "./form/Install.js";
import { flushTyping, Model } from "./model.js";
import { lookForUpdate, startOffline } from "./offline.js";
import { startTexts } from "./texts.js";

noteInstallOffer();
await startTexts();
const model = new Model();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App model={model} />
  </StrictMode>,
);
// What is being typed is written down whenever the page might not come back.
addEventListener("pagehide", () => void flushTyping());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void flushTyping();
  else {
    void model.ask();
    lookForUpdate();
  }
});
void model.start();
void startOffline(import.meta.url);
