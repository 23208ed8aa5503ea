/** Statements on packages (交办清单): writing them, signing, reading. */
import type { ItemStatus } from "../../../domain/items/work-item.js";
import type { PackageHolder } from "../../../domain/ledger/package-events.js";
import { bool, date, int4, int8, nullable, recordset, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const putPackages = statement("packages/put-packages", {
  params: {
    planId: text(),
    rows: recordset({
      year: int4(),
      holder_kind: text<PackageHolder["kind"]>(),
      holder: text(),
      named: bool(),
      villages: texts(),
      assigned_on: date(),
      signed_on: nullable(date()),
      signed_by: nullable(text()),
      signed_post: nullable(text()),
    }),
  },
});

export const signPackage = statement("packages/sign-package", {
  params: {
    planId: text(),
    year: int4(),
    kind: text<PackageHolder["kind"]>(),
    id: text(),
    on: date(),
    by: text(),
    post: text(),
  },
});

export const readPackages = statement("packages/read-packages", {
  params: { planId: text(), units: nullable(texts()), posts: nullable(texts()) },
  rows: {
    year: int4(),
    holderKind: text<PackageHolder["kind"]>(),
    holder: text(),
    named: bool(),
    villages: nullable(texts()),
    assignedOn: date(),
    signedOn: nullable(date()),
    signedBy: nullable(text()),
    signedPost: nullable(text()),
  },
});

export const waitingTasks = statement("packages/waiting-tasks", {
  params: { planId: text(), unit: text() },
  rows: { task: int4() },
});

export const continuingItems = statement("packages/continuing-items", {
  params: { planId: text(), before: text(), at: int8(), units: texts(), villages: texts() },
  rows: {
    id: text(),
    task: int4(),
    milestone: text(),
    village: nullable(text()),
    township: nullable(text()),
    primaryUnit: text(),
    status: text<ItemStatus>(),
    deadline: date(),
    originalDeadline: date(),
  },
});

export const firstPackages = statement("packages/first-packages", {
  params: { planId: text() },
  rows: { first: nullable(date()) },
});

export const countPackages = statement("packages/count-packages", {
  params: { planId: text(), year: int4() },
  rows: { units: int4(), unitsSigned: int4(), seats: int4(), seatsSigned: int4() },
});
