/** People choose by what their letters go, and the office for them; what cannot be is refused with a reason, what is, audited. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChannelsAnswer as Channels } from "../../../api/letters/channel-schemas.js";
import type { LetterDetail } from "../../../api/letters/schemas.js";
import { capacitiesOf } from "../../../api/rights/capacities.js";
import type { Authenticate, Caller } from "../../../api/rights/caller.js";
import type { Problem } from "../../../api/http/problem.js";
import { auditEvents } from "../../../prisma/accounts/audit-store.js";
import { MAIL_OUTLETS } from "../../../prisma/letters/letter-closing.js";
import { Letters } from "../../support/letters.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { withPersons } from "../../support/live-letters.js";
import { Recorder } from "../../support/recorder.js";
import { callerWith } from "../../support/callers.js";
import { type Api, serve, TODAY } from "../support.js";

const bundle = withPersons({
  "p-unit-desk": { email: "unit@sample.invalid", wecom: "unit" },
  "p-town1-desk": { mobile: "13800000001" },
});
let database: TestDatabase;
let api: Api;
let recorder: Recorder;

const callerOf = (person: string): Caller => {
  const capacities = capacitiesOf(bundle, person, TODAY);
  const roles = new Set(capacities.flatMap((one) => one.roles));
  return { accountId: `account-${person}`, kind: "person", person, capacities, roles };
};
const authenticate: Authenticate = async (req) => {
  const who = String(req.headers["x-test-caller"]);
  const caller = who === "auditor" || who === "office" ? callerWith([who]) : callerOf(who);
  return { accountId: caller.accountId, kind: caller.kind, in: async () => caller };
};

beforeAll(async () => {
  database = await freshDatabase();
  recorder = await new Recorder(database.pool, bundle, "chosen").open("live");
  await new Recorder(database.pool, bundle, "played").open("rehearsal");
  await recorder.advance(recorder.at("2021-04-13", "10:00"));
  api = await serve(database.pool, { authenticate }, undefined, 0, undefined, ["mail", "wecom", "sms"]);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function ask<T>(who: string, path: string, channels?: unknown): Promise<[number, T]> {
  const response = await fetch(`${api.base}/api/v1/plans/${path}`, {
    method: channels === undefined ? "GET" : "POST",
    headers: { "x-test-caller": who, origin: api.base, "content-type": "application/json", "accept-language": "zh" },
    ...(channels !== undefined && { body: JSON.stringify({ channels }) }),
  });
  return [response.status, (await response.json()) as T];
}

it("shows what there is, and goes by mail until something is chosen", async () => {
  const [status, answer] = await ask<Channels>("p-unit-desk", "chosen/me/channels");
  expect(status).toBe(200);
  expect(answer).toMatchObject({
    person: { id: "p-unit-desk" },
    chosen: null,
    goesBy: ["mail"],
    byHand: false,
    live: true,
  });
  const usable = answer.channels.filter(({ set, address }) => set && address).map(({ channel }) => channel);
  expect(usable).toEqual(["mail", "wecom", "copy"]);
  expect(answer.channels.find(({ channel }) => channel === "feishu")).toMatchObject({
    name: { zh: "飞书" },
    set: false,
  });
  expect(await ask("auditor", "chosen/me/channels")).toMatchObject([200, { person: null, goesBy: [] }]);
});

it("takes a choice that is possible, for the next letter, and audits who made it", async () => {
  expect(await ask("p-unit-desk", "chosen/me/channels", ["wecom", "mail", "wecom"])).toMatchObject([
    200,
    { chosen: ["wecom", "mail"], goesBy: ["wecom", "mail"] },
  ]);
  // The office chooses for somebody who does not use the system; and the choice outlasts the process.
  expect(await ask("p-office-desk", "chosen/persons/p-town1-desk/channels", ["copy"])).toMatchObject([
    200,
    { chosen: ["copy"], goesBy: [], byHand: true },
  ]);
  const letters = new Letters(database.pool, { ...MAIL_OUTLETS, channels: ["mail", "wecom", "sms"] });
  await letters.close("chosen", recorder.at("2021-04-13", "23:00"));
  const { rows } = await database.pool.query<{ id: string; person: string; state: string }>(
    "SELECT id, person, state FROM letter WHERE plan_id = 'chosen' AND person IN ('p-unit-desk', 'p-town1-desk') ORDER BY person DESC",
  );
  expect(rows.map(({ person, state }) => [person, state])).toEqual(
    expect.arrayContaining([
      ["p-unit-desk", "queued"],
      ["p-town1-desk", "manual"],
    ]),
  );
  const [, detail] = await ask<LetterDetail>("p-unit-desk", `chosen/letters/${rows[0]?.id}`);
  expect(detail.deliveries.map(({ channel, state }) => [channel, state])).toEqual([
    ["wecom", "queued"],
    ["mail", "queued"],
  ]);
  const [, byHand] = await ask<LetterDetail>("p-office-desk", `chosen/letters/${rows.at(-1)?.id}`);
  expect([byHand.deliveries, byHand.copyText]).toEqual([
    [],
    expect.stringMatching(/^年度任务交办清单：合成\n[\s\S]*\n单位town1：\n/),
  ]);

  const events = await auditEvents(database.pool, { kind: "channelsChosen" }, null, 10);
  expect(events.map(({ accountId, subject, detail: { channels } }) => [accountId, subject, channels])).toEqual([
    ["account-p-office-desk", "p-town1-desk", "copy"],
    ["account-p-unit-desk", "p-unit-desk", "wecom mail"],
  ]);
  expect(await ask("p-unit-desk", "chosen/me/channels", null)).toMatchObject([200, { chosen: null, goesBy: ["mail"] }]);
});

it.each([
  ["p-unit-desk", "chosen/me/channels", ["feishu"], 422, /“飞书”渠道尚未开通/],
  ["p-unit-desk", "chosen/me/channels", ["sms"], 422, /名册中没有登记p-unit-desk的短信地址/],
  ["p-unit-desk", "played/me/channels", ["mail"], 422, /推演产生的文书只进入本地邮箱/],
  ["p-unit-desk", "chosen/me/channels", [], 400, /./],
  ["p-unit-desk", "chosen/me/channels", ["pigeon"], 400, /./],
  ["p-unit-desk", "chosen/persons/p-unit-desk/channels", ["mail"], 403, /没有此项权限/],
  ["p-office-desk", "chosen/persons/p-nobody/channels", ["mail"], 404, /没有编号为“p-nobody”的人员/],
  ["office", "chosen/persons/p-unit-desk/channels", ["copy"], 403, /程序账号不能办理/],
  ["auditor", "chosen/me/channels", ["mail"], 403, /不在本方案名册中/],
])("%s at %s with %j: %d", async (who, path, channels, status, detail) => {
  const [answered, problem] = await ask<Problem>(who, path, channels);
  expect([answered, problem.detail]).toEqual([status, expect.stringMatching(detail)]);
});
