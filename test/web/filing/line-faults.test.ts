/**
 * Bad lines and answers that are not what they seem. Numbers are those of the list of reported faults in field apps that this page must
 * not have (docs/filing-faults.md).
 */
import { describe, expect, it } from "vitest";
import type { ProductApi } from "./product-api.js";
import { lineKey } from "./fixture.js";
import { type Phone, picture, shoot, signIn } from "./phone.js";
import { filingTests } from "./filing-tests.js";
import { brings, captivePortal, fails, type FilingSite } from "./site.js";

const V = "village-v012";
let api: ProductApi;
let site: FilingSite;
let phone: Phone;
filingTests(
  10,
  (given) => void ({ api, site, phone } = given),
  async (of) => {
    await of.takeAlong();
    await of.open();
  },
);

const sendNow = (): Promise<void> => phone.page.getByRole("button", { name: "立即上报" }).tap();
const delivered = (): Promise<string | null> => phone.page.locator('dd[data-word="delivered"]').textContent();
const stateOf = (key: string): Promise<string | null> => phone.line(key).getAttribute("data-state");
const received = (key: string): Promise<void> => expect.poll(() => stateOf(key), { timeout: 20_000 }).toBe("received");
const passAll = async (): Promise<void> => {
  await phone.page.getByRole("button", { name: /^其余合格/ }).tap();
  await phone.page.getByRole("button", { name: "确定" }).tap();
};

it("1: the worker answers no PUT or POST, and no request to the API", async () => {
  await phone.grade(lineKey(1), "合格");
  await sendNow();
  await received(lineKey(1));
  const sent = site.seen.filter(({ method }) => method === "PUT");
  expect(sent.length).toBeGreaterThan(0);
  // A body of its own reached the server with each of them: the double refuses an empty one.
  expect(sent.every(({ headers }) => Number(headers["content-length"]) > 0)).toBe(true);
  const fromWorker = await phone.page.evaluate(async () => {
    const [own] = await caches.keys();
    const keys = own === undefined ? [] : await (await caches.open(own)).keys();
    return keys.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  });
  expect(fromWorker.length).toBeGreaterThan(3);
  expect(fromWorker.filter((one) => !one.startsWith("GET /filing/"))).toEqual([]);
});

it("6: photos that the server loses without a word stay on the device, are not called delivered, and are sent again", async () => {
  const photos = [];
  for (let seed = 0; seed < 5; seed++) photos.push(await picture(phone.page, seed));
  await phone.grade(lineKey(2), "合格");
  await shoot(phone, lineKey(2), photos);
  await expect.poll(() => phone.line(lineKey(2)).locator("[data-photo]").count()).toBe(5);
  let count = 0;
  site.line = (req, res) => {
    if (req.method !== "PUT" || !req.url?.includes("/photos/") || ++count % 5 !== 0) return false;
    req.resume().on("end", () => res.writeHead(201).end());
    return true;
  };
  await sendNow();
  await expect.poll(delivered, { timeout: 20_000 }).toContain("照片4/5");
  expect(await phone.line(lineKey(2)).locator('[data-photo][data-state="stored"]').count()).toBe(4);
  site.line = null;
  await sendNow();
  await expect.poll(delivered, { timeout: 20_000 }).toContain("照片5/5");
});

it("7: an upload cut anywhere leaves nothing under the hash, and goes on from there", async () => {
  await phone.grade(lineKey(2), "合格");
  await shoot(phone, lineKey(2), [await picture(phone.page, 1, 2_000, 1_500)]);
  await phone.line(lineKey(2)).locator("[data-photo]").waitFor();
  const sha = (await phone.line(lineKey(2)).locator("[data-photo]").getAttribute("data-photo")) ?? "";
  for (const share of [0, 0.01, 0.5, 0.99]) {
    site.line = (req) => {
      if (req.method !== "PUT" || !req.url?.includes("/photos/")) return false;
      const most = Number(req.headers["content-length"]) * share;
      let read = 0;
      req.on("data", (chunk: Buffer) => {
        read += chunk.length;
        if (read >= most) req.socket.destroy();
      });
      if (share === 0) req.socket.destroy();
      return true;
    };
    await sendNow();
    await expect
      .poll(() => phone.page.locator("[data-sync]").getAttribute("data-sync"), { timeout: 15_000 })
      .toBe("away");
    expect([share, await api.photoBytes(sha)]).toEqual([share, null]);
  }
  site.line = null;
  await sendNow();
  await expect.poll(() => api.photoBytes(sha), { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(delivered).toContain("照片1/1");
});

it("8: a part that failed is not complete because another arrived", async () => {
  await phone.grade(lineKey(1), "合格");
  await phone.grade(lineKey(2), "合格");
  site.line = (req, res) => (brings(req, lineKey(2)) ? fails(res, 500, null) : false);
  await sendNow();
  await received(lineKey(1));
  expect(await stateOf(lineKey(2))).toBe("unsent");
  expect(await delivered()).toContain("检查项1/10");
  site.line = null;
  await sendNow();
  await received(lineKey(2));
  expect(await api.rowsOf(V)).toHaveLength(2);
});

it("9: answers lost ten times after they were recorded, and double taps, make one row", async () => {
  await site.away();
  await phone.line(lineKey(1)).getByRole("button", { name: "合格", exact: true }).dblclick();
  await expect.poll(() => stateOf(lineKey(1))).toBe("unsent");
  let lost = 0;
  site.line = (req) => (req.method === "PUT" && ++lost <= 10 ? "loseAnswer" : false);
  await site.back();
  for (let again = 0; again < 12 && (await stateOf(lineKey(1))) !== "received"; again++) {
    await sendNow();
    await phone.page.locator('[data-sync="away"], [data-sync="idle"]').waitFor();
  }
  await received(lineKey(1));
  expect(lost).toBe(11);
  expect(await api.rowsOf(V)).toHaveLength(1);
});

it("10: the same photo on two lines is one file, and both keep it", async () => {
  const photo = await picture(phone.page, 1);
  for (const key of [lineKey(2), lineKey(3)]) {
    await phone.grade(key, "合格");
    await shoot(phone, key, [photo]);
    await phone.line(key).locator("[data-photo]").waitFor();
  }
  await sendNow();
  await expect.poll(delivered, { timeout: 20_000 }).toContain("照片1/1");
  expect((await api.photos()).size).toBe(1);
  const named = (await api.rowsOf(V)).map(({ answer }) => answer.photos.length);
  expect(named).toEqual([1, 1]);
});

it("11: photos of the same name and other bytes are both kept, each under its hash", async () => {
  await phone.grade(lineKey(2), "合格");
  await shoot(phone, lineKey(2), [await picture(phone.page, 1)]);
  await shoot(phone, lineKey(2), [await picture(phone.page, 2)]);
  await expect.poll(() => phone.line(lineKey(2)).locator("[data-photo]").count()).toBe(2);
  await sendNow();
  await expect.poll(delivered, { timeout: 20_000 }).toContain("照片2/2");
});

it.each(["500", "hang"])(
  "13: an entry that is never taken (%s) holds up no other, says why, and is tried within the minute",
  async (how) => {
    await passAll();
    site.line = (req, res) => {
      if (!brings(req, lineKey(3))) return false;
      return how === "500" ? fails(res, 500, null) : true;
    };
    await sendNow();
    // Where it hangs it is waited for twice: among the others, and by itself.
    await expect.poll(delivered, { timeout: 80_000 }).toContain("检查项9/10");
    const trouble = phone.line(lineKey(3)).locator("[data-trouble]");
    expect(await trouble.getAttribute("data-trouble")).toBe(how === "500" ? "http500" : "timeout");
    expect(await trouble.getByRole("button", { name: "再试" }).count()).toBe(1);
    const nextTryAt = await phone.page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const open = indexedDB.open("duban-filing-liming");
        open.onsuccess = () => resolve(open.result);
      });
      const all = db.transaction("answers").objectStore("answers").getAll();
      const found = await new Promise<{ line: string; nextTryAt: number }[]>((resolve) => {
        all.onsuccess = () => resolve(all.result);
      });
      return (found.find(({ line }) => line.endsWith("line3"))?.nextTryAt ?? 0) - Date.now();
    });
    expect(nextTryAt).toBeLessThanOrEqual(60_000);
    site.line = null;
    await trouble.getByRole("button", { name: "再试" }).tap();
    await received(lineKey(3));
  },
  140_000,
);

it("14: after ten minutes without a server it sends within five and a half, and at once when asked", async () => {
  await phone.page.clock.install();
  await site.away();
  await phone.grade(lineKey(1), "合格");
  await phone.page.clock.fastForward(10 * 60_000);
  await phone.page.locator('[data-sync="away"]').waitFor();
  await site.back();
  for (let step = 0; step < 11 && (await stateOf(lineKey(1))) !== "received"; step++) {
    await phone.page.clock.fastForward(30_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The clock that is moved on is that of the page's own time-outs too: an answer on its way is waited for.
    await phone.page.locator('[data-sync]:not([data-sync="sending"])').waitFor();
  }
  expect(await stateOf(lineKey(1))).toBe("received");
});

describe("15: no refusal removes an entry", () => {
  it.each([
    [400, "badRequest"],
    [403, "notYours"],
    [409, "conflict"],
    [413, "tooLarge"],
    [422, "badValue"],
    [409, "locked"],
  ])("%i %s: it stops with its reason, the others go on", async (status, code) => {
    await passAll();
    site.line = (req, res) => (brings(req, lineKey(3)) ? fails(res, status, code) : false);
    await sendNow();
    await expect.poll(() => stateOf(lineKey(3)), { timeout: 15_000 }).toBe("stopped");
    await expect.poll(delivered, { timeout: 15_000 }).toContain("检查项9/10");
    await phone.page.reload();
    expect(await phone.line(lineKey(3)).getAttribute("data-grade")).toBe("pass");
    for (const name of ["改后再报", "导出", "交组长", "放弃这一条"])
      await phone.line(lineKey(3)).getByRole("button", { name }).waitFor();
    site.line = null;
    await phone.line(lineKey(3)).getByRole("button", { name: "改后再报" }).tap();
    await received(lineKey(3));
    expect((await api.rowsOf(V)).filter(({ line }) => line === lineKey(3)).map(({ revision }) => revision)).toEqual([
      2,
    ]);
  });

  it("413 of a proxy in between: that entry is tried again, the others go on", async () => {
    await passAll();
    site.line = (req, res) => {
      if (!brings(req, lineKey(3))) return false;
      res.writeHead(413, { "Content-Type": "text/html" }).end("<h1>413</h1>");
      return true;
    };
    await sendNow();
    await expect.poll(delivered, { timeout: 15_000 }).toContain("检查项9/10");
    expect(await phone.line(lineKey(3)).locator("[data-trouble]").getAttribute("data-trouble")).toBe("http413");
  });

  it("a login page of the network with 200 or 403, and a redirect, are no answers", async () => {
    await phone.grade(lineKey(1), "合格");
    for (const answer of ["portal", "forbidden", "redirect"]) {
      site.line = (req, res) => {
        if (!req.url?.startsWith("/api")) return false;
        if (answer === "portal") return captivePortal(res);
        if (answer === "redirect") res.writeHead(302, { Location: "/sign-in" }).end();
        else res.writeHead(403, { "Content-Type": "text/html" }).end("<p>blocked</p>");
        return true;
      };
      await sendNow();
      await phone.page.locator('[data-sync="away"]').waitFor();
      expect([answer, await stateOf(lineKey(1))]).toEqual([answer, "unsent"]);
    }
    site.line = null;
    await sendNow();
    await received(lineKey(1));
  });
});

it("16: a session that has ended keeps everything; after signing in all of it arrives", async () => {
  await api.signOut("li");
  await passAll();
  await sendNow();
  await phone.page.locator('[data-sync="signIn"]').waitFor();
  const link = phone.page.getByRole("link", { name: "登录" });
  expect(await link.getAttribute("href")).toBe("/sign-in?back=%2Ffiling%2F");
  await phone.page.reload();
  await phone.line(lineKey(1)).waitFor();
  expect(await phone.page.locator('[data-grade="pass"]').count()).toBe(10);
  await signIn(phone.context, api, site, "li");
  // Signing in leads back to the page, which sends by itself.
  await phone.page.reload();
  await expect.poll(delivered, { timeout: 20_000 }).toContain("检查项10/10");
});

it("26: where every call fails at the start, the form opens and saves", async () => {
  site.line = (req, res) => (req.url?.startsWith("/api") ? fails(res, 500, null) : false);
  await phone.page.reload();
  await phone.grade(lineKey(5), "基本合格");
  expect(await stateOf(lineKey(5))).toBe("unsent");
});

it("30: a sending that times out is never shown as done", async () => {
  await phone.grade(lineKey(1), "合格");
  site.line = (req) => req.url?.endsWith("/receipt") === true;
  await sendNow();
  await phone.page.locator('[data-sync="away"]').waitFor({ timeout: 40_000 });
  expect(await stateOf(lineKey(1))).toBe("sent");
  expect(await phone.line(lineKey(1)).locator("[data-word]").first().getAttribute("data-word")).toBe("saved");
  expect(await delivered()).toContain("检查项0/10");
}, 90_000);

it("33: a photo that is refused is named, and the rest goes on", async () => {
  await phone.grade(lineKey(2), "合格");
  await shoot(phone, lineKey(2), [await picture(phone.page, 1), await picture(phone.page, 2)]);
  await expect.poll(() => phone.line(lineKey(2)).locator("[data-photo]").count()).toBe(2);
  const sha = (await phone.line(lineKey(2)).locator("[data-photo]").first().getAttribute("data-photo")) ?? "";
  site.line = (req, res) => (req.method === "PUT" && req.url?.includes(sha) ? fails(res, 422, "notAPhoto") : false);
  await sendNow();
  await phone.line(lineKey(2)).locator(`[data-photo="${sha}"]`).getByText("notAPhoto").waitFor();
  await expect.poll(delivered, { timeout: 20_000 }).toContain("照片1/2");
});
