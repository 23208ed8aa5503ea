/**
 * What an office demands of every letter, over all instruments, recipients, sizes, and ledgers old and new (docs/domain.md, "Letters"):
 * first what to do by when, the right words, nothing empty, no order upward, short.
 */
import { describe, expect, it } from "vitest";
import { isLeader } from "../../domain/letters/addressing.js";
import { letterForm, pageOf, renderLetter, TEXTS } from "../../mail/render.js";
import { shortLetter, textMessage } from "../../mail/short.js";
import type { Page } from "../../mail/page.js";
import { letterCases, TODAY } from "../support/letter-cases.js";

const CASES = letterCases().map(({ name, model }) => ({
  name,
  model,
  form: letterForm(model),
  page: pageOf(model, TEXTS.zh),
  text: renderLetter(model, "zh").text,
  english: renderLetter(model, "en").text,
}));

/** The names of the cases of which something is not so: none, where all is well. */
const where = (wrong: (one: (typeof CASES)[number]) => boolean): string[] =>
  CASES.filter(wrong)
    .map(({ name }) => name)
    .slice(0, 5);

/** What stands in the letter itself, before its annex. */
const body = ({ text }: Pick<(typeof CASES)[number], "text">): string => text.split("\n----\n")[0] ?? "";
const paragraphs = (page: Page): string[] =>
  page.sections.flatMap((section) => section.paragraphs.map(({ text }) => text));

/** Days that a sentence asks for: 请于7月15日（含当日）前, 最早的为7月15日. */
function daysAsked(text: string): string[] {
  return [...text.matchAll(/(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日（含当日）/gu)].map(
    ([, year, month = "", day = ""]) =>
      `${year ?? TODAY.slice(0, 4)}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  );
}

describe("every letter", () => {
  it("is about many instruments, recipients and sizes", () => {
    expect(CASES.length).toBeGreaterThan(1_000);
  });

  it("says first what is asked by when, wherever the rules say the day", () => {
    const asks = new Set([
      "reminder",
      "urge",
      "supervise",
      "verificationRequest",
      "closingReview",
      "returned",
      "instruction",
    ]);
    expect(
      where(
        ({ name, form, page, model }) =>
          asks.has(form) &&
          name.includes("all facts") &&
          model.sections.some(({ capacity }) => capacity.as === "primaryUnit" && capacity.unitName === "民政局") &&
          !/^请于7月15日（含当日）前.*。$/u.test(page.ask) &&
          !page.ask.includes("最早的为"),
      ),
    ).toEqual([]);
    for (const { page, text } of CASES)
      if (page.ask !== "")
        expect(text.indexOf(page.ask)).toBe(text.indexOf(`${page.salutation}\n\n`) + page.salutation.length + 2);
    for (const { page, model, name } of CASES)
      if (page.ask !== "" && name.includes("1x1"))
        expect(renderLetter(model).html).toContain(`<strong>${page.ask.replaceAll('"', "&quot;")}</strong>`);
  });

  it("tells its only item in sentences, with all that a list would have, and makes no list of one", () => {
    const alone = CASES.filter(({ name, form }) => name.includes("1x1") && form !== "alarm");
    expect(alone.length).toBeGreaterThan(200);
    for (const { page, text, model, name } of alone) {
      expect([name, page.sections.flatMap(({ groups }) => groups), page.annexes]).toEqual([name, [], []]);
      const [row] = model.sections[0]?.rows ?? [];
      if (row?.matter === "signFor") continue;
      expect([name, body({ text }).includes("第1村"), body({ text }).includes(row?.milestoneTitle ?? "—")]).toEqual([
        name,
        true,
        true,
      ]);
      const { items } = shortLetter(model, "zh");
      expect([name, items]).toEqual([name, []]);
    }
  });

  it("puts a list of what is long overdue before its reader as theirs, and reports what has ended without a proposal", () => {
    const lists = CASES.filter(({ form, name }) => form === "longOverdueList" && name.includes("to villageLeader"));
    const over = lists.filter(({ name }) => name.includes("endedOn"));
    for (const { page, text } of over) {
      expect([page.title, page.closing]).toEqual(["上月呈阅事项办理结果", "特此报告。"]);
      expect(text).toMatch(/上月呈阅的400项已办结\d+项，此前呈阅的另有1项已办结/u);
      expect(text).not.toMatch(/拟办意见|未办结原因/u);
    }
    const open = lists.filter(({ name }) => !name.includes("endedOn") && name.includes("all facts"));
    expect([over.length, open.length]).toEqual([6, 3]);
    for (const { text } of open)
      for (const words of ["呈上", "您包抓的", "说明的原因", "批示：“请查明原因", "拟请牵头调度", "妥否，请阅示。"])
        expect(text).toContain(words);
    const group = CASES.find(({ name }) => name.startsWith("longOverdueList act {} to leadingGroup, 13x1, all"));
    expect(group?.text).toContain("拟请领导小组研究调度");
  });

  it("asks for nothing by a day that is past", () => {
    expect(where(({ text }) => daysAsked(text).some((day) => day < TODAY))).toEqual([]);
  });

  it("keeps 根据《…》 for 交办, and 截至 for what presses and is submitted", () => {
    expect(where(({ form, text }) => text.includes("根据《") && form !== "assignment")).toEqual([]);
    const pressing = new Set(["urge", "supervise", "escalate", "submitted", "summonsTalk", "longOverdueList"]);
    expect(where(({ form, text }) => text.includes("截至") && !pressing.has(form))).toEqual([]);
  });

  it("uses one word for one thing", () => {
    const forbidden = [
      "期限",
      "任务节点",
      "节点",
      "取消",
      "暂停",
      "缓发",
      "释义",
      "读法",
      "批复",
      "卡点",
      "卡在",
      "答复批示",
      "县级领导",
      "阅知。阅知",
      "本办",
      "告警",
      "主送：",
      "要求：",
      "不需再作处理",
      "以系统登记为准",
      "应发日期",
      "停止计时",
      "方案要求您",
      "报告办结",
    ];
    for (const word of forbidden) expect([word, where(({ text }) => text.includes(word))]).toEqual([word, []]);
    expect(where(({ text }) => /代[^，。；]{1,12}批示/u.test(text))).toEqual([]);
  });

  it("holds nothing of a machine: no ISO date, no mark, no placeholder, no empty label, no doubled stop", () => {
    for (const wrong of [
      /\d{4}-\d{2}-\d{2}/u,
      /[<>]/u,
      /undefined|null|NaN|\[object|×××|\{n\}/u,
      /：\s*$/mu,
      /（）|“”|《》/u,
      /。。|，，|；。|，。|。；|。，/u,
      /（抄送：?）$/mu,
      /^(?:抄送|送)：\s*$/mu,
    ])
      expect([String(wrong), where(({ text, page }) => wrong.test(text.replace(`${page.salutation}\n`, "")))]).toEqual([
        String(wrong),
        [],
      ]);
  });

  it("orders no leader anything, and addresses each in the form upward", () => {
    const leaders = CASES.filter(({ model }) => model.sections.every(({ capacity }) => isLeader(capacity)));
    expect(leaders.length).toBeGreaterThan(200);
    for (const { name, page, model } of leaders) {
      const said = [page.subject, page.title, page.ask, ...paragraphs(page), page.closing].join("\n");
      expect([
        name,
        said.match(/请立即|务必|责令|要求：|抓紧|请于|催办单|你单位|请督促|请按职责|请尽快|请主要负责同志/u),
      ]).toEqual([name, null]);
      expect(page.salutation).toBe(model.addressee.kind === "leader" ? "呈王某甲同志：" : "区委农村工作领导小组：");
      expect(page.closing).toMatch(/批示。|阅示。|审定。|报告。/u);
    }
  });

  it("orders no township what another unit owes: it is asked to help", () => {
    const helping = CASES.filter(
      ({ model }) =>
        model.sections[0]?.capacity.as === "township" &&
        ["reminder", "urge", "supervise"].includes(model.instrument) &&
        model.sections[0].rows[0]?.matter === "deadline",
    );
    expect(helping.length).toBeGreaterThan(10);
    for (const { page } of helping) {
      expect(page.ask).toMatch(/配合民政局/u);
      expect([page.ask, ...paragraphs(page)].join("")).not.toMatch(/未办结原因|书面答复|现予督办|你单位/u);
    }
  });

  it("is addressed to the unit, a vacant post's too, and says in whose hands it comes", () => {
    for (const { page, name } of CASES)
      if (/to (?:ownerDesk|ownerHead|vacantHead),/u.test(name)) expect(page.salutation).toBe("民政局：");
    const vacant = CASES.filter(({ name }) => name.includes("to vacantHead,"));
    for (const { page } of vacant) {
      expect(page.delivered).toContain("民政局主要负责人岗位空缺");
      expect(paragraphs(page).join("")).not.toContain("空缺");
    }
  });

  it("ends with whom to ask", () => {
    for (const one of CASES)
      if (one.form !== "alarm")
        expect(body(one).trimEnd().split("\n").at(-1)).toBe("（联系人：陈某乙，电话：0000-1234567）");
  });

  it("is half a page with its list in an annex: never over two pages without one", () => {
    const lines = (text: string): number =>
      text.split("\n").reduce((sum, line) => sum + (line === "" ? 0 : Math.ceil(Array.from(line).length / 28)), 0);
    for (const one of CASES) {
      const own = lines(body(one).replace(/^\*.*$/gmu, ""));
      expect([one.name, own <= 44]).toEqual([one.name, true]);
      if (one.page.annexes.length > 0) expect([one.name, own <= 30]).toEqual([one.name, true]);
    }
  });

  it("names each place once, and sorts its list by date", () => {
    const big = CASES.filter(({ name, page }) => name.includes("64x5") && page.annexes.length > 0);
    expect(big.length).toBeGreaterThan(100);
    for (const { text, page, name } of big) {
      expect([name, text.split("第64村").length - 1]).toEqual([name, 1]);
      const groups = page.annexes.flatMap(({ sections }) => sections.flatMap((section) => section.groups));
      const days = groups.map(
        ({ lines }) => lines.find(({ label }) => label === "时限")?.value.replace(/（.*/u, "") ?? "",
      );
      const order = [...new Set(days)];
      expect(days).toEqual(order.flatMap((day) => days.filter((other) => other === day)));
    }
  });

  it("counts working days up to 30, and says a date beyond", () => {
    expect(
      where(({ text }) => [...text.matchAll(/还有(\d+)个工作日/gu)].some(([, days]) => Number(days) > 30)),
    ).toEqual([]);
    expect(CASES.some(({ text }) => text.includes("还有14个工作日"))).toBe(true);
  });

  it("quotes the unit's own words where it presses or submits, and the 销号标准 where it reminds", () => {
    for (const { name, text, form } of CASES) {
      if (!name.includes("deadline") || !name.includes("all facts")) continue;
      const told =
        form === "escalate" || form === "summonsTalk" ? /to villageLeader,/u : /to (?:owner\w+|villageLeader),/u;
      if (told.test(name)) expect([name, text.includes("网点用房由乡镇统筹，4个村尚未腾出")]).toEqual([name, true]);
      if (form === "reminder" && name.includes("to ownerDesk,"))
        expect([name, text.includes("销号标准（办公室拟定）：")]).toEqual([name, true]);
    }
  });

  it("says 未按要求答复 only of a letter that was delivered and not answered", () => {
    const talks = CASES.filter(({ form }) => form === "summonsTalk");
    expect(talks.some(({ text }) => text.includes("督办函（示农办督函〔2021〕7号）已于7月6日送达，未按要求答复"))).toBe(
      true,
    );
    expect(where(({ name, text }) => name.includes("no facts") && text.includes("未按要求答复"))).toEqual([]);
  });

  it("calls words that sent a report back 退回意见, beside the leader's own", () => {
    const again = CASES.filter(({ name }) => name.startsWith("instruction act") && name.includes("again"));
    for (const { text, name } of again) {
      expect(text).toContain("退回意见：“措施不够具体”");
      expect(text).not.toMatch(/批示：“措施不够具体/u);
      if (name.includes("all facts")) expect(text).toContain("批示：“请查明原因，限期办结并报结果”");
    }
  });

  it("says the same in English, without Chinese sentences of ours", () => {
    expect(
      where(({ english }) =>
        /[请将已][\u4E00-\u9FFF]*[。：]/u.test(
          english.replaceAll(/"[^"]*"|Criteria: .*|done when: .*|Evidence: .*/gu, ""),
        ),
      ),
    ).toEqual([]);
    expect(where(({ english }) => /undefined|null|\[object|\d{4}-\d{2}-\d{2}/u.test(english))).toEqual([]);
  });

  it("says on a telephone who is asked what by when, and whom to ask where there is room", () => {
    const some = CASES.filter(({ name }) => !name.includes("64x5"));
    for (const { model, page, name } of some) {
      const text = textMessage(model, "zh", { sign: "示例区", parts: 4, link: null });
      expect(Array.from(text).length).toBeLessThanOrEqual(4 * 67);
      if (model.addressee.kind === "leader") expect([name, text.includes("王某甲")]).toEqual([name, false]);
      else if (page.ask !== "" && page.form !== "submission" && model.instrument !== "alarm")
        expect([name, text.startsWith(`【示例区】${page.salutation}${page.ask}`)]).toEqual([name, true]);
    }
    const asks = ({ model }: (typeof some)[number]): boolean =>
      textMessage(model, "zh", { sign: null, parts: 4, link: null }).includes("联系人：陈某乙，电话");
    expect(some.filter(asks).length).toBeGreaterThan(some.length / 2);
  });
});
