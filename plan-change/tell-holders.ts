/**
 * Who holds a post is changed by editing the roster. Where that is a leader's post, the leading group's or the supervision office's, it
 * stands in the audit log, and in a plan that runs live the former holder, the new one and the supervision office hear of it by mail,
 * at the addresses of their accounts and at those of the roster before and after. Whoever applies a change tells by this: the API for
 * the office, the command line for the operator.
 */
import { type Directory, directoryOf } from "../domain/people/directory.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { Roster } from "../domain/plan/roster.js";
import type { ToldHolderChange } from "../mail/holder-mail.js";
import { audit } from "../prisma/accounts/audit-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { documentVersion } from "../prisma/plans/documents.js";
import type { Applied, AppliedOrder } from "./apply.js";
import { type HolderChange, holderChanges } from "./holders.js";

export interface HolderNews {
  readonly plan: {
    readonly id: string;
    readonly slug: string;
    readonly mode: "live" | "rehearsal";
    readonly bundle: PlanBundle;
    readonly today: PlanDate;
  };
  /** Of the roster that the change wrote. */
  readonly version: number;
  /** Who changed it: in words, and for the audit log. */
  readonly by: string;
  readonly account: { readonly id: string | null; readonly address?: string; readonly commandLine?: boolean };
  readonly reason: string | null;
}

export interface HolderDeps {
  readonly pool: Pool;
  /** Mails one person; the roster's addresses are those before and after the change. */
  readonly mail: (
    slug: string,
    person: string,
    rosterAddresses: readonly string[],
    told: ToldHolderChange,
  ) => Promise<void>;
  /** One of them could not be told. */
  readonly failed: (post: string, error: unknown) => void;
}

/** The versions of the roster that an apply wrote, those of a change that it finished for another among them. */
export function rostersWritten({ finished, made }: Applied): number[] {
  const orders: readonly AppliedOrder[] = [...(finished?.orders ?? []), ...(made?.orders ?? [])];
  return orders.flatMap(({ command: { order } }) =>
    order.kind === "changeDocuments"
      ? order.documents.flatMap(({ kind, version }) => (kind === "roster" ? [version] : []))
      : [],
  );
}

/** Writes the audit log, and begins the mails: `mailed` ends once each was taken or has failed. */
export async function tellHolders(deps: HolderDeps, news: HolderNews): Promise<{ readonly mailed: Promise<void> }> {
  const { plan, version, account } = news;
  const [before, after] = await Promise.all(
    [version - 1, version].map((one) => documentVersion(deps.pool, plan.id, "roster", one)),
  );
  if (!before || !after) return { mailed: Promise.resolve() };
  const changes = holderChanges(before.content, after.content, plan.today);
  for (const { post, ...change } of changes)
    await audit(deps.pool, {
      kind: "holderChanged",
      accountId: account.id,
      planId: plan.id,
      subject: post,
      ...(account.address === undefined ? {} : { address: account.address }),
      detail: { ...change, roster: version, ...(account.commandLine ? { by: "commandLine" } : {}) },
    });
  if (plan.mode !== "live") return { mailed: Promise.resolve() };
  const names = directoryOf({ ...plan.bundle, roster: after.content });
  const mails = changes.flatMap((change) => mailsOf(deps, news, change, [before.content, after.content], names));
  return { mailed: Promise.all(mails).then(() => undefined) };
}

function mailsOf(
  { mail, failed }: HolderDeps,
  { plan, by, reason }: HolderNews,
  change: HolderChange,
  rosters: readonly [before: Roster, after: Roster],
  names: Directory,
): Promise<void>[] {
  const named = (person: string | null): string | null => (person === null ? null : names.person(person).name);
  const told = {
    plan: plan.bundle.plan.title,
    post: names.fullTitle(change.post, change.from),
    former: named(change.former),
    next: named(change.next),
    from: change.from,
    by,
    reason,
    page: `/plans/${plan.id}`,
  };
  const watching = rosters.flatMap((roster) => {
    const posts = roster.posts.filter(({ unit }) => unit === roster.bodies.supervisionOffice);
    const held = directoryOf({ ...plan.bundle, roster });
    return posts.map(({ id }) => held.holder(id, plan.today).person?.id ?? null);
  });
  const people = new Set([change.former, change.next, ...watching].filter((person) => person !== null));
  return [...people].map((person) => {
    const addresses = rosters.flatMap(({ persons }) => persons.find(({ id }) => id === person)?.email ?? []);
    return mail(plan.slug, person, addresses, { ...told, name: names.person(person).name }).catch((error: unknown) =>
      failed(change.post, error),
    );
  });
}
