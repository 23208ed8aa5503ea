/** 方案: what of its text is no task: indicators, duties, open questions, attachments; its documents and their changes. */
import { useState } from "react";
import { Button, Input, Radio } from "antd";
import type { PlanDetail } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { ItemSections } from "../items/ItemSections.js";
import { useHas } from "../my/Sections.js";
import { Cell, Table } from "../people/table.js";
import { AttachmentsPanel } from "./AttachmentsPanel.js";
import { ChangeSheet } from "../../actions/ChangeSheet.js";
import { DocumentsPanel } from "./DocumentsPanel.js";
import styles from "./plan.module.css";

type Question = PlanDetail["openQuestions"][number];
type Duty = PlanDetail["duties"][number];

export function Page() {
  const { t } = useTexts();
  useTitle(t("planPage.title"));
  const { plan } = usePlan();
  const has = useHas();
  const may = has(["office"]) && !plan.ended;
  return (
    <>
      <ItemSections />
      <PageTitle>{t("planPage.title")}</PageTitle>
      <p className={desk["lead"]}>{t("planPage.lead")}</p>
      <div className={styles["page"]}>
        <Questions may={may} />
        <Kpis />
        <Duties may={may} />
        <AttachmentsPanel may={may} />
        {has(["office", "supervisionOffice", "leadingGroup", "auditor"]) && <DocumentsPanel may={may} />}
      </div>
    </>
  );
}

function Kpis() {
  const { t } = useTexts();
  const { plan } = usePlan();
  return (
    <Panel title={t("planPage.kpis")} flush>
      <Table
        heads={[
          t("planPage.kpi"),
          t("planPage.year"),
          t("planPage.measure"),
          t("planPage.target"),
          t("planPage.clause"),
        ]}
      >
        {plan.kpis.map(({ id, title, year, measure, target, clause }) => (
          <tr key={id}>
            <Cell head={t("planPage.kpi")}>{title}</Cell>
            <Cell head={t("planPage.year")}>{year}</Cell>
            <Cell head={t("planPage.measure")}>{measure}</Cell>
            <Cell head={t("planPage.target")}>{target}</Cell>
            <Cell head={t("planPage.clause")}>{clause}</Cell>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

function Duties({ may }: { readonly may: boolean }) {
  const { t } = useTexts();
  const { plan } = usePlan();
  const [open, setOpen] = useState<Duty | null>(null);
  return (
    <Panel title={t("planPage.duties")} flush>
      <ul className={styles["rows"]}>
        {plan.duties.map((duty) => (
          <li key={duty.id}>
            <p>
              <b>{duty.title}</b> <small className="quiet">{duty.clause}</small>
            </p>
            <p>{duty.text}</p>
            <p className={styles["foot"]}>
              <small>
                {`${t("planPage.owes")}${t("colon")}${duty.owes.join(t("list"))}${t("semicolon")}${t("planPage.frequency")}${t("colon")}${duty.frequency ?? t("planPage.undecided")}`}
              </small>
              {may && (
                <Button size="small" onClick={() => setOpen(duty)}>
                  {t("planPage.decide")}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {open && <FrequencySheet duty={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function FrequencySheet({ duty, onClose }: { readonly duty: Duty; readonly onClose: () => void }) {
  const { t } = useTexts();
  const [frequency, setFrequency] = useState(duty.frequency ?? "");
  const said = frequency.trim();
  const change =
    said === "" || said === duty.frequency
      ? null
      : { edits: [{ kind: "setDutyFrequency", duty: duty.id, frequency: said }] };
  return (
    <ChangeSheet title={duty.title} change={change} onClose={onClose}>
      <p>{duty.text}</p>
      <label className={styles["field"]}>
        <span>{t("planPage.frequencyIs")}</span>
        <Input
          maxLength={200}
          placeholder={t("planPage.frequencyHint")}
          value={frequency}
          onChange={({ target }) => setFrequency(target.value)}
        />
      </label>
    </ChangeSheet>
  );
}

function Questions({ may }: { readonly may: boolean }) {
  const { t } = useTexts();
  const { plan } = usePlan();
  const [open, setOpen] = useState<Question | null>(null);
  const waiting = plan.openQuestions.filter(({ chosen }) => chosen === null).length;
  return (
    <Panel title={t("planPage.questions")} aside={<span>{t("planPage.openCount", { count: waiting })}</span>} flush>
      <ul className={styles["rows"]}>
        {plan.openQuestions.map((question) => (
          <li key={question.id} data-question={question.id}>
            <p>
              <b>{question.question}</b> <small className="quiet">{question.clause}</small>
            </p>
            <p className={styles["foot"]}>
              {question.chosen === null ? (
                <small>{question.options.join(" / ")}</small>
              ) : (
                <span className="text-green">{t("planPage.chosen", { answer: question.chosen })}</span>
              )}
              {may && (
                <Button
                  size="small"
                  type={question.chosen === null ? "primary" : "default"}
                  onClick={() => setOpen(question)}
                >
                  {t(question.chosen === null ? "planPage.answer" : "planPage.changeAnswer")}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {open && <AnswerSheet question={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function AnswerSheet({ question, onClose }: { readonly question: Question; readonly onClose: () => void }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, options, chosen, moves } = question;
  const [answer, setAnswer] = useState<string | null>(chosen);
  const change =
    answer === null || answer === chosen ? null : { edits: [{ kind: "chooseReading", question: id, chosen: answer }] };
  const movesOf = (option: string): string => {
    const found = moves.filter((move) => move.option === option);
    return found.length === 0
      ? t("planPage.movesNone")
      : found
          .map(({ milestone, deadline }) =>
            t("planPage.movesTo", { title: milestone.name, date: format.day(deadline) }),
          )
          .join(t("semicolon"));
  };
  return (
    <ChangeSheet title={t("planPage.answer")} change={change} onClose={onClose}>
      <p>
        <b>{question.question}</b>
      </p>
      <Radio.Group
        aria-label={t("planPage.option")}
        className={styles["options"] ?? ""}
        value={answer}
        onChange={({ target }) => setAnswer(target.value as string)}
      >
        {options.map((option) => (
          <Radio key={option} value={option}>
            {option}
            <small className="quiet">{` ${movesOf(option)}`}</small>
          </Radio>
        ))}
      </Radio.Group>
    </ChangeSheet>
  );
}
