/** The paper form: which visit, whose hand, which day; then its lines as a grid, then the preview. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useSearchParams } from "react-router";
import form from "../../actions/form.module.css";
import * as inspections from "../../api/inspections.js";
import type { VisitDetail } from "../../api/types.js";
import { Failure } from "../../components/Failure.js";
import { Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./inspections.module.css";
import { PaperGrid } from "./PaperGrid.js";

interface Option {
  readonly value: string;
  readonly label: string;
}

export function PaperEntry() {
  const { t } = useTexts();
  const say = useSay();
  const { id, today } = usePlan();
  const [address, setAddress] = useSearchParams();
  const [round = "", visit = "", person = ""] = ["round", "visit", "person"].map((name) => address.get(name) ?? "");
  const day = address.get("day") ?? today;
  /** What was chosen further down depends on what stands above it. */
  const choose = (name: string, value: string, drop: readonly string[] = []): void => {
    const next = new URLSearchParams(address);
    for (const one of drop) next.delete(one);
    next.set(name, value);
    setAddress(next, { replace: true });
  };
  const rounds = useQuery(inspections.rounds(id));
  const open = (rounds.data?.rounds ?? []).filter(({ status }) => status !== "draft" && status !== "skipped");
  const detail = useQuery({ ...inspections.round(id, round), enabled: round !== "" });
  const places = (detail.data?.plannedVisits ?? []).filter(({ status }) => status !== "submitted");
  const found = useQuery({ ...inspections.visit(id, round, visit), enabled: round !== "" && visit !== "" });
  const error = rounds.error ?? detail.error ?? found.error;
  if (rounds.data && open.length === 0) return <p className="quiet">{t("bringIn.paper.noRound")}</p>;
  return (
    <>
      <Panel title={t("bringIn.paper.tab")}>
        <div className={styles["stack"]}>
          <div className={styles["chooser"]}>
            <Chooser
              label={t("bringIn.paper.round")}
              value={round}
              options={open.map(({ round: value, name }) => ({ value, label: say(name) }))}
              onChange={(value) => choose("round", value, ["visit", "person"])}
            />
            <Chooser
              label={t("bringIn.paper.visit")}
              value={visit}
              options={places.map(({ visit: value, place }) => ({ value, label: place.name }))}
              onChange={(value) => choose("visit", value, ["person"])}
            />
            <Chooser
              label={t("bringIn.paper.person")}
              value={person}
              options={inspectorsOf(found.data)}
              onChange={(value) => choose("person", value)}
            />
            <Labelled label={t("bringIn.paper.date")}>
              {(field) => (
                <input
                  id={field}
                  type="date"
                  className={form["input"]}
                  max={today}
                  value={day}
                  onChange={(event) => choose("day", event.target.value)}
                />
              )}
            </Labelled>
          </div>
          {detail.data && places.length === 0 && <p className="quiet">{t("bringIn.paper.noVisit")}</p>}
        </div>
      </Panel>
      {error && <Failure error={error} />}
      {found.data && person !== "" && (
        // Another form begins empty.
        <PaperGrid key={`${round} ${visit} ${person}`} visit={found.data} person={person} day={day} />
      )}
      {visit !== "" && found.isPending && !error && <Waiting rows={6} />}
    </>
  );
}

/** The group's members, and whoever filed for the visit before they left it. */
function inspectorsOf(visit: VisitDetail | undefined): Option[] {
  const people = new Map<string, string>();
  for (const { person } of visit?.group?.members ?? []) people.set(person.id, person.name);
  for (const { filed } of visit?.lines ?? []) for (const { person } of filed) people.set(person.id, person.name);
  return [...people].map(([value, label]) => ({ value, label }));
}

function Labelled({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

interface ChooserProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

function Chooser({ label, value, options, onChange }: ChooserProps) {
  const { t } = useTexts();
  return (
    <Labelled label={label}>
      {(id) => (
        <select
          id={id}
          className={form["input"]}
          value={options.some((one) => one.value === value) ? value : ""}
          disabled={options.length === 0}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="" disabled>
            {t("bringIn.paper.chooseRound")}
          </option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
