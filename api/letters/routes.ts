/** Notices, and the letters made of them. */
import { z } from "zod";
import { letterForm } from "./form.js";
import { letterLink } from "../../mail/channels/channels.js";
import { renderHtml } from "../../documents/html/render.js";
import { renderLetter } from "../../mail/render.js";
import { copyText } from "../../mail/short.js";
import { waitingDrafts } from "../../prisma/letters/drafts.js";
import { accountById } from "../../prisma/accounts/account-store.js";
import { handDeliveryOf } from "../../prisma/letters/paper.js";
import { deliveriesOf } from "../../prisma/letters/read-deliveries.js";
import {
  countByState,
  countLetters,
  type LetterSize,
  letterSizes,
  type ListedLetter,
  listLetters,
} from "../../prisma/letters/read-letters.js";
import { listNotices, noticesOfLetter } from "../../prisma/notices/read-notices.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { instantText } from "../http/instants.js";
import type { PlanView } from "../views/plan-view.js";
import { planRoute } from "../serving/route.js";
import {
  type Letter,
  letterDetail,
  letterParams,
  letterQuery,
  letters,
  lettersQuery,
  notices,
  noticesQuery,
} from "./schemas.js";
import { cursorSeq, cursorText } from "../http/schema-parts.js";
import { noticeView } from "./notice-view.js";
import { officialDocument } from "./official.js";
import { readableLetter } from "./readable.js";

const noticePlace = z.strictObject({ at: z.int(), stream: cursorText, seq: cursorSeq, no: cursorSeq });

export const getNotices = planRoute({
  method: "get",
  path: "/notices",
  tag: "letters",
  summary: "Notices: who was told of what, when 通知",
  query: noticesQuery,
  response: notices,
  problems: ["badCursor"],
  changesWith: "answer",
  async handler({ plan, query, services: { pool }, sight }) {
    const name = listName(`notices ${plan.id}`, query);
    const after = query.cursor === undefined ? null : decodeCursor(name, query.cursor, noticePlace);
    const { post, item, ...rest } = query;
    const filter = {
      ...rest,
      posts: post === undefined ? undefined : [post],
      items: item === undefined ? undefined : [item],
      within: await sight.rows(),
    };
    const more = await listNotices(pool, plan.id, filter, after, query.limit + 1);
    const page = more.slice(0, query.limit);
    const last = more.length > page.length ? page.at(-1) : undefined;
    const next = last && encodeCursor(name, { at: last.at, stream: last.stream, seq: last.seq, no: last.no });
    return { rows: page.map((notice) => noticeView(notice, plan)), next: next ?? null };
  },
});

const NOTHING: LetterSize = { notices: 0, items: 0, facts: [], posts: [] };

function letterView(row: ListedLetter, size: LetterSize, { names, ruleSet }: PlanView): Letter {
  return {
    id: row.id,
    instrument: row.instrument,
    form: letterForm(row.instrument, size, names),
    state: row.state,
    person: row.person === null ? null : names.person(row.person),
    post: row.post === null ? null : names.post(row.post, row.planDay),
    on: row.planDay,
    closedAt: instantText(row.closedAt, ruleSet.offsetMinutes),
    supplement: row.supplement,
    documentNo: row.documentNo,
    notices: size.notices,
    items: size.items,
    lastError: row.lastError,
    queuedAt: row.queuedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}

const letterPlace = z.strictObject({ closedAt: z.int(), id: cursorText });

export const getLetters = planRoute({
  method: "get",
  path: "/letters",
  tag: "letters",
  summary: "Letters, the newest first 文书",
  query: lettersQuery,
  response: letters,
  problems: ["badCursor"],
  changesWith: "answer",
  async handler({ plan, query, services, sight }) {
    const { pool } = services;
    const visible = await sight.letters();
    const waiting = query.waiting ? new Set(await waitingDrafts(pool, plan.id)) : null;
    const ids = waiting === null ? visible : (visible ?? [...waiting]).filter((id) => waiting.has(id));
    const filter = { ...query, ids };
    const name = listName(`letters ${plan.id}`, query);
    const after = query.cursor === undefined ? null : decodeCursor(name, query.cursor, letterPlace);
    const [more, total, states] = await Promise.all([
      listLetters(pool, plan.id, filter, after, query.limit + 1),
      countLetters(pool, plan.id, filter),
      countByState(pool, plan.id, visible),
    ]);
    const page = more.slice(0, query.limit);
    const sizes = await letterSizes(
      pool,
      plan.id,
      page.map(({ id }) => id),
    );
    const last = more.length > page.length ? page.at(-1) : undefined;
    return {
      total,
      states,
      rows: page.map((row) => letterView(row, sizes.get(row.id) ?? NOTHING, plan)),
      next: last ? encodeCursor(name, { closedAt: last.closedAt, id: last.id }) : null,
    };
  },
});

export const getLetter = planRoute({
  method: "get",
  path: "/letters/{letterId}",
  tag: "letters",
  summary: "A letter as it looks 文书原样",
  params: letterParams,
  query: letterQuery,
  response: letterDetail,
  problems: ["unknownLetter"],
  changesWith: "answer",
  async handler(call) {
    const { plan, query, services } = call;
    const { letterId } = call.params;
    const { pool } = services;
    const { row, stored } = await readableLetter(call, letterId);
    const [told, sizes, handed] = await Promise.all([
      noticesOfLetter(pool, plan.id, letterId),
      letterSizes(pool, plan.id, [letterId]),
      handDeliveryOf(pool, plan.id, letterId),
    ]);
    const link = letterLink(services.accounts.settings.publicUrl, plan.id, letterId);
    const deliveries = await deliveriesOf(pool, plan.id, letterId);
    return {
      ...letterView(row, sizes.get(letterId) ?? NOTHING, plan),
      messageId: row.messageId,
      ...renderLetter(stored.says, query.lang),
      // The letter as it is on paper and in Word; documents are Chinese, so that in English it is as mail programs show it.
      ...(query.lang === "zh" && { html: renderHtml(await officialDocument(call, stored.says)) }),
      copyText: copyText(stored.says, query.lang, link),
      deliveries: deliveries.map(({ sentAt, ...rest }) => ({ ...rest, sentAt: sentAt?.toISOString() ?? null })),
      handedOver: handed && {
        receivedBy: handed.receivedBy,
        receivedOn: handed.receivedOn,
        deliveredBy: handed.deliveredBy,
        enteredBy: (await accountById(pool, handed.accountId))?.account ?? null,
        enteredAt: handed.enteredAt.toISOString(),
      },
      told: told.map((notice) => noticeView(notice, plan)),
    };
  },
});
