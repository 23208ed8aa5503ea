/** Secrets from files: one reader for every secret setting. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { environment, EnvironmentError, isSecret } from "../../settings/environment.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
};

it("reads a secret without the file's last line break, and leaves other files alone", () => {
  const read = environment({
    DUBAN_SECRET_FILE: file("secret", "s3cret \n"),
    SMTP_URL_FILE: file("smtp", "smtp://a:b@mail.example:587\r\n"),
    DUBAN_SMTP_CA_FILE: "/etc/ca.pem",
    OTHER_FILE: "/nowhere",
    DUBAN_WECOM_SECRET_FILE: "",
  });
  expect(read).toMatchObject({
    DUBAN_SECRET: "s3cret ",
    SMTP_URL: "smtp://a:b@mail.example:587",
    DUBAN_SMTP_CA_FILE: "/etc/ca.pem",
  });
  expect(read).not.toHaveProperty("OTHER");
  expect(read).not.toHaveProperty("DUBAN_WECOM_SECRET");
});

it("says which variable and file are wrong, and never what is in it", () => {
  expect(() => environment({ DUBAN_SECRET: "a", DUBAN_SECRET_FILE: file("twice", "b") })).toThrow(
    "DUBAN_SECRET_FILE and DUBAN_SECRET are both set",
  );
  expect(() => environment({ DATABASE_URL_FILE: "/not/there" })).toThrow(/^DATABASE_URL_FILE: ENOENT.*\/not\/there/);
  expect(() => environment({ DATABASE_URL_FILE: "/not/there" })).toThrow(EnvironmentError);
  // As an empty variable: not set, which whoever needs it says.
  expect(environment({ DUBAN_SMS_SECRET_FILE: file("none", "\n") })["DUBAN_SMS_SECRET"]).toBe("");
});

it("knows every secret setting of the product", () => {
  for (const name of [
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SMTP_URL",
    "TEMPORAL_API_KEY",
    "AWS_SECRET_ACCESS_KEY",
    "DUBAN_SECRET",
    "DUBAN_OIDC_CLIENT_SECRET",
    "DUBAN_WECOM_SECRET",
    "DUBAN_DINGTALK_APP_SECRET",
    "DUBAN_FEISHU_APP_SECRET",
    "DUBAN_WEBHOOK_SECRET",
    "DUBAN_SMS_SECRET",
    "DUBAN_COMMAND_KEY",
    "DUBAN_PAYLOAD_KEY",
  ])
    expect(isSecret(name), name).toBe(true);
  // Libraries' own files, which mean something else.
  for (const name of ["AWS_WEB_IDENTITY_TOKEN", "AWS_CONFIG", "DUBAN_SMTP_CA", "SSL_CERT"])
    expect(isSecret(name), name).toBe(false);
});
