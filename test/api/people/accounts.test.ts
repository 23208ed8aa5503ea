/** 账号和岗位: the office reads who holds what since when, what is vacant, and who can sign in; nobody else does, and nothing is changed by it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAccount, setDisabled, setPerson } from "../../../prisma/accounts/account-store.js";
import { type Acting, startActing } from "../acting.js";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
  await acting.goTo("2021-05-10");
}, 120_000);
afterAll(() => acting?.close());

it("are told with posts, since when, and the state of each account", async () => {
  const { pool } = acting.services;
  const { slug } = (await acting.get("p-office-desk", "/accounts")).body as { slug: string };
  const add = async (account: string, person: string, oneTimePassword?: string): Promise<string> => {
    const id = await addAccount(pool, { account, name: account, ...(oneTimePassword ? { oneTimePassword } : {}) });
    if (id === null) throw new Error("taken");
    await setPerson(pool, id, slug, person);
    return id;
  };
  await add("first", "p-unit-desk", "hash");
  const shut = await add("shut", "p-unit-head");
  await setDisabled(pool, shut, true);
  const { people, vacant, on } = (await acting.get("p-office-desk", "/accounts")).body as any;
  expect(on).toBe("2021-05-10");
  const of = (id: string) => people.find(({ person }: any) => person.id === id);
  expect(of("p-unit-desk")).toMatchObject({
    posts: [{ post: { id: "unit/desk" } }],
    accounts: [{ account: "first", state: "oneTimePassword", secondFactor: false }],
  });
  expect(of("p-unit-head").accounts).toEqual([{ account: "shut", state: "disabled", secondFactor: false }]);
  expect(of("p-leader-2").accounts).toEqual([]);
  const held = new Set(people.flatMap(({ posts }: any) => posts.map(({ post }: any) => post.id)));
  expect(vacant.every(({ post }: any) => !held.has(post.id))).toBe(true);
  expect(JSON.stringify(people)).not.toContain("hash");
});

it("are the office's to read alone", async () => {
  for (const person of ["p-unit-desk", "p-leader-2", "p-supervision-desk", "auditor"])
    expect((await acting.request(person, "/accounts")).status, person).toBe(403);
});
