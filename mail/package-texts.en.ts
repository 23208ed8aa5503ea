/** Packages in English letters. */
import type { GivenTexts } from "./package-texts.js";
import { dayInEn, type PartEn } from "./phrases.en.js";
import type { PartText } from "./texts.js";

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;

export const givenEn: GivenTexts = {
  title: (year, paired) => (paired ? `Items of the paired villages in ${year}` : `Assignment list of ${year}`),
  about: (year) => `${year}`,
  ask: (by, today, reader) =>
    reader === "leader"
      ? "Submitted for your information."
      : `${by === undefined || by < today ? "Please" : `By ${dayInEn(by, today)} (that day included), please`} sign for this list.`,
  unit(year, { owes, continuing, leads, responsible, standing }, planTitle) {
    const parts = [
      owes === 0
        ? ""
        : `${count(owes, "item")} owed${continuing === 0 ? "" : ` (of which ${continuing} given in earlier years and still open)`}`,
      leads === 0 ? "" : `${count(leads, "task")} led jointly`,
      responsible === 0 ? "" : `${count(responsible, "task")} taken part in`,
      standing === 0 ? "" : `${count(standing, "standing duty").replace("dutys", "duties")}`,
    ].filter((part) => part !== "");
    return `By the plan “${planTitle}” your unit is given for ${year}: ${parts.join(", ")}. See the annexes.`;
  },
  paired: ({ year, villages, items, reader }) =>
    `${villages.join(", ")}: ${count(items, "item")} under way in ${year}, owed by the units in the list.${
      reader === "leader" ? "" : " Please help and urge the villages and these units to meet the dates."
    }`,
  receipt: "Signing says that it was received, no more; the items that the unit owes are signed for with the list.",
  owes: (items) => `Items owed (${items})`,
  pairedList: (items) => `Items of the paired villages (${items})`,
  beside: (items) => `Items to help with (${items})`,
  newly: "Given with this list",
  continuing: "Given in earlier years and still open",
};

/** What a unit has not signed for, in three lines and not the list again. */
export function unsignedEn(p: PartEn): PartText {
  const [year, on, unsigned] = [p.fact("package"), p.fact("packageOn"), p.fact("unsigned")];
  const known = [
    ...(on === undefined ? [] : [`given on ${dayInEn(on, p.today)}`]),
    ...(unsigned === undefined ? [] : [`with ${count(unsigned, "item")} owed`]),
  ];
  const list = `assignment list of ${year}${known.length === 0 ? "" : ` (${known.join(", ")})`}`;
  const act =
    p.part.capacity.level === "head" ? "see to it that the yearly list is signed for" : "sign for the yearly list";
  return {
    ask: p.ask(act),
    paragraphs: [{ text: `Your unit's ${list} is not signed for yet. Signing says that it was received, no more.` }],
  };
}
