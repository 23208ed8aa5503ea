/** One's calendars: made for a device, their address shown once, replaced or revoked when others may know it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Calendar, IssuedCalendar } from "../../api/types.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { useAppearance } from "../../theme/appearance.js";
import styles from "./account.module.css";
import { Field, Refusal } from "./parts.js";
import { ProofFields, useProof } from "./Proof.js";

export function CalendarsPanel() {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const { data, error } = useQuery(queries.calendars);
  const [address, setAddress] = useState<string | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: queries.calendars.queryKey });
  const issued = async ({ url }: IssuedCalendar): Promise<void> => {
    setAddress(url);
    await again();
  };
  return (
    <Panel title={t("account.calendars")}>
      <div className={styles["form"]}>
        <p className="quiet">{t("account.calendarsLead")}</p>
        {address !== null && <Address key={address} url={address} />}
        <NewCalendar onIssued={issued} />
        <Refusal error={error} />
        {data?.calendars.length === 0 && <Nothing title={t("account.noCalendars")} />}
        {data && data.calendars.length > 0 && (
          <ul className={styles["tokens"]}>
            {data.calendars.map((calendar) => (
              <CalendarRow key={calendar.id} calendar={calendar} onReplaced={issued} onRevoked={again} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

/** The address, this once. */
function Address({ url }: { readonly url: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // Without TLS a browser gives no clipboard: the address can be selected with one click.
      setCopied(false);
    }
  };
  return (
    <div className={styles["done"]} role="status">
      <p>{t("account.calendarIssued")}</p>
      <code className={styles["secret"]} data-calendar>
        {url}
      </code>
      <p className={styles["choices"]}>
        <Button size="small" onClick={() => void copy()}>
          {t("account.copy")}
        </Button>
        <a href={url.replace(/^https?:/, "webcal:")}>{t("account.openCalendar")}</a>
        {copied !== null && <span>{t(copied ? "account.copied" : "account.copyFailed")}</span>}
      </p>
    </div>
  );
}

function NewCalendar({ onIssued }: { readonly onIssued: (made: IssuedCalendar) => Promise<void> }) {
  const { t } = useTexts();
  const { language: lang } = useAppearance();
  const [name, setName] = useState("");
  const [rehearsals, setRehearsals] = useState(true);
  const proof = useProof();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post<IssuedCalendar>("/me/calendars", { name, lang, rehearsals, ...proof.given }),
    onSuccess: async (made) => {
      setName("");
      proof.clear();
      await onIssued(made);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <Refusal error={error} />
      <Field
        label={t("account.calendarName")}
        hint={t("account.calendarHint")}
        value={name}
        onChange={setName}
        autoComplete="off"
      />
      <label>
        <input type="checkbox" checked={rehearsals} onChange={(event) => setRehearsals(event.target.checked)} />{" "}
        {t("account.calendarRehearsals")}
      </label>
      <ProofFields proof={proof} />
      <div>
        <Button htmlType="submit" loading={isPending}>
          {t("account.subscribe")}
        </Button>
      </div>
    </form>
  );
}

interface RowProps {
  readonly calendar: Calendar;
  readonly onReplaced: (made: IssuedCalendar) => Promise<void>;
  readonly onRevoked: () => Promise<void>;
}

function CalendarRow({ calendar, onReplaced, onRevoked }: RowProps) {
  const { t } = useTexts();
  const proof = useProof();
  /** Its owner is about to give it another address. */
  const [replacing, setReplacing] = useState(false);
  const format = useFormat();
  const { id, name, rehearsals, twoFactors, revokedAt, lastUsedAt } = calendar;
  const replace = useMutation({
    mutationFn: () => post<IssuedCalendar>(`/me/calendars/${id}/replace`, proof.given),
    onSuccess: async (made: IssuedCalendar) => {
      setReplacing(false);
      proof.clear();
      await onReplaced(made);
    },
  });
  const revoke = useMutation({ mutationFn: () => post(`/me/calendars/${id}/revoke`, {}), onSuccess: onRevoked });
  const facts = [
    t(rehearsals ? "account.withRehearsals" : "account.liveOnly"),
    twoFactors ? null : t("account.oneFactor"),
    revokedAt === null ? null : t("account.revoked"),
    lastUsedAt === null ? t("account.never") : t("account.used", { date: format.day(lastUsedAt.slice(0, 10)) }),
  ];
  return (
    <li>
      <span>
        <strong>{name}</strong> <span className="quiet">{facts.filter((fact) => fact !== null).join(" · ")}</span>
      </span>
      <Refusal error={replace.error ?? revoke.error} />
      {replacing && <ProofFields proof={proof} />}
      {revokedAt === null && (
        <span className={styles["choices"]}>
          <Button
            size="small"
            type={replacing ? "primary" : "default"}
            loading={replace.isPending}
            aria-label={t("account.replaceOf", { name })}
            onClick={() => (replacing ? replace.mutate() : setReplacing(true))}
          >
            {t("account.replace")}
          </Button>
          <Button
            size="small"
            loading={revoke.isPending}
            aria-label={t("account.revokeCalendarOf", { name })}
            onClick={() => revoke.mutate()}
          >
            {t("account.revoke")}
          </Button>
        </span>
      )}
    </li>
  );
}
