/** The settings of mail: one reader, whoever sends or looks. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { MailConfigError, readMailSettings } from "../../mail/config.js";
import { parseSmtpUrl } from "../../mail/smtp-url.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-mail-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const FROM = "duban@example.gov.cn";
const read = (env: NodeJS.ProcessEnv) => readMailSettings(7325, { DUBAN_MAIL_FROM: FROM, ...env });

describe("SMTP_URL", () => {
  it("takes any password, percent-encoded", () => {
    const password = "p%z#/?@:1";
    const url = `smtp://user%40example.gov.cn:${encodeURIComponent(password)}@mail.example.gov.cn:587`;
    expect(parseSmtpUrl(url)).toEqual({
      host: "mail.example.gov.cn",
      port: 587,
      secure: false,
      auth: { user: "user@example.gov.cn", pass: password },
    });
  });

  it.each(["p%zz", "p#1", "12#x", "p/1", "12/x", "12?x"])(
    "with the password %s as it is says how to write it, and not the password",
    (password) => {
      const refused = () => read({ SMTP_URL: `smtp://user:${password}@mail.example.gov.cn:587` });
      expect(refused).toThrow(MailConfigError);
      expect(refused).toThrow(/^SMTP_URL: .*write % as %25, # as %23/);
      expect(refused).not.toThrow(password);
    },
  );
});

describe("encryption", () => {
  const url = { SMTP_URL: "smtp://mail.example.gov.cn:587" };
  it("is required unless said otherwise", () => {
    expect(read(url).tls).toEqual({ required: true });
    expect(read({ ...url, DUBAN_SMTP_TLS: "optional" }).tls).toEqual({ required: false });
    expect(() => read({ ...url, DUBAN_SMTP_TLS: "no" })).toThrow("DUBAN_SMTP_TLS must be required");
  });

  it("takes an authority of one's own from a file", () => {
    const file = path.join(folder, "ca.pem");
    writeFileSync(file, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    expect(read({ ...url, DUBAN_SMTP_CA_FILE: file }).tls).toMatchObject({
      required: true,
      ca: expect.stringContaining("MIIB"),
    });
    expect(() => read({ ...url, DUBAN_SMTP_CA_FILE: `${file}.no` })).toThrow(/^DUBAN_SMTP_CA_FILE: ENOENT/);
    writeFileSync(file, "no certificate");
    expect(() => read({ ...url, DUBAN_SMTP_CA_FILE: file })).toThrow(
      "DUBAN_SMTP_CA_FILE must name a file with certificates",
    );
  });
});

it("answers go where a setting says", () => {
  expect(read({ SMTP_URL: "smtp://mail.example.gov.cn", DUBAN_MAIL_REPLY_TO: "desk@example.gov.cn" }).replyTo).toBe(
    "desk@example.gov.cn",
  );
  expect(() => read({ DUBAN_MAIL_REPLY_TO: "nobody" })).toThrow("DUBAN_MAIL_REPLY_TO must be");
});
