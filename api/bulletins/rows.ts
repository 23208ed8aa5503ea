/** The rows behind a figure, by the names of the day, as far as the caller sees them. */
import type { LineFact, Records } from "../../domain/bulletins/facts.js";
import type { Figure } from "../../domain/bulletins/figures.js";
import { isQueryName, rowsOf } from "../../domain/bulletins/queries.js";
import { GRADE_WORDS } from "../../domain/bulletins/words.js";
import { type Checklists, lineOf } from "../../domain/plan/checklists.js";
import { seesAll, reachOf, villagesOf } from "../rights/reach.js";
import type { BulletinCall } from "./round-record.js";
import type { RowsAnswer } from "./schemas.js";

type RowView = RowsAnswer["rows"][number];
type Place = LineFact["place"];

const VISIT_STATE = {
  inTime: { zh: "按期完成", en: "Submitted in time" },
  late: { zh: "逾期提交，不计入", en: "Submitted late, not counted" },
  out: { zh: "未提交", en: "Not submitted" },
} as const;
const FINDING_STATE = {
  open: { zh: "未销号", en: "Open" },
  closed: { zh: "已销号", en: "Closed" },
  withdrawn: { zh: "已撤销", en: "Withdrawn" },
} as const;
const OBJECTION_STATE = {
  waiting: { zh: "正在复核", en: "Waiting" },
  granted: { zh: "成立", en: "Granted" },
  refused: { zh: "不成立", en: "Refused" },
} as const;

/** Whether a place, or what a unit owes, is the caller's to see. */
function sightOf({ caller, plan }: BulletinCall): (place: Place, unit: string | null) => boolean {
  const reach = seesAll(caller) ? null : reachOf(caller, plan);
  if (reach === null) return () => true;
  const villages = villagesOf(reach, plan);
  return (place, unit) =>
    (unit !== null && reach.units.includes(unit)) ||
    (place.kind === "village" ? villages.has(place.id) : reach.units.includes(place.id));
}

export function rowsView(
  { rows: reference }: Figure,
  records: Records,
  call: BulletinCall,
  checklists: Checklists,
): Pick<RowsAnswer, "rows" | "withheld"> {
  const { names, today } = call.plan;
  const sees = sightOf(call);
  const unit = (id: string | null) => (id === null ? null : names.unitRef(id, today));
  const line = (key: string): string => lineOf(checklists, key)?.text ?? key;
  const where = (place: Place): Pick<RowView, "place" | "township"> => ({
    place: place.kind === "village" ? names.village(place.id).name : names.unitRef(place.id, today).name,
    township: place.township === undefined ? null : names.township(place.township).name,
  });
  const all = allRows();
  const rows = all.filter(({ place, owner }) => sees(place, owner)).map(({ view }) => view);
  return { rows, withheld: all.length - rows.length };

  function allRows(): { readonly place: Place; readonly owner: string | null; readonly view: RowView }[] {
    const { query, params } = reference;
    if (!isQueryName(query)) throw new Error(`the figure's query ${query} is of a month, not of a round`);
    switch (query) {
      case "visits":
        return rowsOf({ query, params }, records).map((one) => ({
          place: one.place,
          owner: null,
          view: {
            visit: one.visit,
            item: null,
            ...where(one.place),
            unit: null,
            what: "",
            state: VISIT_STATE[one.counts],
            text: "",
            on: one.submittedOn,
            row: one.submittedRow,
          },
        }));
      case "lines":
        return rowsOf({ query, params }, records).map((one) => ({
          place: one.place,
          owner: one.unit,
          view: {
            visit: one.visit,
            item: null,
            ...where(one.place),
            unit: unit(one.unit),
            what: line(one.line),
            state: GRADE_WORDS[one.grade ?? "unchecked"],
            text: one.highlight ?? one.text,
            on: one.checkedOn,
            row: one.row,
          },
        }));
      case "findings":
        return rowsOf({ query, params }, records).map((one) => ({
          place: one.place,
          owner: one.unit,
          view: {
            visit: null,
            item: one.item,
            ...where(one.place),
            unit: unit(one.unit),
            what: line(one.line),
            state: FINDING_STATE[one.status],
            text: "",
            on: one.deadline,
            row: null,
          },
        }));
      case "objections":
        return rowsOf({ query, params }, records).map((one) => {
          const visit = records.current.visits.find(({ visit: id }) => id === one.visit);
          const place: Place = visit?.place ?? { kind: "unit", id: one.unit };
          return {
            place,
            owner: one.unit,
            view: {
              visit: one.visit,
              item: null,
              ...where(place),
              unit: unit(one.unit),
              what: one.lines.map(line).join("；"),
              state: OBJECTION_STATE[one.state],
              text: one.reason ?? "",
              on: one.on,
              row: null,
            },
          };
        });
    }
  }
}
