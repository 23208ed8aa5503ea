/** The bulletin's next steps for whoever reads it: the office's way to the signature, a unit's reply. Each is bound to the version's hash. */
import { Button, Input } from "antd";
import { useState } from "react";
import form from "../../actions/form.module.css";
import type { Bulletin } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { usePlan } from "../../plan/plan.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./bulletin.module.css";
import type { Act } from "./bulletin-edits.js";
import { SignSheet } from "./SignSheet.js";

interface Props {
  readonly bulletin: Bulletin;
  readonly isOffice: boolean;
  readonly busy: boolean;
  readonly act: Act;
  /** Whether units are asked for replies to a draft before it is approved. */
  readonly asksReplies: boolean;
}

export function BulletinActs({ bulletin, isOffice, busy, act, asksReplies }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const { step, content, circulated } = bulletin;
  const [text, setText] = useState("");
  const [replyBy, setReplyBy] = useState("");
  const [signing, setSigning] = useState(false);
  const sha256 = content?.sha256;
  const units = content?.recipients.map(({ id }) => id) ?? [];
  const go = (path: string, body: object): void => void act(path, body).then((done) => done && setText(""));
  const said = text.trim();
  if (!isOffice && !bulletin.mayReply) return null;
  return (
    <div className={styles["acts"]}>
      {circulated && (
        <p className={styles["wide"]}>
          {circulated.units.length > 0 &&
            t("bulletin.circulatedTo", { units: circulated.units.map(({ name }) => name).join(t("list")) })}{" "}
          {t("bulletin.repliesUntil", { day: format.day(circulated.replyBy) })}
        </p>
      )}
      {isOffice && (step === "drafted" || step === "circulated") && <Approves bulletin={bulletin} />}
      {(bulletin.mayReply || step === "drafted" || step === "circulated") && (
        <label>
          {t("bulletin.opinion")}
          <Input.TextArea rows={2} maxLength={4_000} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      )}
      {bulletin.mayReply && !isOffice && (
        <>
          <Button loading={busy} onClick={() => go("reply", { agrees: true, text: said })}>
            {t("bulletin.agrees")}
          </Button>
          <Button loading={busy} disabled={said === ""} onClick={() => go("reply", { agrees: false, text: said })}>
            {t("bulletin.disagrees")}
          </Button>
        </>
      )}
      {isOffice && asksReplies && step === "drafted" && (
        <>
          <label>
            {t("bulletin.replyBy")}
            <input
              type="date"
              className={form["input"]}
              min={today}
              max="9999-12-31"
              value={replyBy}
              onChange={(event) => setReplyBy(event.target.value)}
            />
          </label>
          <Button loading={busy} disabled={replyBy === ""} onClick={() => go("circulate", { sha256, units, replyBy })}>
            {t("bulletin.circulate")}
          </Button>
        </>
      )}
      {isOffice && (step === "drafted" || step === "circulated") && (
        <Button
          type="primary"
          loading={busy}
          disabled={said === ""}
          onClick={() => go("approve", { sha256, text: said })}
        >
          {t("bulletin.approve")}
        </Button>
      )}
      {isOffice && step === "approved" && !bulletin.maySign && <p className="quiet">{t("bulletin.notAlone")}</p>}
      {isOffice && step === "approved" && bulletin.maySign && content && (
        <Button type="primary" onClick={() => setSigning(true)}>
          {t("bulletin.signing.open")}
        </Button>
      )}
      {signing && content && (
        <SignSheet bulletin={bulletin} content={content} busy={busy} act={act} onClose={() => setSigning(false)} />
      )}
      {isOffice && step === "signed" && (
        <Button type="primary" loading={busy} onClick={() => go("send", { sha256, units })}>
          {t("bulletin.send")}
        </Button>
      )}
    </div>
  );
}

/** What approval makes of the next steps. */
function Approves({ bulletin: { content } }: Pick<Props, "bulletin">) {
  const { t } = useTexts();
  const items = content?.steps.filter(({ item }) => item).length ?? 0;
  return items === 0 ? null : <p className={styles["wide"]}>{t("bulletin.stepsBecomeItems", { count: items })}</p>;
}

/** What units replied, and what the office makes of it. */
export function Replies({ bulletin, isOffice, busy, act }: Omit<Props, "asksReplies">) {
  const { t } = useTexts();
  const [reasons, setReasons] = useState<Readonly<Record<number, string>>>({});
  return (
    <ul className={styles["rows"]}>
      {bulletin.replies.map(({ no, unit, agrees, text, answer }) => {
        const reason = reasons[no]?.trim() ?? "";
        return (
          <li key={no}>
            <strong>
              {unit.name} {t(agrees ? "bulletin.agrees" : "bulletin.disagrees")}
            </strong>
            {text !== "" && <span>{text}</span>}
            {answer && (
              <span>
                {t(answer.adopted ? "bulletin.adopt" : "bulletin.reject")}
                {t("colon")}
                {answer.reason}
              </span>
            )}
            {isOffice && !agrees && !answer && (
              <span className={styles["acts"]}>
                <Input
                  aria-label={t("bulletin.answer")}
                  placeholder={t("bulletin.answer")}
                  value={reasons[no] ?? ""}
                  onChange={(event) => setReasons({ ...reasons, [no]: event.target.value })}
                />
                {([true, false] as const).map((adopted) => (
                  <Button
                    key={String(adopted)}
                    loading={busy}
                    disabled={reason === ""}
                    onClick={() => void act(`replies/${no}/answer`, { adopted, reason })}
                  >
                    {t(adopted ? "bulletin.adopt" : "bulletin.reject")}
                  </Button>
                ))}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
