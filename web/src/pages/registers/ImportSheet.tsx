/** A workbook into a register: chosen, looked at whole with every mistake by its cell, confirmed. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useRef, useState } from "react";
import { Away, get, newKey, post, Refused, upload } from "../../api/client.js";
import * as registers from "../../api/registers.js";
import type { Register, RegisterChanged, RegisterImport, RegisterImportProgress } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { say as announce } from "../../app/said.js";
import { FilePick } from "../../components/FilePick.js";
import { Sheet } from "../../components/Sheet.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { labelOf } from "./Grid.js";
import { useTitleOf } from "../../components/titles.js";
import styles from "./registers.module.css";

interface Props {
  readonly register: Register;
  readonly onClose: () => void;
}

type Looking =
  | { readonly phase: "ready" }
  | { readonly phase: "sending"; readonly share: number; readonly name: string }
  | { readonly phase: "failed"; readonly why: string }
  | { readonly phase: "seen"; readonly preview: RegisterImport };

export function ImportSheet({ register, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [removes, setRemoves] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [looking, setLooking] = useState<Looking>({ phase: "ready" });
  const path = `/plans/${encodeURIComponent(id)}${registers.registerPath(register.id)}/imports`;
  const sending = useRef<AbortController | null>(null);
  const look = async (chosen: File, removing: boolean): Promise<void> => {
    const name = newKey();
    const abort = new AbortController();
    sending.current = abort;
    const form = new FormData();
    form.set("missing", removing ? "remove" : "keep");
    form.set("import", name);
    form.set("file", chosen);
    setFile(chosen);
    setRemoves(removing);
    setLooking({ phase: "sending", share: 0, name });
    try {
      const onSent = (share: number): void => setLooking({ phase: "sending", share, name });
      const preview = await upload<RegisterImport>(path, form, newKey(), onSent, abort.signal);
      setLooking({ phase: "seen", preview });
    } catch (error) {
      if (abort.signal.aborted) setLooking({ phase: "failed", why: t("registers.importCancelled") });
      else if (error instanceof Refused) setLooking({ phase: "failed", why: error.detail });
      else if (error instanceof Away) setLooking({ phase: "failed", why: error.detail ?? t("away.noAnswer") });
      else throw error;
    }
  };
  // While it is sent the sending ends; once it is there, the look at it does. Where that does not arrive nothing is recorded all the same.
  const cancel = async (): Promise<void> => {
    if (looking.phase !== "sending") return;
    if (looking.share < 1) sending.current?.abort();
    else await post(`${path}/${looking.name}/cancel`, {}, newKey()).catch(() => {});
  };
  const close = (): void => {
    void cancel();
    onClose();
  };
  return (
    <Sheet title={t("registers.import")} onClose={close} form>
      <div className={styles["form"]}>
        <a href={registers.fileAddress(id, register.id, "template.xlsx")}>{t("registers.template")}</a>
        {register.edits === "own" && (
          <Checkbox
            checked={removes}
            disabled={looking.phase === "sending"}
            // What was seen was seen without it: the file is looked at anew.
            onChange={({ target: { checked } }) => (file ? void look(file, checked) : setRemoves(checked))}
          >
            {t("registers.removeMissing")}
          </Checkbox>
        )}
        <FilePick accept=".xlsx" loading={looking.phase === "sending"} onFile={(chosen) => void look(chosen, removes)}>
          {t("registers.choose")}
        </FilePick>
        {file && <span>{t("registers.chosen", { name: file.name })}</span>}
        {looking.phase === "sending" && (
          <Sending
            key={looking.name}
            path={`${path}/${looking.name}`}
            share={looking.share}
            onCancel={() => void cancel()}
          />
        )}
        {looking.phase === "failed" && (
          <p role="alert" className="text-red">
            {looking.why}
          </p>
        )}
      </div>
      {looking.phase === "seen" && (
        <Preview
          key={looking.preview.batch}
          register={register}
          preview={looking.preview}
          path={path}
          onDone={onClose}
        />
      )}
    </Sheet>
  );
}

/** How often it is asked how far the look is (milliseconds). */
const ASK_EVERY = 500;

interface SendingProps {
  readonly path: string;
  readonly share: number;
  readonly onCancel: () => void;
}

/** How far it is, by rows, and the way to call it off. */
function Sending({ path, share, onCancel }: SendingProps) {
  const { t } = useTexts();
  const [off, setOff] = useState(false);
  const isSent = share >= 1;
  const { data } = useQuery({
    queryKey: ["import", path],
    queryFn: ({ signal }) => get<RegisterImportProgress>(path, { signal }),
    enabled: isSent,
    refetchInterval: ASK_EVERY,
    gcTime: 0,
  });
  const { phase = "waiting", done = 0, whole = null } = data ?? {};
  const part = isSent ? (whole === null ? undefined : done / Math.max(1, whole)) : share;
  const said = !isSent
    ? t("registers.uploading")
    : whole === null
      ? t(`registers.importing.${phase}`, { count: done })
      : t(`registers.importing.${phase}Of`, { count: done, whole });
  return (
    <div className={styles["ways"]}>
      <progress value={part} max={1} aria-label={said} />
      <span role="status">{said}</span>
      <Button
        disabled={off}
        onClick={() => {
          setOff(true);
          onCancel();
        }}
      >
        {t(off ? "registers.cancelling" : "registers.cancelImport")}
      </Button>
    </div>
  );
}

interface PreviewProps {
  readonly register: Register;
  readonly preview: RegisterImport;
  readonly path: string;
  readonly onDone: () => void;
}

function Preview({ register, preview, path, onDone }: PreviewProps) {
  const { t } = useTexts();
  const { batch, faults, faultCount, questions, questionCount, changes } = preview;
  const removed = preview.removed ?? 0;
  const queryClient = useQueryClient();
  const { id } = usePlan();
  const [reason, setReason] = useState("");
  const isOffice = register.edits === "withReason";
  const sender = useSend<object, RegisterChanged>(`import/${register.id}`, (body, key) =>
    post(`${path}/${batch ?? ""}/confirm`, body, key),
  );
  const confirm = async (): Promise<void> => {
    const answer = await sender.send({ confirmed: true, ...(isOffice ? { reason } : {}) });
    if (!answer) return;
    void queryClient.invalidateQueries({ queryKey: ["plan", id, "registers"] });
    announce(t("registers.saved", { count: answer.changed }));
    onDone();
  };
  return (
    <>
      <p role="status">{t(`registers.${told(preview)}`, { ...preview })}</p>
      {faultCount > 0 && (
        <div role="alert">
          <h3 className="text-red">{t("registers.faults", { count: faultCount })}</h3>
          <Notes of={faults} whole={faultCount} />
        </div>
      )}
      {questionCount > 0 && (
        <>
          <h3>{t("registers.questions", { count: questionCount })}</h3>
          <Notes of={questions} whole={questionCount} />
        </>
      )}
      {batch === null && faultCount === 0 && <p>{t("registers.unchanged")}</p>}
      {batch !== null && (
        <div className={styles["form"]}>
          {isOffice && (
            <label>
              {t("registers.reason")}
              <input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            </label>
          )}
          {sender.state.phase === "refused" && (
            <p role="alert" className="text-red">
              {sender.state.error.detail}
            </p>
          )}
          <Button
            type="primary"
            danger={removed > 0}
            loading={sender.state.phase === "sending"}
            disabled={isOffice && reason.trim() === ""}
            onClick={() => void confirm()}
          >
            {t(questionCount > 0 ? "registers.confirmQuestions" : "registers.confirm")}
            {removed > 0 && t("registers.confirmRemoves", { count: removed })}
          </Button>
        </div>
      )}
      {changes.length > 0 && <ChangeList preview={preview} register={register} />}
    </>
  );
}

/** What is known of a file: what it would change, or how many of its rows are wrong, or that its head is not right. */
const told = ({ rows, added }: RegisterImport): "preview" | "previewHead" | "previewEmpty" | "previewWrong" => {
  if (added !== null) return "preview";
  if (rows === null) return "previewHead";
  return rows === 0 ? "previewEmpty" : "previewWrong";
};

interface NotesProps {
  readonly of: RegisterImport["faults"];
  /** How many there are, of which those listed are the first. */
  readonly whole: number;
}

function Notes({ of, whole }: NotesProps) {
  const { t } = useTexts();
  const say = useSay();
  return (
    <>
      {whole > of.length && <p>{t("registers.notesFirst", { whole, count: of.length })}</p>}
      <table className={styles["notes"]}>
        <thead>
          <tr>
            <th scope="col">{t("registers.cell")}</th>
            <th scope="col">{t("registers.column")}</th>
            <th scope="col">{t("registers.says")}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ cell, column, says }, no) => (
            // Two things may be said of one cell.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={`${cell}/${no}`}>
              <td className="figures">{cell}</td>
              <td>{column}</td>
              <td>{say(says)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function ChangeList({ preview, register }: { readonly preview: RegisterImport; readonly register: Register }) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const { changes, added, changed, removed } = preview;
  const whole = (added ?? 0) + (changed ?? 0) + (removed ?? 0);
  const nameOf = (key: Readonly<Record<string, string>>): string =>
    register.columns
      .flatMap((column) => (key[column.id] === undefined ? [] : labelOf(column, key[column.id] ?? "")))
      .join("，");
  return (
    <details>
      <summary>
        {t(whole > changes.length ? "registers.changesFirst" : "registers.changes", { whole, count: changes.length })}
      </summary>
      <ol className={styles["history"]}>
        {changes.map(({ no, kind, key, before, after }, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${kind}/${no ?? index}`}>
            <b>{t(`registers.kinds.${kind}`)}</b> {no !== null && t("registers.sheetRow", { no })}{" "}
            {kind === "changed" && `${nameOf(key)}${t("colon")}`}
            {register.columns
              .filter(({ id }) => before[id] !== undefined || after[id] !== undefined)
              .map((column) => {
                const [old, now] = [before[column.id], after[column.id]].map((cell) =>
                  cell === undefined ? t("registers.nothing") : labelOf(column, cell),
                );
                const said =
                  kind === "changed"
                    ? t("registers.becomes", { before: old, after: now })
                    : kind === "added"
                      ? now
                      : old;
                return `${titleOf(column)} ${said}`;
              })
              .join("；")}
          </li>
        ))}
      </ol>
    </details>
  );
}
