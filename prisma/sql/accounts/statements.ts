/** Statements on accounts: what every request begins with, and what a calendar's reader is told. */
import { bool, jsonb, nullable, present, text, texts, timestamptz } from "../columns.js";
import { statement } from "../statement.js";

export const callers = statement("accounts/callers", {
  plannedOnce: true,
  params: { sessions: texts(), tokens: texts() },
  rows: {
    key: text(),
    tokenName: nullable(text()),
    scopes: nullable(jsonb<readonly ("read" | "act" | "audit")[]>()),
    cameId: text(),
    cameBy: nullable(text()),
    cameAt: timestamptz(),
    twoFactors: bool(),
    lastUsedAt: nullable(timestamptz()),
    id: text(),
    account: present(text()),
    name: text(),
    email: nullable(text()),
    sample: bool(),
    disabled: bool(),
    mustChangePassword: bool(),
    secondFactor: bool(),
    hasPassword: bool(),
    grants: jsonb<readonly string[]>(),
    persons: jsonb<Readonly<Record<string, string>>>(),
  },
});

export const noteCalendarRead = statement("accounts/note-calendar-read", {
  params: { id: text(), tag: text() },
  rows: { changedAt: present(timestamptz()) },
});
