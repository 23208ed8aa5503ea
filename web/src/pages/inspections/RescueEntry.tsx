/** A rescue file: chosen, read, and each of its visits with its preview. */
import { Button } from "antd";
import { useId, useRef, useState } from "react";
import form from "../../actions/form.module.css";
import { Panel } from "../../components/Panel.js";
import { sizeText } from "../../evidence/size.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { BringInPreview } from "./BringInPreview.js";
import styles from "./inspections.module.css";
import { MOST_RESCUE_BYTES, type Unpacked, unpack, type ZipFault } from "./rescue-zip.js";
import { RescuedWords } from "./RescuedWords.js";

export function RescueEntry() {
  const { t } = useTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState(false);
  const [read, setRead] = useState<Unpacked | ZipFault | null>(null);
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setReading(true);
    setRead(null);
    setRead(await unpack(file));
    setReading(false);
    // The same file can be chosen again, after it was mended.
    if (input.current) input.current.value = "";
  };
  return (
    <>
      <Panel title={t("bringIn.file.tab")}>
        <div className={styles["stack"]}>
          <div className={form["field"]}>
            <label htmlFor={id}>{t("bringIn.file.choose")}</label>
            <input
              id={id}
              ref={input}
              type="file"
              accept=".zip,application/zip"
              onChange={(event) => void choose(event.target.files?.[0])}
            />
          </div>
          {reading && <p role="status">{t("bringIn.file.reading")}</p>}
          {read && "fault" in read && (
            <p className="text-red" role="alert">
              {read.fault === "altered"
                ? t("bringIn.file.altered", { key: read.key })
                : t(`bringIn.file.${read.fault}`, { size: sizeText(MOST_RESCUE_BYTES) })}
            </p>
          )}
          {read && "file" in read && (
            <p>
              {t("bringIn.file.from", { name: read.name, device: read.file.device, account: read.file.account })}{" "}
              <Button size="small" onClick={() => setRead(null)}>
                {t("bringIn.file.other")}
              </Button>
            </p>
          )}
        </div>
      </Panel>
      {read && "file" in read && <Visits unpacked={read} />}
    </>
  );
}

function Visits({ unpacked }: { readonly unpacked: Unpacked }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { visits, clockOffset } = unpacked.file;
  return visits.map((visit) => {
    const key = `${visit.plan} ${visit.round} ${visit.visit}`;
    if (visit.plan !== id)
      return (
        <Panel key={key} title={`${visit.round} ${visit.visit}`}>
          <p className="text-yellow">{t("bringIn.file.otherPlan")}</p>
        </Panel>
      );
    return (
      <BringInPreview
        key={key}
        given={{
          round: visit.round,
          visit: visit.visit,
          person: visit.person,
          answers: visit.answers.map(({ answer }) => answer),
          clockOffset: clockOffset ?? 0,
          bytes: unpacked.photo,
        }}
      >
        <RescuedWords visit={visit} />
      </BringInPreview>
    );
  });
}
