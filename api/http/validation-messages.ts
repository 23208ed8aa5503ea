/** What the schemas' own rules say when they are broken. Zod knows the words for everything else. */

export const VALIDATION_MESSAGES = {
  id: { zh: "应为1至200个字符，不含控制字符", en: "must be 1 to 200 characters without control characters" },
  cursor: { zh: "应为本接口此前返回的游标", en: "must be a cursor that this API gave" },
  limit: { zh: "应为1至200的整数", en: "must be a whole number from 1 to 200" },
  every: { zh: "应为1至366的整数", en: "must be a whole number from 1 to 366" },
  version: { zh: "应为版本号（正整数）", en: "must be a version number" },
  task: { zh: "应为任务序号（正整数）", en: "must be a task's number" },
  unique: { zh: "不得重复", en: "must not repeat" },
  text: { zh: "应为1至4000个字符，不含控制字符", en: "must be 1 to 4000 characters without control characters" },
  sha256: {
    zh: "应为已上传文件的SHA-256（64位十六进制小写）",
    en: "must be the SHA-256 of an uploaded file, 64 lower-case hex digits",
  },
  searchText: { zh: "应为1至100个字符，不含控制字符", en: "must be 1 to 100 characters without control characters" },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

export type ValidationMessage = keyof typeof VALIDATION_MESSAGES;
