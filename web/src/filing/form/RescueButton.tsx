/** One tap: what no receipt has named yet, as a file. */
import { useState } from "react";
import { clockOffset } from "../sync/transport.js";
import { useTexts } from "../texts.js";
import { useDesk } from "./hooks.js";

interface RescueButtonProps {
  /** Of this visit alone. */
  readonly only?: string;
  /** Over to the 组长: by the device's own sharing, where it has that. */
  readonly share?: boolean;
  readonly label?: string;
}

export function RescueButton({ only, share = false, label }: RescueButtonProps) {
  const { t } = useTexts();
  const { db, user, device } = useDesk();
  const [said, setSaid] = useState("");
  const run = async (): Promise<void> => {
    const { rescue, handOver } = await import("../rescue/rescue-file.js");
    const made = await rescue(db, { account: user.account, device, clockOffset: clockOffset() }, only);
    const answers = made.file.visits.reduce((sum, visit) => sum + visit.answers.length + visit.drafts.length, 0);
    const photos = made.file.visits.reduce((sum, visit) => sum + visit.photos.length, 0);
    if (made.file.visits.length === 0) return setSaid(t("rescue.nothing"));
    await handOver(made, share);
    setSaid(t("rescue.done", { answers, photos }));
  };
  return (
    <>
      <button type="button" onClick={() => void run()}>
        {label ?? t("rescue.button")}
      </button>
      <p className="small" role="status">
        {said || (label === undefined ? t("rescue.hint") : "")}
      </p>
    </>
  );
}
