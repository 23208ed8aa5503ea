/** What the schemas' own rules say when they are broken. Zod knows the words for everything else. */

export const VALIDATION_MESSAGES = {
  id: { zh: "应为1至200个可见字符", en: "must be 1 to 200 characters that are seen" },
  cursor: { zh: "应为本接口此前返回的游标", en: "must be a cursor that this API gave" },
  limit: { zh: "应为1至200的整数", en: "must be a whole number from 1 to 200" },
  every: { zh: "应为1至366的整数", en: "must be a whole number from 1 to 366" },
  version: { zh: "应为版本号（正整数）", en: "must be a version number" },
  task: { zh: "应为任务序号（正整数）", en: "must be a task's number" },
  round: { zh: "应为检查轮次，如2021H1", en: "must be a round, e.g. 2021H1" },
  visit: { zh: "应为检查编号，如village-v012", en: "must be a visit, e.g. village-v012" },
  part: { zh: "应为“条目@版本”，如t07-works@1", en: "must be <line>@<revision>, e.g. t07-works@1" },
  month: { zh: "应为年月，如2021-06", en: "must be a month, e.g. 2021-06" },
  period: {
    zh: "应为期间，如2021-W23、2021-06、2021Q2、2021H1",
    en: "must be a period, e.g. 2021-W23, 2021-06, 2021Q2, 2021H1",
  },
  columns: { zh: "应为以逗号分隔的栏目编号", en: "must be ids of columns with commas between them" },
  unique: { zh: "不得重复", en: "must not repeat" },
  line: {
    zh: "应为一行可见文字，不能为空或超长",
    en: "must be one line of text that is seen, not empty and not too long",
  },
  text: {
    zh: "应为可见文字，不能为空或超长",
    en: "must be text that is seen, not empty and not too long",
  },
  mailAddress: { zh: "应为电子邮箱地址，如name@example.cn", en: "must be an e-mail address, e.g. name@example.cn" },
  mobile: { zh: "应为5至20位数字的电话号码", en: "must be a telephone number of 5 to 20 digits" },
  account: { zh: "应为一行可见文字", en: "must be one line of text that is seen" },
  sha256: {
    zh: "应为已上传文件的SHA-256（64位十六进制小写）",
    en: "must be the SHA-256 of an uploaded file, 64 lower-case hex digits",
  },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

export type ValidationMessage = keyof typeof VALIDATION_MESSAGES;
