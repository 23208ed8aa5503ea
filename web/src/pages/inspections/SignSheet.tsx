/** 签发: says what is signed, by the version's hash, before it is signed for good. */
import { Button } from "antd";
import { type FormEvent, useId, useState } from "react";
import { roundName } from "../../../../domain/inspections/round-name.js";
import form from "../../actions/form.module.css";
import type { Bulletin } from "../../api/types.js";
import { Fact, Facts } from "../../components/Facts.js";
import { Sheet } from "../../components/Sheet.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import type { Act } from "./bulletin-edits.js";
import styles from "./bulletin.module.css";

/** A month's bulletin has its month for a name. */
const MONTH = /^\d{4}-\d{2}$/;

interface Props {
  readonly bulletin: Bulletin;
  readonly content: NonNullable<Bulletin["content"]>;
  readonly busy: boolean;
  readonly act: Act;
  readonly onClose: () => void;
}

export function SignSheet({ bulletin, content, busy, act, onClose }: Props) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const sureId = useId();
  const [sure, setSure] = useState(false);
  const [no, setNo] = useState("");
  const [reportNo, setReportNo] = useState("");
  const { sha256, steps, recipients, asOf } = content;
  const items = steps.filter(({ item }) => item).length;
  const { checks, version } = bulletin;
  const flagged = checks ? checks.contradictions.length + checks.repeated.length + checks.running.length : 0;
  const given = (name: string, value: string) => (value.trim() === "" ? {} : { [name]: value.trim() });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!sure) return;
    void act("sign", { sha256, ...given("no", no), ...given("reportNo", reportNo) }).then((done) => done && onClose());
  };
  return (
    <Sheet title={t("bulletin.signing.title")} onClose={onClose} form>
      <form className={form["form"]} onSubmit={submit}>
        <p>{t("bulletin.signing.lead")}</p>
        <Facts>
          {MONTH.test(bulletin.round) ? (
            <Fact name={t("bulletin.signing.month")}>{format.month(bulletin.round)}</Fact>
          ) : (
            <Fact name={t("bulletin.signing.round")}>{say(roundName(bulletin.round))}</Fact>
          )}
          <Fact name={t("bulletin.bulletin")}>{content.bulletin.title.zh}</Fact>
          {content.report && <Fact name={t("bulletin.report")}>{content.report.title.zh}</Fact>}
          <Fact name={t("bulletin.signing.version")}>
            {t("bulletin.asOf", { day: format.day(asOf), version: version ?? "" })}
          </Fact>
          {steps.length > 0 && (
            <Fact name={t("bulletin.signing.steps")}>
              {t("bulletin.signing.stepsOf", { count: steps.length, items })}
            </Fact>
          )}
          <Fact name={t("bulletin.signing.recipients")}>
            {t("bulletin.signing.recipientsOf", { count: recipients.length })}
          </Fact>
          <Fact name={t("bulletin.signing.checks")}>
            {flagged === 0 ? (
              t("bulletin.nothing")
            ) : (
              <span className="text-yellow">{t("bulletin.signing.flagged", { count: flagged })}</span>
            )}
          </Fact>
          <Fact name={t("bulletin.hash")}>
            <code className={styles["hash"]}>{sha256}</code>
          </Fact>
        </Facts>
        <Numbered label={t("bulletin.signing.no")} value={no} onChange={setNo} />
        {content.report && <Numbered label={t("bulletin.signing.reportNo")} value={reportNo} onChange={setReportNo} />}
        <div className={form["sure"]}>
          <p>{t("bulletin.signing.forGood")}</p>
          <label className={form["check"]} htmlFor={sureId}>
            <input id={sureId} type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
            {t("bulletin.signing.sure")}
          </label>
        </div>
        <div className={form["buttons"]}>
          <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={!sure}>
            {t("bulletin.sign")}
          </Button>
          <Button size="large" onClick={onClose} disabled={busy}>
            {t("acting.cancel")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

interface NumberedProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A number that was given elsewhere. */
function Numbered({ label, value, onChange }: NumberedProps) {
  const { t } = useTexts();
  const id = useId();
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={form["input"]}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <small>{t("bulletin.signing.noHint")}</small>
    </div>
  );
}
