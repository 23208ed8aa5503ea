/** 发文登记簿: the numbers of letters, and 作废. */
import { z } from "zod";
import type { Actor } from "../../domain/ledger/record.js";
import { foreignLine } from "../../domain/language/text.js";
import { issuingUnit } from "../../domain/letters/issuers.js";
import { USUAL_ISSUER } from "../../domain/letters/numbering.js";
import { renderLetter } from "../../mail/render.js";
import { readLetters } from "../../prisma/letters/letter-models.js";
import {
  lettersOfNumbers,
  listNumbers,
  listSeries,
  type RegisteredNumber,
  voidNumber,
} from "../../prisma/numbers/register.js";
import { actorOf } from "../rights/actor.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import { cursorText, type Named } from "../http/schema-parts.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { type DocumentNumber, documentNumbers, numbersQuery, voidAnswer, voidBody } from "./number-schemas.js";
import { addresseeOf } from "./recipient.js";

const place = z.strictObject({ year: z.int(), issuer: cursorText, series: z.string().max(200), no: z.int().min(1) });

export const getNumbers = planRoute({
  method: "get",
  path: "/document-numbers",
  tag: "letters",
  summary: "The register of numbers 发文登记簿",
  description: "Numbers as they were given, used and void ones, by year, issuer and kind of document, each from 1 on.",
  query: numbersQuery,
  response: documentNumbers,
  problems: ["badCursor"],
  changesWith: "answer",
  async handler({ plan, query, services: { pool }, lang }) {
    const name = listName(`numbers ${plan.id}`, query);
    const after = query.cursor === undefined ? null : decodeCursor(name, query.cursor, place);
    const [more, series] = await Promise.all([
      listNumbers(pool, plan.id, query, after, query.limit + 1),
      listSeries(pool, plan.id),
    ]);
    const rows = more.slice(0, query.limit);
    const numbers = rows.map(({ documentNo }) => documentNo);
    const main = rows.flatMap(({ letter }) => letter ?? []);
    const [counts, { letters }] = await Promise.all([
      lettersOfNumbers(pool, plan.id, numbers),
      readLetters(pool, plan.id, main, plan.bundle),
    ]);
    const says = new Map(letters.map((letter) => [letter.id, letter.says] as const));
    const last = more.length > rows.length ? rows.at(-1) : undefined;
    return {
      series: series.map(({ issuer, ...one }) => ({ ...one, issuer: issuerIn(plan, issuer) })),
      rows: rows.map((row) => {
        const main = says.get(row.letter ?? "") ?? null;
        const title = main && renderLetter(main, lang).subject;
        return {
          ...numberView(row, plan),
          title,
          to: main ? [addresseeOf(main)] : [],
          letters: counts.get(row.documentNo) ?? 0,
        };
      }),
      next: last
        ? encodeCursor(name, { year: last.year, issuer: last.issuer, series: last.series, no: last.no })
        : null,
    };
  },
});

/** An issuer by its name today. One that the policy names no more stands for itself. */
function issuerIn({ bundle: { policy, roster }, names, today }: PlanView, id: string): Named {
  const body = policy.issuers?.[id]?.body ?? (id === USUAL_ISSUER ? roster.bodies.office : id);
  const unit = issuingUnit(roster, body);
  return { id, name: unit === undefined ? id : names.unit(unit, today).name };
}

function numberView(row: RegisteredNumber, plan: PlanView): Omit<DocumentNumber, "title" | "to" | "letters"> {
  const { names, ruleSet } = plan;
  const at = (instant: number): string => instantText(instant, ruleSet.offsetMinutes);
  return {
    documentNo: row.documentNo,
    issuer: issuerIn(plan, row.issuer),
    series: row.series,
    year: row.year,
    no: row.no,
    state: row.voided ? "void" : "used",
    letter: row.letter,
    givenAt: at(row.givenAt),
    givenBy: by(row.givenBy),
    older: row.older,
    voided: row.voided && { at: at(row.voided.at), by: by(row.voided.by), reason: row.voided.reason },
  };

  function by(actor: Actor | null): DocumentNumber["givenBy"] {
    return actor && { person: names.person(actor.person), post: names.post(actor.post, plan.today) };
  }
}

export const postVoided = planRoute({
  method: "post",
  path: "/document-numbers/void",
  tag: "letters",
  summary: "Make a number void 作废发文字号",
  description:
    "It stays in the register with its reason, and is never given again. What went out under it is not called back.",
  body: voidBody,
  response: voidAnswer,
  problems: ["notYours", "illegalStep", "foreignOrigin"],
  changesWith: "answer",
  async handler({ plan, body, caller, services, exchange }) {
    const { documentNo, reason } = body;
    const capacity = caller.capacities.find(({ roles }) => roles.includes("office"));
    if (!capacity)
      throw new ProblemError("notYours", {
        zh: "发文字号由办公室人员以本人岗位作废。",
        en: "A number is made void by somebody of the office, in a post of theirs.",
      });
    const by = actorOf(capacity, caller);
    if (!(await voidNumber(services.pool, plan.id, documentNo, { at: plan.now, by, reason })))
      throw new ProblemError("illegalStep", {
        zh: `发文登记簿中没有“${documentNo}”，或者该字号已经作废。`,
        en: `The register has no number ${documentNo}, or it is void already.`,
      });
    await services.accounts.note({
      kind: "numberVoided",
      accountId: caller.accountId,
      planId: plan.id,
      subject: documentNo,
      address: exchange.address,
      detail: { reason: foreignLine(reason, 200) },
    });
    return { documentNo, state: "void" as const };
  },
});
