/**
 * A 批示 on one item or several: written with ready phrases, answered by a day that is one tap away. A liaison enters what the
 * leader wrote on paper, with its scan, which is kept with each of the items.
 */
import { Button } from "antd";
import { type FormEvent, useId, useState } from "react";
import { itemAddress } from "../../../../domain/items/item-address.js";
import { ACTS } from "../../../../domain/items/acts/catalogue.js";
import { formField } from "../../../../domain/forms/field.js";
import { FieldRow } from "../../actions/FieldRow.js";
import formStyles from "../../actions/form.module.css";
import { kept } from "../../actions/kept.js";
import { Told } from "../../actions/Told.js";
import { useSend } from "../../actions/useSend.js";
import { post, upload } from "../../api/client.js";
import type { ActionAnswer, EvidenceFiled, LeaderLine, LeaderPage } from "../../api/types.js";
import { LightMark } from "../../components/Light.js";
import { placeName } from "../../components/place.js";
import { Sheet } from "../../components/Sheet.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./leader.module.css";
import type { Seat } from "./seat.js";

interface Props {
  readonly page: LeaderPage;
  readonly seat: Seat;
  readonly lines: readonly LeaderLine[];
  /** All or some of it was accepted. */
  readonly onDone: (answer: ActionAnswer) => void;
  readonly onClose: () => void;
}

interface Body {
  readonly items: readonly string[];
  readonly text: string;
  readonly replyBy: string;
  readonly unit?: string;
  readonly scan?: File;
}

const PHRASES = ["cause", "head", "settle", "follow"] as const;
/** Items named one by one; the rest is counted. */
const NAMED = 4;
/** As the office's own form of it has it: another unit than the item's own. */
const UNIT = { ...formField(ACTS.instruct.fields, "unit"), optional: true } as const;

/** Sends a 批示, its scan first: kept once with each item, however often it is sent. */
function useInstruct(seat: Seat, name: string) {
  const { id, today } = usePlan();
  const plan = `/plans/${encodeURIComponent(id)}`;
  return useSend<Body, ActionAnswer>(name, async ({ scan, ...body }, key) => {
    let sha256: string | undefined;
    for (const [at, item] of scan ? body.items.entries() : []) {
      const form = new FormData();
      form.set("effectiveOn", today);
      form.set("file", scan as File);
      const filed = await upload<EvidenceFiled>(
        `${plan}/items/${itemAddress(item)}/evidence`,
        form,
        `${key}${at}`,
        () => undefined,
      );
      sha256 = filed.file.sha256;
    }
    return post(
      `${plan}/actions/instruct`,
      { ...body, post: seat.post.id, ...(sha256 === undefined ? {} : { scan: sha256 }) },
      key,
    );
  });
}

type Missing = "text" | "replyBy" | "scan";

export function InstructSheet(props: Props) {
  const { t } = useTexts();
  const liaison = props.seat.capacity.onBehalfOf !== null;
  return (
    <Sheet title={t(liaison ? "leader.enter" : "leader.instruct")} onClose={props.onClose} form>
      <InstructForm {...props} liaison={liaison} />
    </Sheet>
  );
}

function InstructForm({ page, seat, lines, onDone, onClose, liaison }: Props & { readonly liaison: boolean }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id: planId, me, today } = usePlan();
  const id = useId();
  const items = lines.map(({ item }) => item.id);
  const name = `${planId} ${me.person?.id} instruct from ${seat.post.id} ${items.join(" ")}`;
  const before = (field: string): string | undefined => {
    const value = kept.of(name).values?.[field];
    return typeof value === "string" ? value : undefined;
  };
  const [text, setText] = useState(before("text") ?? "");
  const [replyBy, setReplyBy] = useState(before("replyBy") ?? page.replyBy[1]?.on ?? "");
  const [unit, setUnit] = useState(before("unit"));
  const [scan, setScan] = useState<File | null>(null);
  const [missing, setMissing] = useState<ReadonlySet<Missing>>(new Set());
  const sender = useInstruct(seat, name);
  const { phase } = sender.state;
  const locked = phase === "sending" || phase === "unknown";
  const names = new Map(lines.map(({ item }) => [item.id, `${placeName(item, t("wholeCounty"))} ${item.title}`]));
  const keep = (more: Readonly<Record<string, unknown>>): void =>
    kept.keep(name, { values: { text, replyBy, unit, ...more } });
  const write = (value: string): void => {
    setText(value);
    keep({ text: value });
  };
  const answerBy = (day: string): void => {
    setReplyBy(day);
    keep({ replyBy: day });
  };
  const finish = (answer: ActionAnswer | null): void => {
    if (!answer) return;
    onDone(answer);
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (phase === "unknown") return void sender.again().then(finish);
    const wrong = new Set<Missing>([
      ...(text.trim() === "" ? (["text"] as const) : []),
      ...(replyBy <= today ? (["replyBy"] as const) : []),
      ...(liaison && scan === null ? (["scan"] as const) : []),
    ]);
    setMissing(wrong);
    const [first] = wrong;
    if (first !== undefined) return document.getElementById(`${id}-${first}`)?.focus();
    const body = { items, text: text.trim(), replyBy, ...(unit === undefined ? {} : { unit }) };
    void sender.send(scan === null ? body : { ...body, scan }).then(finish);
  };
  const wrong = (what: Missing, says: string) =>
    missing.has(what) && (
      <small id={`${id}-${what}-wrong`} className={formStyles["wrong"]} role="alert">
        {says}
      </small>
    );
  return (
    <form
      className={`${formStyles["form"]} ${styles["instruct"]}`}
      onSubmit={submit}
      noValidate
      aria-label={t(liaison ? "leader.enter" : "leader.instruct")}
    >
      <ul className={formStyles["about"]} aria-label={t("acting.items", { count: lines.length })}>
        {lines.slice(0, NAMED).map(({ item }) => (
          <li key={item.id}>
            <LightMark light={item.light} label={t(`light.${item.light}`)} />
            <span>
              <b>{placeName(item, t("wholeCounty"))}</b> {item.title}
            </span>
          </li>
        ))}
        {lines.length > NAMED && <li className="quiet">{t("acting.moreItems", { count: lines.length - NAMED })}</li>}
      </ul>
      <fieldset disabled={locked}>
        <div className={formStyles["field"]}>
          <label htmlFor={`${id}-text`}>{t("leader.text")}</label>
          <textarea
            id={`${id}-text`}
            className={formStyles["input"]}
            rows={3}
            value={text}
            aria-required
            aria-invalid={missing.has("text")}
            aria-describedby={missing.has("text") ? `${id}-text-wrong` : undefined}
            onChange={(event) => write(event.target.value)}
          />
          {wrong("text", t("leader.needText"))}
          {!liaison && (
            <div className={styles["chips"]} role="group" aria-label={t("leader.phrases")}>
              {PHRASES.map((phrase) => (
                <button key={phrase} type="button" onClick={() => write(`${text}${t(`leader.phrase.${phrase}`)}`)}>
                  {t(`leader.phrase.${phrase}`)}
                </button>
              ))}
            </div>
          )}
        </div>
        <fieldset className={formStyles["field"]}>
          <legend>{t("leader.replyBy")}</legend>
          <div className={styles["days"]}>
            {page.replyBy.map(({ days, on }, at) => (
              <label key={on}>
                <input
                  id={at === 0 ? `${id}-replyBy` : undefined}
                  type="radio"
                  name={`${id}-replyBy`}
                  checked={replyBy === on}
                  onChange={() => answerBy(on)}
                />
                <b className="figures">{format.dayAfter(on, today)}</b>
                <small>{t("leader.chip", { count: days })}</small>
              </label>
            ))}
          </div>
          <label className={styles["other"]}>
            {t("leader.otherDay")}
            <input
              id={page.replyBy.length === 0 ? `${id}-replyBy` : undefined}
              type="date"
              className={`${formStyles["input"]} ${formStyles["short"]}`}
              min={today}
              max="9999-12-31"
              value={replyBy}
              aria-invalid={missing.has("replyBy")}
              onChange={(event) => answerBy(event.target.value)}
            />
          </label>
          {wrong("replyBy", replyBy === "" ? t("leader.needDay") : t("leader.badDay", { date: format.day(today) }))}
        </fieldset>
        <UnitChoice
          id={`${id}-unit`}
          lines={lines}
          value={unit}
          locked={locked}
          onChange={(value) => {
            setUnit(value);
            keep({ unit: value });
          }}
        />
        {liaison && (
          <div className={formStyles["field"]}>
            <label htmlFor={`${id}-scan`}>{t("leader.scan")}</label>
            <input
              id={`${id}-scan`}
              type="file"
              accept=".jpg,.jpeg,.png,.pdf,.ofd,image/jpeg,image/png"
              aria-required
              aria-invalid={missing.has("scan")}
              aria-describedby={`${id}-scan-hint`}
              onChange={(event) => setScan(event.target.files?.[0] ?? null)}
            />
            <small id={`${id}-scan-hint`}>{t("leader.scanHint")}</small>
            {wrong("scan", t("leader.needScan"))}
          </div>
        )}
      </fieldset>
      <Told state={sender.state} names={names} />
      <div className={formStyles["buttons"]}>
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={phase === "sending"}
          disabled={phase === "sending"}
        >
          {phase === "unknown" ? t("acting.again") : t(liaison ? "leader.enter" : "leader.instruct")}
        </Button>
        {phase === "unknown" ? (
          <Button size="large" onClick={() => sender.drop()}>
            {t("acting.change")}
          </Button>
        ) : (
          <Button size="large" onClick={onClose} disabled={phase === "sending"}>
            {t("acting.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

interface UnitProps {
  readonly id: string;
  readonly lines: readonly LeaderLine[];
  /** Undefined: each item's own. */
  readonly value: string | undefined;
  readonly locked: boolean;
  readonly onChange: (unit: string | undefined) => void;
}

/** Who is to answer: each item's own unit, or one that is named. */
function UnitChoice({ id, lines, value, locked, onChange }: UnitProps) {
  const { t } = useTexts();
  const { today } = usePlan();
  const [named, setNamed] = useState(value !== undefined);
  const own = [...new Set(lines.map(({ item }) => item.primaryUnit.name))].join(t("list"));
  return (
    <fieldset className={formStyles["field"]}>
      <legend>{t("leader.unit")}</legend>
      <div className={formStyles["options"]}>
        <label>
          <input
            type="radio"
            name={id}
            checked={!named}
            onChange={() => {
              setNamed(false);
              onChange(undefined);
            }}
          />
          {t("leader.unitOwn")}
          {t("brackets", { text: own })}
        </label>
        <label>
          <input type="radio" name={id} checked={named} onChange={() => setNamed(true)} />
          {t("leader.unitOne")}
        </label>
      </div>
      {named && (
        <FieldRow
          field={UNIT}
          id={`${id}-one`}
          value={value}
          onChange={(given) => onChange(typeof given === "string" ? given : undefined)}
          wrong={undefined}
          around={{ today, item: null, items: lines.map(({ item }) => item), refs: [] }}
          locked={locked}
        />
      )}
    </fieldset>
  );
}
