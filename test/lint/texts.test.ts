/** Text that people or other systems wrote is cut by one helper (domain/language/text.ts): by UTF-16 units a character breaks in two. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const LAYERS = [
  "activities",
  "api",
  "domain",
  "gateway",
  "loader",
  "mail",
  "plan-change",
  "prisma",
  "rehearsal",
  "scripts",
  "web/src",
  "worker",
];

/** A text shortened to a length: the first so many, or the last so many units. */
const CUT =
  /\.(?:slice|substring|substr)\(\s*(?:0\s*,\s*(?:\d{2,}|[A-Z][A-Z_]{2,})|-\d{2,}|-[A-Z][A-Z_]{2,})\s*\)|\.substr\(/;
/** Hashes, and days and times as we write them ourselves. */
const ASCII = /digest\("|\.hash\.slice|toISOString\(\)|local\.slice\(|(?:[aA]t|instant)\.slice\(0, 10\)/;

/** What is cut there is a list, or ours. */
const NO_TEXT: readonly (readonly [file: string, cut: string])[] = [
  // A hash; what is only looked at; days as we write them.
  ["api/accounts/cookies.ts", ".slice(0, 12)"],
  ["api/accounts/passwords.ts", "typed.slice(0, LOOKED_AT)"],
  ["web/src/i18n/format.ts", "value.slice(0, 10)"],
  ["web/src/filing/form/ReceiptPage.tsx", ".slice(0, 12)"],
  ["web/src/filing/sync/my-visits.ts", ".slice(0, MOST_PLANS)"],
  // For the log alone.
  ["api/accounts/accounts.ts", "text.slice(0, 200)"],
  // Rows and mistakes of a workbook.
  ["api/files/keyed-sheet.ts", ".slice(0, HEAD_WITHIN)"],
  ["api/timetables/routes.ts", ".slice(0, MOST_MISTAKES)"],
  ["web/src/components/CellMistakes.tsx", ".slice(0, SHOWN)"],
  ["api/leaders/routes.ts", ".slice(0, MOST_LINES)"],
  ["api/leaders/said.ts", "breaths.slice(0, NEWEST)"],
  ["api/people/routes.ts", ".slice(0, MOST_OPEN)"],
  ["domain/story/sentences.en.ts", "list.slice(0, NAMED)"],
  ["domain/story/sentences.zh.ts", "list.slice(0, NAMED)"],
  ["loader/assemble.ts", "deadline.slice(0, YEAR)"],
  ["loader/source.ts", ".slice(0, MAX_SYNTAX_ERRORS)"],
  // Where a line of ours is looked for; both parts stay together.
  ["loader/stamp.ts", "text.slice(0, HEAD)"],
  // What channels say is kept by foreignLine (prisma/letters).
  ["mail/channels/", ".slice(0, 200)"],
  ["mail/channels/http.ts", ".slice(0, MOST)"],
  ["mail/channels/webhook.ts", "items.slice(0, MOST_ITEMS)"],
  ["mail/short.ts", ".slice(0, MOST_CAPACITIES)"],
  ["plan-change/basis.ts", ".slice(0, MOST_TOLD)"],
  ["plan-change/words.ts", "all.slice(0, MOST_LINES)"],
  // A letter's id, of a hash.
  ["prisma/letters/letter-closing.ts", ".slice(0, 24)"],
  // A statement of ours.
  ["prisma/database/traced-client.ts", ".slice(0, MOST_TEXT)"],
  ["rehearsal/report/", ".slice(0, NAMED)"],
  ["rehearsal/report/", ".slice(0, OTHERS)"],
  ["rehearsal/report/", ".slice(0, LISTED)"],
  ["scripts/migration-draft.ts", ".slice(0, 14)"],
  ["domain/bulletins/draft.ts", ".slice(0, MOST_IN_REPORT)"],
  ["domain/bulletins/draft.ts", ".slice(0, MOST_HIGHLIGHTS)"],
  ["domain/bulletins/words.ts", "places.slice(0, MOST_PLACES)"],
  ["api/months/workbook-routes.ts", "mistakes.slice(0, 500)"],
  ["api/files/keyed-sheet.ts", "rows.slice(0, HEAD_WITHIN)"],
  ["api/timetables/routes.ts", "mistakes.slice(0, MOST_MISTAKES)"],
  ["web/src/components/CellMistakes.tsx", "mistakes.slice(0, SHOWN)"],
  ["domain/bulletins/month-draft.ts", ".slice(0, MOST_UNITS)"],
  ["domain/bulletins/month-draft.ts", ".slice(0, MOST_CAUSES)"],
  ["domain/bulletins/month-draft.ts", ".slice(0, MOST_TO_COORDINATE)"],
  ["mail/document.ts", "labels.slice(0, OWN_COLUMNS)"],
  ["rehearsal/bulletins.ts", ".slice(0, MOST_ASKED)"],
  ["web/src/filing/sync/send-lines.ts", ".slice(0, MOST_TOGETHER)"],
  ["web/src/filing/texts.ts", "instant.slice(0, 16)"],
  ["api/letters/paper-routes.ts", "ruleSet.offsetMinutes).slice(0, 16)"],
  ["scripts/rebuild-words.ts", ".slice(0, 79)"],
  ["web/src/actions/ActSheet.tsx", "items.slice(0, NAMED)"],
  ["web/src/app/feed-store.ts", "rows.slice(-MOST)"],
  ["web/src/pages/", "data.alarms.slice(0, SHOWN)"],
  ["web/src/pages/", ".slice(0, MOST_UNITS)"],
  ["web/src/pages/", ".slice(0, PAGE)"],
  ["web/src/pages/inspections/BulletinChecks.tsx", "of.slice(0, MOST_LINKS)"],
  ["web/src/pages/leader/", ".slice(0, NAMED)"],
  ["web/src/pages/leader/PaperSheet.tsx", "elsewhere.slice(0, ROWS)"],
  ["web/src/pages/leader/PaperSheet.tsx", "elsewhere.slice(0, ELSEWHERE)"],
  ["web/src/pages/leader/PaperSheet.tsx", "lines.slice(0, WAITING)"],
  ["web/src/pages/", "latest.slice(0, 10)"],
  ["web/src/pages/inspections/BulletinChecks.tsx", "of.slice(0, MOST_LINKS)"],
  // Lists of mistakes, rows and units of months.
  ["api/months/workbook-routes.ts", "mistakes.slice(0, 500)"],
  ["api/files/keyed-sheet.ts", "rows.slice(0, HEAD_WITHIN)"],
  ["api/timetables/routes.ts", "mistakes.slice(0, MOST_MISTAKES)"],
  ["web/src/components/CellMistakes.tsx", "mistakes.slice(0, SHOWN)"],
  ["domain/bulletins/month-draft.ts", ".slice(0, MOST_UNITS)"],
  ["domain/bulletins/month-draft.ts", "causes.slice(0, MOST_CAUSES)"],
  ["domain/bulletins/month-draft.ts", ".slice(0, MOST_TO_COORDINATE)"],
  ["domain/bulletins/month-draft.ts", "texts.slice(0, MOST_CAUSES)"],
  // The day of an instant.
  ["api/exports/columns.ts", ".slice(0, 10)"],
  // Lists of notes, changes and rows; names of rows and requests, of a hash.
  ["api/registers/import-routes.ts", ".slice(0, MOST_NOTES)"],
  ["api/registers/import-routes.ts", ".slice(0, MOST_CHANGES)"],
  ["domain/registers/import.ts", "rows.slice(0, HEAD_WITHIN)"],
  ["domain/registers/import.ts", "strange.slice(0, MOST_STRANGE)"],
  ["api/registers/row-routes.ts", ".slice(0, 20)"],
  ["rehearsal/people/registers/register-people.ts", ".slice(0, 24)"],
  ["prisma/registers/secrets.ts", "hash.slice(0, REF_CHARACTERS)"],
];

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== "generated") yield* sources(place);
    else if (/\.tsx?$/.test(entry.name)) yield place;
  }
}

it("nothing else shortens texts", () => {
  const found: string[] = [];
  for (const layer of LAYERS)
    for (const file of sources(layer))
      for (const [no, line] of readFileSync(path.join(ROOT, file), "utf8").split("\n").entries()) {
        if (!CUT.test(line) || ASCII.test(line)) continue;
        if (NO_TEXT.some(([known, cut]) => file.startsWith(known) && line.includes(cut))) continue;
        found.push(`${file}:${no + 1} ${line.trim()}`);
      }
  expect(found, "use cutText or foreignLine, or name it here where it is no text").toEqual([]);
});
