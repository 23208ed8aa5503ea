/** 添加到主屏幕, offered before the first draft: the app there has a storage of its own. */
import { useState } from "react";
import { useTexts } from "../texts.js";

interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}
let offer: InstallOffer | null = null;

/** Browsers that can be asked say so once, early. */
export function noteInstallOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
  });
}

const isInstalled = (): boolean => matchMedia("(display-mode: standalone)").matches;

export function Install() {
  const { t } = useTexts();
  const [gone, setGone] = useState(isInstalled);
  if (gone || !isSecureContext) return null;
  return (
    <section className="card">
      <p>{t("visits.installHint")}</p>
      {offer && (
        <button type="button" onClick={() => void offer?.prompt().finally(() => setGone(true))}>
          {t("visits.install")}
        </button>
      )}
    </section>
  );
}
