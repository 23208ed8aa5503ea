/** roster.yaml against the running one. People are resolved when a letter is due, so most of it needs no order. */
import type { Pairing, Post, Roster, Unit, Village } from "../domain/plan/roster.js";
import { pairs, same } from "./entries.js";
import { type Change, type Differences, datedSaid, type RefusedChange, type Said } from "./said.js";

const FILE = "roster.yaml";

type List = "units" | "posts" | "persons" | "townships" | "villages";

const WORDS: Readonly<Record<List, Said>> = {
  units: { zh: "单位", en: "unit" },
  posts: { zh: "岗位", en: "post" },
  persons: { zh: "人员", en: "person" },
  townships: { zh: "乡镇", en: "township" },
  villages: { zh: "村", en: "village" },
};

/** What stands in the ledger keeps its entry; how it is ended instead. */
const ENDING: Readonly<Record<List, Said>> = {
  units: {
    zh: "台账仍要用到：请写回；更名在 names 中加一条带 from 的新名，撤并用 --handover 移交",
    en: "the ledger speaks of it: put it back; rename it by a further name with from:, or hand its items over with --handover",
  },
  posts: {
    zh: "台账仍要用到：请写回，并以 holders 的 to 结束任期",
    en: "the ledger speaks of it: put it back and end its holder's term with to:",
  },
  persons: {
    zh: "台账仍要用到：请写回，并在其岗位的 holders 中以 to 结束任期",
    en: "the ledger speaks of them: put the entry back and end the term in the post's holders with to:",
  },
  townships: {
    zh: "其事项已经立项：请写回",
    en: "it has items: put it back",
  },
  villages: {
    zh: "其事项已经立项：请写回，不再办理的由办公室逐项撤销",
    en: "it has items: put it back, and have the office cancel what is not to be done any more",
  },
};

export function compareRoster(running: Roster, wanted: Roster): Differences {
  const changes: Change[] = [];
  const refused: RefusedChange[] = [];
  const change = (zh: string, en: string): void => void changes.push({ file: FILE, what: { zh, en } });
  if (!same(running.bodies, wanted.bodies))
    refused.push({
      file: FILE,
      what: { zh: "bodies 中的单位改了", en: "the units in bodies have changed" },
      instead: {
        zh: "请写回：机构更名的，保留原 id，在 names 中加一条带 from 的新名",
        en: "put them back: a body that is renamed keeps its id and gets a further name with from:",
      },
    });
  if (running.sample !== wanted.sample) change(`sample：${wanted.sample}`, `sample: ${wanted.sample}`);
  for (const list of ["units", "posts", "persons", "townships", "villages"] as const) {
    for (const [id, before, after] of pairs<{ readonly id: string }, string>(
      running[list],
      wanted[list],
      (one) => one.id,
    )) {
      const { zh, en } = WORDS[list];
      if (!after)
        refused.push({
          file: FILE,
          what: { zh: `删去了${zh} ${id}`, en: `${en} ${id} is gone` },
          instead: ENDING[list],
        });
      else if (!before) change(`新增${zh} ${id}`, `${en} ${id} is new`);
      else if (!same(before, after))
        for (const said of differences(list, before, after, [running, wanted]))
          change(`${zh} ${id}：${said.zh}`, `${en} ${id}: ${said.en}`);
    }
  }
  for (const village of wanted.villages) {
    const before = running.villages.find(({ id }) => id === village.id);
    if (before && before.township !== village.township)
      refused.push({
        file: FILE,
        what: {
          zh: `村 ${village.id} 改属 ${village.township}`,
          en: `village ${village.id} moves to ${village.township}`,
        },
        instead: {
          zh: "其事项已按原乡镇立项：请写回",
          en: "its items are registered under the township it had: put that back",
        },
      });
  }
  return { changes, refused };
}

type Rosters = readonly [Roster, Roster];

function moved(label: Said, before: Said, after: Said): Said {
  return { zh: `${label.zh}由${before.zh}改为${after.zh}`, en: `${label.en}: ${before.en} → ${after.en}` };
}

const plain = (value: unknown): Said => {
  const shown = value === undefined ? "—" : typeof value === "string" ? value : JSON.stringify(value);
  return { zh: shown, en: shown };
};

function differences(list: List, before: object, after: object, rosters: Rosters): Said[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, young] = [before, after].map((one) => (one as Record<string, unknown>)[name]);
    if (same(old ?? null, young ?? null)) return [];
    const say = SAYS[`${list}.${name}`];
    return [say ? say(before as never, after as never, rosters) : moved(plain(name), plain(old), plain(young))];
  });
}

const personIn =
  (roster: Roster) =>
  (id: string): string =>
    roster.persons.find((person) => person.id === id)?.name ?? id;

const pairingSaid = ({ countyLeader, departmentHead, helpingUnit }: Pairing): string =>
  `${countyLeader}+${departmentHead}+${helpingUnit}`;

/** Dated members, told by their values; all others are told as they are written. */
const SAYS: Readonly<Record<string, (before: never, after: never, rosters: Rosters) => Said>> = {
  "units.names": (before: Unit, after: Unit) =>
    moved({ zh: "名称", en: "name" }, datedSaid(before.names, String), datedSaid(after.names, String)),
  "units.leaderInCharge": (before: Unit, after: Unit) =>
    moved(
      { zh: "分管领导", en: "leader in charge" },
      datedSaid(before.leaderInCharge, String),
      datedSaid(after.leaderInCharge, String),
    ),
  "posts.holders": (before: Post, after: Post, [running, wanted]) =>
    moved(
      { zh: "任职人员", en: "holder" },
      datedSaid(before.holders, personIn(running)),
      datedSaid(after.holders, personIn(wanted)),
    ),
  "villages.pairing": (before: Village, after: Village) =>
    moved({ zh: "包抓", en: "pairing" }, datedSaid(before.pairing, pairingSaid), datedSaid(after.pairing, pairingSaid)),
};
