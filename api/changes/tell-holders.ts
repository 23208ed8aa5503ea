/**
 * The office changes who holds a post by editing the roster. Where that is a leader's post, the leading group's or the supervision
 * office's, it stands in the audit log, and in a plan that runs live the former holder, the new one and the supervision office hear
 * of it by mail, at the addresses of their accounts and at those of the roster before and after.
 */
import { type Directory, directoryOf } from "../../domain/people/directory.js";
import type { Roster } from "../../domain/plan/roster.js";
import { type HolderChange, holderChanges } from "../../plan-change/holders.js";
import { audit } from "../../prisma/accounts/audit-store.js";
import { documentVersion } from "../../prisma/plans/documents.js";
import type { PlanCall } from "../serving/route.js";
import type { ChangeBody } from "./schemas.js";

type ChangeCall = PlanCall<unknown, unknown, ChangeBody>;

/** `version`: of the roster that the change wrote. The answer waits for the audit log, and not for the mails. */
export async function tellHolders(call: ChangeCall, version: number): Promise<void> {
  const { plan, services, caller, exchange } = call;
  const [before, after] = await Promise.all(
    [version - 1, version].map((one) => documentVersion(services.pool, plan.id, "roster", one)),
  );
  if (!before || !after) return;
  const changes = holderChanges(before.content, after.content, plan.today);
  for (const { post, ...change } of changes)
    await audit(services.pool, {
      kind: "holderChanged",
      accountId: caller.accountId,
      planId: plan.id,
      subject: post,
      address: exchange.address,
      detail: { ...change, roster: version },
    });
  if (plan.head.mode !== "live") return;
  const names = directoryOf({ ...plan.bundle, roster: after.content });
  for (const change of changes) mailAll(call, change, before.content, after.content, names);
}

function mailAll(
  { plan, services, caller, body }: ChangeCall,
  change: HolderChange,
  before: Roster,
  after: Roster,
  names: Directory,
): void {
  const named = (person: string | null): string | null => (person === null ? null : names.person(person).name);
  const told = {
    plan: plan.bundle.plan.title,
    post: names.fullTitle(change.post, change.from),
    former: named(change.former),
    next: named(change.next),
    from: change.from,
    by: named(caller.person) ?? "",
    reason: body.reason ?? null,
    page: `/plans/${plan.id}`,
  };
  const watching = [before, after].flatMap((roster) => {
    const posts = roster.posts.filter(({ unit }) => unit === roster.bodies.supervisionOffice);
    const held = directoryOf({ ...plan.bundle, roster });
    return posts.map(({ id }) => held.holder(id, plan.today).person?.id ?? null);
  });
  const people = new Set([change.former, change.next, ...watching].filter((person) => person !== null));
  for (const person of people) {
    const addresses = [before, after].flatMap(({ persons }) => persons.find(({ id }) => id === person)?.email ?? []);
    services.accounts
      .tellHolderChange(plan.head.slug, person, addresses, { ...told, name: names.person(person).name })
      .catch((error: unknown) =>
        services.log.error({ err: error, plan: plan.id, post: change.post }, "somebody was not told of another holder"),
      );
  }
}
